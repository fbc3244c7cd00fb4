// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/data_error.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/load/byte_source.hpp>

#include <cstdint>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

/// The bytes of a source through one buffer, and where each lies. Borrows the source and the buffer, which holds at
/// least 32 bytes. Allocates: nothing.
class compressed_input {
public:
    compressed_input(byte_source_ref compressed_bytes, std::span<char> through_buffer) noexcept
        : source_(compressed_bytes), buffer_(through_buffer) {}

    /// What was read and not taken yet.
    [[nodiscard]] std::string_view window() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }

    /// The offset of the window in the source.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
    [[nodiscard]] std::string_view name() const noexcept { return source_.name(); }

    void consume(std::size_t count) noexcept {
        begin_ += count;
        position_ += count;
    }

    /// Reads once. False: the source is at its end. Requires: the window is smaller than the buffer.
    [[nodiscard]] bool read_more() {
        if (at_end_) return false;
        move_to_front();
        auto const count = source_.read(buffer_.subspan(end_));
        end_ += count;
        at_end_ = count == 0;
        return !at_end_;
    }

    /// Reads until the window holds `count` bytes, at most the buffer's. False: the source ends before.
    [[nodiscard]] bool fill(std::size_t count) {
        while (window().size() < count)
            if (!read_more()) return false;
        return true;
    }

    /// From the window or, when it is empty, from the source.
    [[nodiscard]] std::size_t copy(std::span<char> into) {
        if (window().empty()) return at_end_ ? 0 : source_.read(into);
        auto const count = window().copy(into.data(), into.size());
        consume(count);
        return count;
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        fail_at(position_, found, expected);
    }
    [[noreturn]] void fail_at(std::uint64_t byte, std::string_view found, std::string_view expected) const {
        raise(data_error{name(), {0, 0, byte}, found, expected});
    }

    /// The source has ended: what it holds is cut off.
    [[noreturn]] void fail_truncated(std::string_view expected) const {
        fail_at(position_ + window().size(),
                position_ + window().size() == 0 ? "an empty input" : "the end of the input", expected);
    }

private:
    void move_to_front() noexcept {
        if (begin_ == 0) return;
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }

    byte_source_ref source_;
    std::span<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint64_t position_ = 0;
    bool at_end_ = false;
};

/// Bytes of a region as a buffer.
[[nodiscard]] inline std::span<char> characters_of(std::span<std::byte> bytes) noexcept {
    return {reinterpret_cast<char*>(bytes.data()), bytes.size()};
}

/// The first bytes of a text in hexadecimal: what stands where something else was expected.
[[nodiscard]] inline short_text<96> in_hexadecimal(std::string_view bytes) noexcept {
    constexpr std::string_view digits = "0123456789ABCDEF";
    short_text<96> shown{bytes.size() == 1 ? "the byte" : "the bytes"};
    for (char const c : bytes.substr(0, 8)) {
        auto const byte = static_cast<unsigned char>(c);
        shown.append(" ").append(digits.substr(byte / 16, 1)).append(digits.substr(byte % 16, 1));
    }
    return shown;
}

}  // namespace arenite::inline ARENITE_ABI::detail
