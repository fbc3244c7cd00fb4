// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/powers_of_ten.hpp>
#include <arenite/core/detail/short_decimal.hpp>

#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

// A decimal of up to 19 digits and an exponent is m 10^e with m < 10^19. The highest 64 bits of m and of the power are
// multiplied, and of the product the highest 64:
//
//     m       1 x x x x …                 2^63 and more: shifted until its highest bit is set
//     10^e    1 x x x x … | dropped       less than 1 in the last place
//     m 10^e  1 x x x x … | dropped       shifted until its highest bit is set: less than 3 in the last place
//             kept | behind
//
// What is kept are the bits of the number, which is rounded by those behind, unless they are so near to a half that 3
// in the last place could matter (after D. Lemire, Number Parsing at a Gigabyte per Second, 2021).

namespace arenite::inline ARENITE_ABI::detail {

/// The number is negative or not, and digits 10^exponent.
struct scanned_decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
    bool negative = false;
};

/// Whether a text begins with eight digits.
[[nodiscard]] inline bool begins_with_eight_digits(char const* first, char const* last) noexcept {
    return last - first >= 8 && closed_decimal{0, load_digits<std::uint64_t>(first), 0}.all_digits();
}

/// Appends the digits at the front of a text to a number, which wraps around, and says where they end. Inlined, as are
/// its callers: an optional that a call returns passes through memory, and is waited for.
[[nodiscard, gnu::always_inline]] inline char const* read_digits(char const* at, char const* last,
                                                                 std::uint64_t& number) noexcept {
    for (; begins_with_eight_digits(at, last); at += 8)
        number = number * 100'000'000 + number_of_8_digits(load_digits<std::uint64_t>(at));
    for (; at != last && *at >= '0' && *at <= '9'; ++at) number = number * 10 + static_cast<unsigned>(*at - '0');
    return at;
}

/// Whether there are at most 19 digits from the first on that is not 0.
[[nodiscard]] inline bool fits_in_word(char const* first, char const* last, bool point) noexcept {
    auto digits = last - first - std::ptrdiff_t{point};
    for (; digits > 19 && (*first == '0' || *first == '.'); ++first) digits -= *first == '0' ? 1 : 0;
    return digits <= 19;
}

/// digits[.digits], and where that ends. False: it is not there, or too long.
[[nodiscard, gnu::always_inline]] inline bool scan_mantissa(char const*& at, char const* last,
                                                            scanned_decimal& decimal) noexcept {
    auto const* const first = at;
    at = read_digits(first, last, decimal.digits);
    bool const point = at != last && *at == '.';
    auto const* const behind_point = at + point;
    if (point) at = read_digits(behind_point, last, decimal.digits);
    decimal.exponent = -static_cast<int>(at - behind_point);
    return at - first != std::ptrdiff_t{point} && fits_in_word(first, at, point);
}

/// Nothing, or e[±]digits, of which there are up to 4.
[[nodiscard, gnu::always_inline]] inline bool scan_exponent(char const* at, char const* last,
                                                            scanned_decimal& decimal) noexcept {
    if (at == last) return true;
    if (*at != 'e' && *at != 'E') return false;
    bool const below = ++at != last && *at == '-', above = at != last && *at == '+';
    auto const* const first = at + (below || above);
    std::uint64_t stated = 0;
    if (last - first > 4 || first == last || read_digits(first, last, stated) != last) return false;
    decimal.exponent += below ? -static_cast<int>(stated) : static_cast<int>(stated);
    return true;
}

/// [-]digits[.digits][e[±]digits] of at most 19 digits behind zeros.
[[nodiscard, gnu::always_inline]] inline std::optional<scanned_decimal> scan_decimal(std::string_view text) noexcept {
    constexpr std::size_t most_bytes = 1000;  // exponents stay small
    if (text.empty() || text.size() > most_bytes) return std::nullopt;
    scanned_decimal decimal{.negative = text.front() == '-'};
    auto const* at = text.data() + decimal.negative;
    auto const* const last = text.data() + text.size();
    bool const scanned = scan_mantissa(at, last, decimal) && scan_exponent(at, last, decimal);
    return scanned ? std::optional{decimal} : std::nullopt;
}

/// The highest 64 bits of a power of ten, less than one of the last bit below it.
struct short_power {
    std::uint64_t bits;
    int exponent;
};

inline constexpr auto short_powers = for_each_exponent([](int exponent) {
    auto const power = bits_of_power(exponent);
    return short_power{static_cast<std::uint64_t>(power.bits >> 64), power.exponent + 64};
});

/// digits 10^exponent, where that is sure and a normal Number; digits: not 0.
template <std::floating_point Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> rounded_product(std::uint64_t digits,
                                                                               int exponent) noexcept {
    using limits = std::numeric_limits<Number>;
    using bits_of_number = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
    constexpr int behind = 64 - limits::digits;  // a product whose highest bit is set
    constexpr auto half = std::uint64_t{1} << (behind - 1);
    if (exponent < -most_exponent || exponent > most_exponent) return std::nullopt;
    auto const power = short_powers[static_cast<std::size_t>(exponent + most_exponent)];
    auto const zeros = std::countl_zero(digits);
    auto const product = wide_number{digits << zeros} * power.bits;
    auto const zero = static_cast<int>(static_cast<std::uint64_t>(product >> 127) ^ 1);  // in front of it
    auto const high = static_cast<std::uint64_t>(product >> (64 - zero));
    auto const dropped = high & (2 * half - 1);
    if (dropped - (half - 2) <= 2) return std::nullopt;
    auto const binary = power.exponent - zeros - zero + 127;  // the number is 2^binary or more
    if (binary < limits::min_exponent - 1 || binary >= limits::max_exponent - 1) return std::nullopt;
    auto const rounded_bits = (high >> behind) + (dropped > half ? 1 : 0);  // 2^digits has the next exponent
    auto const biased = static_cast<std::uint64_t>(binary + limits::max_exponent - 2) << (limits::digits - 1);
    return std::bit_cast<Number>(static_cast<bits_of_number>(biased + rounded_bits));
}

/// The number nearest to a text of that form. None: it is another kind of text, or takes a closer look.
template <std::floating_point Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> long_decimal(std::string_view text) noexcept {
    if constexpr (std::same_as<Number, long double> || std::endian::native != std::endian::little) return std::nullopt;
    else {
        auto const decimal = scan_decimal(text);
        if (!decimal) return std::nullopt;
        auto const number =
            decimal->digits == 0 ? Number{0} : rounded_product<Number>(decimal->digits, decimal->exponent);
        if (!number) return std::nullopt;
        return decimal->negative ? -*number : *number;
    }
}

/// By way of the faster of both.
template <std::floating_point Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> plain_decimal(std::string_view text) noexcept {
    if (auto const number = short_decimal<Number>(text)) return number;
    return long_decimal<Number>(text);
}

}  // namespace arenite::inline ARENITE_ABI::detail
