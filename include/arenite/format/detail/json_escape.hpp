// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a byte stands for behind a backslash; 0 if it may not stand there.
[[nodiscard]] constexpr char unescaped(int byte) noexcept {
    switch (byte) {
        case '"':
        case '\\':
        case '/': return static_cast<char>(byte);
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return '\0';
    }
}

/// 0 to 15; -1 for what is no hexadecimal digit.
[[nodiscard]] constexpr int hexadecimal_digit(int byte) noexcept {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

[[nodiscard]] constexpr bool is_high_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
[[nodiscard]] constexpr bool is_low_surrogate(char32_t unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// The character that a pair of surrogates stands for.
[[nodiscard]] constexpr char32_t code_point(char32_t high, char32_t low) noexcept {
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/// The character in UTF-8.
[[nodiscard]] constexpr short_text<4> utf8_text(char32_t point) noexcept {
    short_text<4> text;
    auto const append = [&text](char32_t byte) {
        char const character = static_cast<char>(static_cast<unsigned char>(byte));
        text.append({&character, 1});
    };
    auto const append_rest = [&](int shift) { append(0x80 | ((point >> shift) & 0x3F)); };
    if (point < 0x80) append(point);
    else if (point < 0x800) append(0xC0 | (point >> 6)), append_rest(0);
    else if (point < 0x10000) append(0xE0 | (point >> 12)), append_rest(6), append_rest(0);
    else append(0xF0 | (point >> 18)), append_rest(12), append_rest(6), append_rest(0);
    return text;
}

}  // namespace arenite::inline ARENITE_ABI::detail
