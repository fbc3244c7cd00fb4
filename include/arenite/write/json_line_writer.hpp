// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/memory/detail/escaped_text.hpp>
#include <arenite/write/detail/line_buffer.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

/// Writes a JSON value on each line (JSON Lines): an object where the fields have names, otherwise an array. Lines are
/// collected in a caller's buffer and handed to a sink when it is full: whole lines, as long as one fits into the
/// buffer. Call `flush` at the end: a destructor could not report what went wrong.
///
/// Numbers:   the shortest text that reads back to the same value. JSON has neither NaN nor infinities: they are null.
/// Texts:     escaped as RFC 8259 has it, in UTF-8; U+FFFD stands for a byte that belongs to no character.
/// Errors:    what the sink throws. From then on it gets nothing more, as nobody knows what it took, and `flush` throws
///            std::system_error (io_error).
/// Allocates: nothing.
/// Lifetime:  borrows sink, buffer and names.
class json_line_writer {
public:
    /// Each line is an array, of any number of fields.
    json_line_writer(byte_sink_ref sink, std::span<char> buffer) noexcept : out_(sink, buffer) {}

    /// Each line is an object with a member for each of the names, at least one, which should differ.
    json_line_writer(byte_sink_ref sink, std::span<char> buffer, std::span<std::string_view const> member_names)
        : out_(sink, buffer), names_(member_names) {
        contract(!names_.empty(), "the members of an object have names");
    }

    template <class Number>
        requires std::integral<Number> || std::floating_point<Number>
    void field(Number number) {
        begin_field();
        if constexpr (std::floating_point<Number>)
            if (!std::isfinite(number)) return out_.put("null");
        out_.put_number(number);
    }

    void field(std::string_view text) {
        begin_field();
        put_string(text);
    }

    void end_line() {
        contract(names_.empty() || fields_ == names_.size(), "an object has a member for each name");
        if (fields_ == 0) out_.put('[');
        out_.put(names_.empty() ? "]\n" : "}\n");
        out_.end_line();
        fields_ = 0;
    }

    /// Hands over all lines that have ended; one that has only begun stays.
    void flush() { out_.flush(); }

private:
    void begin_field() {
        contract(names_.empty() || fields_ != names_.size(), "an object has a member for each name");
        out_.put(fields_ != 0 ? "," : names_.empty() ? "[" : "{");
        if (!names_.empty()) {
            put_string(names_[fields_]);
            out_.put(':');
        }
        ++fields_;
    }

    void put_string(std::string_view text) {
        out_.put('"');
        detail::put_json(out_, text);
        out_.put('"');
    }

    detail::line_buffer out_;
    std::span<std::string_view const> names_;
    std::size_t fields_ = 0;  ///< of the line
};

}  // namespace arenite::inline ARENITE_ABI
