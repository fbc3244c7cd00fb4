// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/model_input.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A stretch of a model file, front to back, through a buffer of its own: of arrays that are read side by side, each
/// has one. Of a model in memory it shows the bytes as they are.
///
/// Errors:    as model_input::copy.
/// Lifetime:  borrows the input and the buffer.
class input_window {
public:
    input_window() = default;
    /// The bytes from `first` to `last`, which the file has. `buffer` holds at least 16.
    input_window(model_input const& of_file, std::span<char> lent_buffer, std::uint64_t first, std::uint64_t last)
        : file_(&of_file), buffer_(lent_buffer), loaded_(first), end_(last) {
        if (!of_file.in_memory()) return;
        shown_ = of_file.memory().substr(first, last - first);
        loaded_ = last;
    }

    /// The offset of the next byte.
    [[nodiscard]] std::uint64_t position() const noexcept { return loaded_ - shown_.size(); }
    [[nodiscard]] std::uint64_t bytes_left() const noexcept { return end_ - position(); }

    /// The next bytes, without taking them: `wanted`, at most 16, or more; fewer where the stretch ends.
    [[nodiscard]] std::string_view peek(std::size_t wanted) {
        if (shown_.size() < wanted && loaded_ != end_) refill();
        return shown_;
    }

    /// Passes bytes, at most bytes_left().
    void skip(std::uint64_t count) noexcept {
        if (count <= shown_.size()) return shown_.remove_prefix(count);
        loaded_ += count - shown_.size();
        shown_ = {};
    }

private:
    void refill() {
        std::copy(shown_.begin(), shown_.end(), buffer_.begin());
        auto const room = buffer_.subspan(shown_.size());
        auto const into = room.first(std::min<std::uint64_t>(room.size(), end_ - loaded_));
        file_->copy(loaded_, into);
        loaded_ += into.size();
        shown_ = {buffer_.data(), shown_.size() + into.size()};
    }

    model_input const* file_ = nullptr;
    std::span<char> buffer_;
    std::string_view shown_;
    std::uint64_t loaded_ = 0;  ///< offset behind what is shown
    std::uint64_t end_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
