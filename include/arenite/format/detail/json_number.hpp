// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] constexpr bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// Takes the digits in front of `text`; returns whether there are any.
constexpr bool take_digits(std::string_view& text) noexcept {
    auto const before = text.size();
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    return text.size() != before;
}

/// Takes the byte in front of `text` if it is one of `bytes`.
template <std::same_as<char>... Bytes>
constexpr bool take_one_of(std::string_view& text, Bytes... bytes) noexcept {
    if (text.empty() || ((text.front() != bytes) && ...)) return false;
    text.remove_prefix(1);
    return true;
}

/// Whether all of `text` is a number as RFC 8259 spells it.
[[nodiscard]] constexpr bool is_json_number(std::string_view text) noexcept {
    take_one_of(text, '-');
    if (!take_one_of(text, '0') && !take_digits(text)) return false;
    if (take_one_of(text, '.') && !take_digits(text)) return false;
    if (!take_one_of(text, 'e', 'E')) return text.empty();
    take_one_of(text, '+', '-');
    return take_digits(text) && text.empty();
}

/// The numbers outside RFC 8259 that training libraries write all the same.
[[nodiscard]] constexpr bool is_number_word(std::string_view text) noexcept {
    if (text == "NaN" || text == "nan") return true;
    take_one_of(text, '-');
    return text == "Infinity" || text == "inf";
}

/// The bytes of which numbers and words consist.
inline constexpr auto json_word_bytes = [] {
    std::array<bool, 256> in_a_word{};
    for (unsigned char byte = '0'; byte <= '9'; ++byte) in_a_word[byte] = true;
    for (unsigned char byte = 'a'; byte <= 'z'; ++byte) in_a_word[byte] = in_a_word[byte - 'a' + 'A'] = true;
    in_a_word['+'] = in_a_word['-'] = in_a_word['.'] = true;
    return in_a_word;
}();

/// Elements of an array that are numbers, each with the comma behind it.
struct json_number_run {
    std::size_t bytes = 0;
    std::size_t elements = 0;
};

/// What each byte is in a run of numbers, and which may follow it.
struct json_neighbours {
    enum kind : unsigned char { comma = 1, blank = 2, digit = 4, point = 8, exponent = 16, minus = 32, plus = 64 };

    std::array<unsigned char, 256> kinds{};
    std::array<unsigned char, 256> followers{};

    constexpr void set(std::string_view bytes, kind of, int may_follow) noexcept {
        for (char const byte : bytes) {
            kinds[static_cast<unsigned char>(byte)] = of;
            followers[static_cast<unsigned char>(byte)] = static_cast<unsigned char>(may_follow);
        }
    }

    constexpr json_neighbours() noexcept {
        set(",", comma, blank | digit | minus);
        set(" \t\r\n", blank, blank | digit | minus | comma);
        set("0123456789", digit, digit | point | exponent | comma | blank);
        set(".", point, digit);
        set("eE", exponent, digit | minus | plus);
        set("-", minus, digit);
        set("+", plus, digit);
    }
};
inline constexpr json_neighbours json_neighbour_table;

/// The numbers at the beginning of `text`, which follows a comma or the beginning of an array. Only neighbouring bytes
/// are compared: spellings such as `1.2.3` pass. What is read is read by the strict rules; this is for what is not.
[[nodiscard]] constexpr json_number_run find_number_run(std::string_view text) noexcept {
    auto const& table = json_neighbour_table;
    json_number_run run;
    unsigned char before = ',';
    std::size_t end = 0;
    for (; end != text.size(); ++end) {
        auto const byte = static_cast<unsigned char>(text[end]);
        if ((table.followers[before] & table.kinds[byte]) == 0) break;
        run.elements += byte == ',' ? 1U : 0U;
        before = byte;
    }
    run.bytes = text.substr(0, end).rfind(',') + 1;
    return run;
}

}  // namespace arenite::inline ARENITE_ABI::detail
