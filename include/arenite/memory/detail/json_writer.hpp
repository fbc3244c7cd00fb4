// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/escaped_text.hpp>

#include <concepts>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// JSON on one line. Members are written inside `object`, elements inside `array`; the commas come by themselves.
class json_writer {
public:
    explicit json_writer(text_writer& borrowed_writer) noexcept : out_(borrowed_writer) {}

    /// `write_members()` between braces.
    template <std::invocable Write>
    void object(Write&& write_members) {
        nest('{', write_members, '}');
    }

    /// `write_elements()` between brackets.
    template <std::invocable Write>
    void array(Write&& write_elements) {
        nest('[', write_elements, ']');
    }

    /// The value follows.
    void key(std::string_view name) {
        put_string(name);
        out_ << ':';
        comma_is_due_ = false;
    }

    void value(std::string_view text) {
        put_string(text);
        comma_is_due_ = true;
    }
    template <std::unsigned_integral Number>
    void value(Number number) {
        literal(format_number(number));
    }
    void null() { literal("null"); }

    /// Digits, a point among them.
    void literal(std::string_view text) {
        separate();
        out_ << text;
        comma_is_due_ = true;
    }

    template <class Value>
    void member(std::string_view name, Value const& of_member) {
        key(name);
        value(of_member);
    }

    /// `null` where it equals `unknown`.
    template <std::unsigned_integral Number>
    void member(std::string_view name, Number number, std::type_identity_t<Number> unknown) {
        key(name);
        number == unknown ? null() : value(number);
    }

    /// An array with an object for each entry, of which `write_members(entry)` writes the members.
    template <class Entries, class Write>
    void list(std::string_view name, Entries const& entries, Write&& write_members) {
        key(name);
        array([&] {
            for (auto const& entry : entries) object([&] { write_members(entry); });
        });
    }

private:
    void separate() {
        if (comma_is_due_) out_ << ',';
    }

    void put_string(std::string_view text) {
        separate();
        out_ << '"';
        put_json(out_, text);
        out_ << '"';
    }

    template <class Write>
    void nest(char before, Write& write, char behind) {
        separate();
        out_ << before;
        comma_is_due_ = false;
        write();
        out_ << behind;
        comma_is_due_ = true;
    }

    text_writer& out_;
    bool comma_is_due_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
