// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/escaped_text.hpp>
#include <arenite/memory/detail/readable_number.hpp>

#include <concepts>
#include <initializer_list>

namespace arenite::inline ARENITE_ABI::detail {

/// A position or length in a picture, to a tenth; trailing zeros are left out.
[[nodiscard]] inline short_text<48> tenths(double position) noexcept {
    auto const rounded = std::round(position * 10);
    return fixed_number(rounded / 10, std::fmod(rounded, 10) == 0 ? 0 : 1);
}

/// A text or a position; the text is borrowed.
class attribute {
public:
    template <std::convertible_to<std::string_view> Text>
    attribute(std::string_view its_name, Text const& its_text) noexcept : name_(its_name), text_(its_text) {}
    attribute(std::string_view its_name, double its_position) noexcept
        : name_(its_name), position_(tenths(its_position)) {}

    void put(text_writer& out) const {
        out << ' ' << name_ << "=\"";
        put_xml(out, text_.empty() ? position_.view() : text_);
        out << '"';
    }

private:
    std::string_view name_, text_;
    short_text<48> position_;
};

using attributes = std::initializer_list<attribute>;

/// Elements of HTML and SVG, such that the page is XML as well: all are closed, all text is escaped.
class markup_writer {
public:
    explicit markup_writer(text_writer& borrowed_writer) noexcept : out_(borrowed_writer) {}

    void text(std::string_view content) { put_xml(out_, content); }

    /// One that holds nothing and may not: a shape, `meta`.
    void empty(std::string_view name, attributes of_element) {
        begin(name, of_element);
        out_ << "/>";
    }

    void element(std::string_view name, attributes of_element, std::string_view content) {
        element(name, of_element, [&] { text(content); });
    }

    template <std::invocable Write>
    void element(std::string_view name, attributes of_element, Write&& write_content) {
        begin(name, of_element);
        out_ << '>';
        write_content();
        out_ << "</" << name << '>';
    }

    /// A shape with commands that `write_commands(out)` writes, and a title for those who point at it.
    template <class Write>
    void path(attributes of_element, std::string_view title, Write&& write_commands) {
        begin("path", of_element);
        out_ << " d=\"";
        write_commands(out_);
        out_ << "\">";
        element("title", {}, title);
        out_ << "</path>";
    }

    /// Markup as it is: a literal.
    void literal(std::string_view markup) { out_ << markup; }

private:
    void begin(std::string_view name, attributes of_element) {
        out_ << '<' << name;
        for (auto const& one : of_element) one.put(out_);
    }

    text_writer& out_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
