// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/text_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A character of UTF-8; U+FFFD where a byte belongs to none.
struct text_character {
    std::string_view text;
    char32_t point;
    std::size_t taken;  ///< bytes
};

inline constexpr text_character stray_byte{"\xEF\xBF\xBD", 0xFFFD, 1};

/// By its first byte; 0: no character begins so.
[[nodiscard]] constexpr std::size_t character_size(unsigned char lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/// Of a text that is not empty.
[[nodiscard]] constexpr text_character first_character(std::string_view text) noexcept {
    auto const lead = static_cast<unsigned char>(text.front());
    auto const count = character_size(lead);
    if (count == 0 || count > text.size()) return stray_byte;
    char32_t point = count == 1 ? lead : lead & (0x7Fu >> count);
    for (char const next : text.substr(1, count - 1)) {
        if ((next & 0xC0) != 0x80) return stray_byte;
        point = point << 6 | (next & 0x3F);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    bool const exists = point >= smallest[count] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    return exists ? text_character{text.substr(0, count), point, count} : stray_byte;
}

/// `act(character)` on each.
template <class Act>
constexpr void for_each_character(std::string_view text, Act&& act) {
    while (!text.empty()) {
        auto const character = first_character(text);
        act(character);
        text.remove_prefix(character.taken);
    }
}

/// Neither a control character nor one that no text has.
[[nodiscard]] constexpr bool prints(char32_t point) noexcept {
    bool const controls = point < 0x20 || (point >= 0x7F && point < 0xA0);
    return !controls && (point & 0xFFFE) != 0xFFFE;
}

/// As it is shown to people: U+FFFD for what does not print.
[[nodiscard]] constexpr text_character shown(text_character const& character) noexcept {
    return prints(character.point) ? character : stray_byte;
}

inline void put_plain(text_writer& out, std::string_view text) {
    for_each_character(text, [&out](text_character const& character) { out << shown(character).text; });
}

/// Columns of a terminal: two for East Asian characters and pictures.
[[nodiscard]] constexpr std::size_t columns_of(char32_t point) noexcept {
    bool const is_wide = (point >= 0x1100 && point < 0x1160) || (point >= 0x2E80 && point < 0xD7A4) ||
                         (point >= 0xF900 && point < 0xFB00) || (point >= 0xFE30 && point < 0xFF61) ||
                         (point >= 0x1F300 && point < 0x1FB00) || (point >= 0x20000 && point < 0x40000);
    return is_wide ? 2 : 1;
}

/// Of what `put_plain` writes.
[[nodiscard]] constexpr std::size_t shown_width(std::string_view text) noexcept {
    std::size_t width = 0;
    for_each_character(text, [&width](text_character const& character) { width += columns_of(character.point); });
    return width;
}

/// Whether the two look the same to whoever reads them: bytes that are no text are all alike.
[[nodiscard]] constexpr bool shown_alike(std::string_view one, std::string_view other) noexcept {
    while (!one.empty() && !other.empty()) {
        auto const first = first_character(one), second = first_character(other);
        if (shown(first).text != shown(second).text) return false;
        one.remove_prefix(first.taken);
        other.remove_prefix(second.taken);
    }
    return one.empty() && other.empty();
}

/// Inside an attribute or an element.
inline void put_xml(text_writer& out, std::string_view text) {
    for_each_character(text, [&out](text_character const& character) {
        switch (character.point) {
            case '&': out << "&amp;"; break;
            case '<': out << "&lt;"; break;
            case '>': out << "&gt;"; break;
            case '"': out << "&quot;"; break;
            case '\'': out << "&apos;"; break;
            default: out << shown(character).text;
        }
    });
}

/// Inside the quotes of a Prometheus label.
inline void put_label(text_writer& out, std::string_view text) {
    for_each_character(text, [&out](text_character const& character) {
        switch (character.point) {
            case '\\': out << "\\\\"; break;
            case '"': out << "\\\""; break;
            case '\n': out << "\\n"; break;
            default: out << shown(character).text;
        }
    });
}

/// Inside the quotes of a JSON string. `out << text` takes texts and characters.
template <class Out>
inline void put_json(Out& out, std::string_view text) {
    for_each_character(text, [&out](text_character const& character) {
        if (character.point == '"' || character.point == '\\') out << '\\' << character.text;
        else if (character.point >= 0x20) out << character.text;
        else out << "\\u00" << (character.point < 0x10 ? '0' : '1') << "0123456789abcdef"[character.point & 0xF];
    });
}

}  // namespace arenite::inline ARENITE_ABI::detail
