// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/format/detail/open_file.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What `model_input::peek` and `next` return behind the last byte.
inline constexpr int end_of_input = -1;

/// The bytes of a model file, front to back and then again: of a regular file through the caller's buffer, or of memory
/// as it is.
///
/// Errors:    std::system_error of what the system refuses; model_error for what is no regular file, and for a file
///            that becomes shorter or is written to while it is read.
/// Allocates: nothing but a copy of the path.
/// Lifetime:  borrows the buffer, or the bytes.
class model_input {
public:
    /// Opens the file at `path`. `buffer` holds at least one byte; it decides how much is read at once.
    model_input(std::string_view path, std::span<char> buffer)
        : name_(path), buffer_(buffer), file_(name_.c_str()), size_(file_.size()) {
        contract(!buffer.empty(), "a file is read through a buffer");
    }

    explicit model_input(std::span<std::byte const> bytes, std::string_view name = "model in memory")
        : name_(name), size_(bytes.size()), loaded_(bytes.size()) {
        show({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
    }

    model_input(model_input const&) = delete;
    model_input& operator=(model_input const&) = delete;

    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// The offset of the next byte.
    [[nodiscard]] std::uint64_t position() const noexcept { return loaded_ - buffered().size(); }
    [[nodiscard]] std::uint64_t bytes_left() const noexcept { return size_ - position(); }

    /// The next byte, 0 to 255, which stays; or `end_of_input`.
    [[nodiscard]] int peek() { return available() ? static_cast<unsigned char>(*next_) : end_of_input; }

    /// The next byte, which is taken; or `end_of_input`.
    int next() { return available() ? static_cast<unsigned char>(*next_++) : end_of_input; }

    /// Takes the next byte if it is `expected`.
    bool take(char expected) {
        bool const found = available() && *next_ == expected;
        next_ += found ? 1 : 0;
        return found;
    }

    /// The bytes that can be had without reading: at least one, unless the input ends here. Valid until bytes that are
    /// not among them are asked for.
    [[nodiscard]] std::string_view window() {
        available();
        return buffered();
    }

    /// Takes `count` bytes of the window.
    void consume(std::size_t count) noexcept { next_ += count; }

    /// Passes `count` bytes, at most `bytes_left()`: those that are not buffered are not read.
    void skip(std::uint64_t count) noexcept {
        auto const buffered_part = std::min<std::uint64_t>(count, buffered().size());
        next_ += buffered_part;
        if (buffered_part != count) leave_for(loaded_ + (count - buffered_part));
    }

    /// Goes to the byte at `offset`, at most `size()`, in front or behind: what is buffered is not read again.
    void seek(std::uint64_t offset) noexcept {
        auto const shown = static_cast<std::uint64_t>(last_ - first_);
        if (offset <= loaded_ && loaded_ - offset <= shown) next_ = last_ - (loaded_ - offset);
        else leave_for(offset);
    }

    /// Copies bytes until `into` is full or the input ends; returns whether it is full.
    [[nodiscard]] bool read(std::span<char> into) {
        while (!into.empty() && available()) {
            auto const count = std::min(into.size(), buffered().size());
            std::copy_n(next_, count, into.data());
            consume(count);
            into = into.subspan(count);
        }
        return into.empty();
    }

    /// Whether all of it is in memory: memory(), front to back.
    [[nodiscard]] bool in_memory() const noexcept { return !file_; }
    [[nodiscard]] std::string_view memory() const noexcept { return {first_, last_}; }

    /// Copies the bytes from `offset` on, which the file has, without going there.
    void copy(std::uint64_t offset, std::span<char> into) const {
        if (in_memory()) return static_cast<void>(std::copy_n(first_ + offset, into.size(), into.begin()));
        file_.read_all(into, offset, name_.c_str());
    }

    /// Maps the first `count` bytes, read-only. Requires: it is a file; at least one byte.
    [[nodiscard]] std::span<std::byte> map(std::size_t count) const { return file_.map(count, name_.c_str()); }

    /// Begins again at the first byte.
    void rewind() {
        require_unchanged();
        if (file_) leave_for(0);
        else next_ = first_;
    }

    /// Refuses a file whose size or time of writing is another than when it was opened.
    void require_unchanged() const {
        if (!file_ || file_.unchanged(name_.c_str())) return;
        constexpr auto found = "a file that was written to while it was read";
        raise(model_error{name_, {}, position(), found, "one that stays as it is"});
    }

private:
    [[nodiscard]] std::string_view buffered() const noexcept { return {next_, last_}; }
    void show(std::string_view bytes) noexcept {
        first_ = next_ = bytes.data();
        last_ = next_ + bytes.size();
    }
    void leave_for(std::uint64_t offset) noexcept {
        loaded_ = offset;
        show({});
    }

    bool available() { return next_ != last_ || refill(); }

    [[gnu::noinline]] bool refill() {
        if (loaded_ == size_) return false;
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size(), size_ - loaded_));
        auto const got = file_.read(buffer_.first(wanted), loaded_, name_.c_str());
        loaded_ += got;
        show({buffer_.data(), got});
        return true;
    }

    std::string name_;
    std::span<char> buffer_;
    open_file file_;
    std::uint64_t size_;
    std::uint64_t loaded_ = 0;     ///< offset behind the bytes that are buffered
    char const* first_ = nullptr;  ///< of the bytes that are buffered
    char const* next_ = nullptr;
    char const* last_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI::detail
