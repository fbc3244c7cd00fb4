// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/held_source.hpp>

#include <cstddef>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// The bytes of an array: those of a source, front to back or, of a file that can be read at any place, from anywhere;
/// or those that lie in memory.
class npy_input {
public:
    explicit npy_input(held_source held) noexcept : source_(std::move(held)) {}
    npy_input(std::span<std::byte const> bytes, std::string_view name) noexcept
        : memory_{reinterpret_cast<char const*>(bytes.data()), bytes.size()}, name_(short_text<120>::end_of(name)) {}

    [[nodiscard]] bool in_memory() const noexcept { return !source_; }
    [[nodiscard]] std::string_view memory() const noexcept { return memory_; }
    [[nodiscard]] std::string_view name() const noexcept { return source_ ? source_->name() : name_.view(); }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return source_ ? bytes_read_ : memory_.size(); }

    /// The file, if it can be read at any place; null: it cannot, or is no file.
    [[nodiscard]] file_source const* seekable_file() const noexcept {
        auto const* const file = source_ ? source_->file() : nullptr;
        return file != nullptr && file->seekable() ? file : nullptr;
    }

    /// Fills `into`, or as much of it as there are bytes left, and says how much that was.
    std::size_t read(std::span<char> into) {
        return fill(into, [this](std::span<char> rest) { return source_->get().read(rest); });
    }

    /// The same from `offset` on. Requires: seekable_file().
    std::size_t read_at(std::uint64_t offset, std::span<char> into) {
        return fill(into, [&](std::span<char> rest) {
            return source_->file()->read_at(offset + (into.size() - rest.size()), rest);
        });
    }

private:
    template <class Read>
    std::size_t fill(std::span<char> into, Read const& read_some) {
        std::size_t filled = 0;
        while (filled != into.size()) {
            auto const count = read_some(into.subspan(filled));
            if (count == 0) break;
            filled += count;
            bytes_read_ += count;
        }
        return filled;
    }

    std::optional<held_source> source_;
    std::string_view memory_;
    short_text<120> name_;
    std::uint64_t bytes_read_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
