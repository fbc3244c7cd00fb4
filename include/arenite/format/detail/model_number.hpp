// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/core/parse_number.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// A number of a model file: what its fields are read as.
template <class Number>
concept model_number = (std::integral<Number> && !std::same_as<Number, bool> && sizeof(Number) <= 8) ||
                       std::same_as<Number, float> || std::same_as<Number, double>;

/// How a message names the numbers that are expected.
template <model_number Number>
[[nodiscard]] short_text<64> name_of_number() noexcept {
    if constexpr (std::same_as<Number, float>) return std::string_view{"a number in the range of float"};
    else if constexpr (std::same_as<Number, double>) return std::string_view{"a number in the range of double"};
    else
        return short_text<64>{"a whole number from "}
            .append(format_number(std::numeric_limits<Number>::min()))
            .append(" to ")
            .append(format_number(std::numeric_limits<Number>::max()));
}

/// The same value in another type: none if `Integer` cannot hold it exactly.
template <std::integral Integer>
[[nodiscard]] constexpr std::optional<Integer> exactly(double value) noexcept {
    constexpr double above = 2.0 * static_cast<double>(std::numeric_limits<Integer>::max() / 2 + 1);
    constexpr double lowest = static_cast<double>(std::numeric_limits<Integer>::min());
    if (!(value >= lowest && value < above)) return std::nullopt;
    auto const whole = static_cast<Integer>(value);
    return static_cast<double>(whole) == value ? std::optional{whole} : std::nullopt;
}

/// Every whole number up to this one is a double, and no other rounds to it.
inline constexpr double largest_exact_double = 9007199254740991.0;

/// True for `nan` in any case, with or without a sign.
[[nodiscard]] constexpr bool is_nan_word(std::string_view text) noexcept {
    if (text.size() == 4 && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    auto const same = [](char given, char wanted) { return given == wanted || given + ('a' - 'A') == wanted; };
    return std::ranges::equal(text, std::string_view{"nan"}, same);
}

/// The number that a text is in most cases: digits, or a decimal.
template <model_number Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> plain_number(std::string_view text) noexcept {
    if constexpr (std::integral<Number>) return short_integer<Number>(text);
    else return plain_decimal<Number>(text);
}

template <model_number Number>
[[nodiscard]] std::optional<Number> any_number(std::string_view text) noexcept {
    auto const parsed = parse_number<Number>(text);
    if constexpr (std::integral<Number>) {
        if (parsed) return parsed.number;
        bool const plain = text.find_first_of(".eE") == text.npos;
        auto const real = plain ? parsed_number<double>{} : parse_number<double>(text);
        bool const exact = real && std::abs(real.number) <= largest_exact_double;
        return exact ? exactly<Number>(real.number) : std::nullopt;
    } else {
        if (parsed && parsed.outside != parsed_number<Number>::range::overflow) return parsed.number;
        return is_nan_word(text) ? std::optional{std::numeric_limits<Number>::quiet_NaN()} : std::nullopt;
    }
}

/// Not as an optional, which a call returns through memory, where it is waited for.
template <model_number Number>
[[nodiscard, gnu::noinline]] bool read_number_of(std::string_view text, Number& number) noexcept {
    auto read = plain_number<Number>(text);
    if (!read) read = any_number<Number>(text);
    if (read) number = *read;
    return read.has_value();
}

/// The number nearest to `text`, parsed to `Number` directly. None for what is no number, and for a finite one that is
/// too large. A whole number may be written with a fraction or an exponent as long as a double holds it exactly.
template <model_number Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> number_of(std::string_view text) noexcept {
    Number number;
    return read_number_of(text, number) ? std::optional{number} : std::nullopt;
}

/// The same number in another type: none if an integer cannot hold it exactly, or a float not at all.
template <model_number Number>
[[nodiscard]] constexpr std::optional<Number> converted(double value) noexcept {
    if constexpr (std::integral<Number>) return exactly<Number>(value);
    constexpr auto largest = static_cast<double>(std::numeric_limits<Number>::max());
    bool const finite = value - value == 0;
    if (finite && (value < -largest || value > largest)) return std::nullopt;
    return static_cast<Number>(value);
}

template <model_number Number>
[[nodiscard]] constexpr std::optional<Number> converted(std::int64_t value) noexcept {
    if constexpr (std::integral<Number>)
        return std::in_range<Number>(value) ? std::optional{static_cast<Number>(value)} : std::nullopt;
    else return static_cast<Number>(value);
}

}  // namespace arenite::inline ARENITE_ABI::detail
