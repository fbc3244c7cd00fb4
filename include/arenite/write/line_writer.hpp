// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/write/detail/line_buffer.hpp>

#include <concepts>

namespace arenite::inline ARENITE_ABI {

/// Collects lines of fields in a caller's buffer and hands them to a sink when it is full: whole lines, as long as one
/// fits into the buffer. Call `flush` at the end: a destructor could not report what went wrong.
///
/// Errors:    what the sink throws. From then on it gets nothing more, as nobody knows what it took, and `flush` throws
///            std::system_error (io_error).
/// Allocates: nothing.
/// Lifetime:  borrows sink and buffer.
class line_writer {
public:
    line_writer(byte_sink_ref sink, std::span<char> buffer, char delimiter = ',') noexcept
        : out_(sink, buffer), delimiter_(delimiter) {}

    /// A number, in the shortest text that reads back to the same value.
    template <class Number>
        requires std::integral<Number> || std::floating_point<Number>
    void field(Number number) {
        begin_field();
        out_.put_number(number);
    }

    /// A text; in quotes, as RFC 4180 has it, when it holds a delimiter, a quote or the end of a line.
    void field(std::string_view text) {
        begin_field();
        bool const plain = text.find_first_of("\"\r\n") == text.npos && text.find(delimiter_) == text.npos;
        plain ? out_.put(text) : put_quoted(text);
    }

    void end_line() {
        out_.put('\n');
        out_.end_line();
        line_is_empty_ = true;
    }

    /// Hands over all lines that have ended; one that has only begun stays.
    void flush() { out_.flush(); }

private:
    void begin_field() {
        if (!line_is_empty_) out_.put(delimiter_);
        line_is_empty_ = false;
    }

    void put_quoted(std::string_view text) {
        out_.put('"');
        for (char const character : text) {
            if (character == '"') out_.put(character);
            out_.put(character);
        }
        out_.put('"');
    }

    detail::line_buffer out_;
    char delimiter_;
    bool line_is_empty_ = true;
};

}  // namespace arenite::inline ARENITE_ABI
