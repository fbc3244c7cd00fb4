// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/write/byte_sink.hpp>
#include <arenite/write/detail/write_number.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// Collects lines of fields in a caller's buffer and hands them to a sink when it is full: whole lines, as long as one
/// fits into the buffer. Call `flush` at the end: a destructor could not report what went wrong.
///
/// Errors:    what the sink throws.
/// Allocates: nothing.
/// Lifetime:  borrows sink and buffer.
class line_writer {
public:
    line_writer(byte_sink_ref sink, std::span<char> buffer, char delimiter = ',') noexcept
        : sink_(sink), buffer_(buffer), delimiter_(delimiter) {}

    /// A number, in the shortest text that reads back to the same value.
    template <class Number>
        requires std::integral<Number> || std::floating_point<Number>
    void field(Number number) {
        begin_field();
        if (room() < detail::number_room) return put(format_number(number));
        used_ = static_cast<std::size_t>(detail::write_number(buffer_.data() + used_, number) - buffer_.data());
    }

    /// A text; in quotes, as RFC 4180 has it, when it holds a delimiter, a quote or the end of a line.
    void field(std::string_view text) {
        begin_field();
        bool const plain = text.find_first_of("\"\r\n") == text.npos && text.find(delimiter_) == text.npos;
        plain ? put(text) : put_quoted(text);
    }

    void end_line() {
        put('\n');
        line_is_empty_ = true;
        whole_lines_ = used_;
    }

    /// Hands over all lines that have ended; one that has only begun stays.
    void flush() {
        if (whole_lines_ != 0) hand_over(std::exchange(whole_lines_, 0));
    }

private:
    void begin_field() {
        if (!line_is_empty_) put(delimiter_);
        line_is_empty_ = false;
    }

    [[nodiscard]] std::size_t room() const noexcept { return buffer_.size() - used_; }

    void put_quoted(std::string_view text) {
        put('"');
        for (char const character : text) {
            if (character == '"') put(character);
            put(character);
        }
        put('"');
    }

    void put(char character) {
        if (room() == 0) return put(std::string_view{&character, 1});
        buffer_[used_++] = character;
    }

    void put(std::string_view text) {
        if (text.size() > room()) flush();
        if (text.size() > room()) hand_over(used_);  // a line that is longer than the buffer
        if (text.size() > buffer_.size()) return sink_.write(text);
        std::ranges::copy(text, buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
        used_ += text.size();
    }

    /// The first `count` bytes go to the sink, the others to the front.
    void hand_over(std::size_t count) {
        sink_.write(buffer_.first(count));
        std::ranges::copy(buffer_.subspan(count, used_ - count), buffer_.begin());
        used_ -= count;
    }

    byte_sink_ref sink_;
    std::span<char> buffer_;
    std::size_t used_ = 0;
    std::size_t whole_lines_ = 0;  ///< of the used bytes, those of lines that have ended
    char delimiter_;
    bool line_is_empty_ = true;
};

}  // namespace arenite::inline ARENITE_ABI
