// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/long_decimal.hpp>

#include <charconv>
#include <concepts>
#include <limits>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// What became of a text: `number` is ±inf when it is too large and ±0 when it is too small, and then `outside` says
/// so.
template <class Number>
struct parsed_number {
    enum class range { inside, overflow, underflow };

    Number number{};
    bool whole = false;  ///< all of the text is a number
    range outside = range::inside;

    explicit operator bool() const noexcept { return whole; }
};

namespace detail {

/// The decimal exponent of the first digit that is not zero, clamped to ±10^6; `text` is a number in from_chars' form.
constexpr long leading_exponent(std::string_view text) noexcept {
    constexpr long enough = 1'000'000;
    long exponent = 0;
    bool fraction = false, significant = false;
    std::size_t i = 0;
    for (; i != text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '.') fraction = true;
        else if (text[i] == '-') continue;
        else if (significant) exponent += fraction ? 0 : 1;
        else if (text[i] != '0') significant = true, exponent -= fraction ? 1 : 0;
        else exponent -= fraction ? 1 : 0;
    }
    if (i == text.size()) return exponent;
    auto const digits = text.substr(i + (i + 1 < text.size() && text[i + 1] == '+' ? 2 : 1));
    long stated = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), stated);
    if (error == std::errc::result_out_of_range || stated > enough || stated < -enough)
        stated = digits.front() == '-' ? -enough : enough;
    return exponent + stated;
}

template <std::floating_point Number>
constexpr parsed_number<Number> outside_range(std::string_view text) noexcept {
    bool const large = leading_exponent(text) > 0;
    Number const magnitude = large ? std::numeric_limits<Number>::infinity() : Number{0};
    using range = typename parsed_number<Number>::range;
    return {text.front() == '-' ? -magnitude : magnitude, true, large ? range::overflow : range::underflow};
}

}  // namespace detail

/// The number nearest to `text`, all of which must be a decimal number: `1`, `-1.5`, `+2e-3`, `inf`, `Infinity`.
/// Neither blanks nor hexadecimal; `nan` is no number here. Independent of the locale; the bits of std::from_chars.
///
/// Errors:    none; the result says what was wrong.
/// Allocates: nothing.
template <std::floating_point Number>
[[nodiscard]] parsed_number<Number> parse_number(std::string_view text) noexcept {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    if (auto const number = detail::plain_decimal<Number>(text)) return {*number, true};
    parsed_number<Number> result;
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, result.number);
    if (end != last) return {};
    if (error == std::errc::result_out_of_range) return detail::outside_range<Number>(text);
    result.whole = error == std::errc{} && result.number == result.number;
    return result;
}

/// As above for whole numbers; one that does not fit is not whole.
template <std::integral Number>
[[nodiscard]] constexpr parsed_number<Number> parse_number(std::string_view text) noexcept {
    if (!std::is_constant_evaluated())
        if (auto const number = detail::short_integer<Number>(text)) return {*number, true};
    parsed_number<Number> result;
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, result.number);
    result.whole = end == last && error == std::errc{};
    return result;
}

}  // namespace arenite::inline ARENITE_ABI
