// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// The bytes of a decimal number with '0' taken off each: digits 0 in front, and one more point behind the text.
///
///     text      byte of high          byte of low
///               0 1 2 3 4 5 6 7       0 1 2 3 4 5 6 7
///     12.75     0 0 0 0 0 0 0 0       0 0 1 2 . 7 5 .
///               0 0 0 0 0 0 0 0       0 0 0 1 2 7 5 0   closed up; 3 bytes were behind the first point: 12750 / 10^3
///     1275      0 0 0 0 0 0 0 0       0 0 0 1 2 7 5 .
///               0 0 0 0 0 0 0 0       0 0 0 0 1 2 7 5   closed up; none was behind it: 1275 / 10^0
struct decimal_bytes {
    std::uint64_t high, low;
};

inline constexpr std::size_t most_decimal_bytes = 15;
inline constexpr std::uint64_t last_point = std::uint64_t{'.' ^ '0'} << 56;

[[nodiscard]] constexpr std::uint64_t in_each_byte(std::uint64_t byte) noexcept { return byte * 0x0101'0101'0101'0101; }

/// Bytes of text with '0' taken off each, the first of them lowest.
template <std::unsigned_integral Word>
[[nodiscard]] inline std::uint64_t load_digits(char const* first) noexcept {
    Word word;
    std::memcpy(&word, first, sizeof word);
    return word ^ static_cast<Word>(in_each_byte('0'));
}

/// The last 8 bytes of 1 to 7 of text and the point behind it. Loads overlap if there are fewer than they take.
[[nodiscard]] inline std::uint64_t load_last_bytes(std::string_view text) noexcept {
    auto const* const first = text.data();
    auto const in_front = 8 * (7 - text.size());  // bits
    auto const last = text.size() - 1, middle = text.size() / 2;
    if (text.size() >= 4)
        return last_point | load_digits<std::uint32_t>(first) << in_front |
               load_digits<std::uint32_t>(first + last - 3) << 24;
    return last_point | load_digits<std::uint8_t>(first) << in_front |
           load_digits<std::uint8_t>(first + middle) << (in_front + 8 * middle) |
           load_digits<std::uint8_t>(first + last) << (in_front + 8 * last);
}

/// Of 1 to 15 bytes.
[[nodiscard]] inline decimal_bytes load_decimal(std::string_view text) noexcept {
    if (text.size() < 8) return {0, load_last_bytes(text)};
    auto const* const last_eight = text.data() + text.size() - 8;
    return {load_digits<std::uint64_t>(text.data()) << 8 * (most_decimal_bytes - text.size()),
            last_point | load_digits<std::uint64_t>(last_eight) >> 8};
}

/// The highest bit of the first byte that is a point; bits above it mean nothing. 0: there is none.
[[nodiscard]] constexpr std::uint64_t find_point(std::uint64_t bytes) noexcept {
    auto const no_point = bytes ^ in_each_byte('.' ^ '0');
    return (no_point - in_each_byte(1)) & ~no_point & in_each_byte(0x80);
}

/// All bits up to the lowest that is set; of no bit: all.
[[nodiscard]] constexpr std::uint64_t up_to_lowest(std::uint64_t bits) noexcept { return bits ^ (bits - 1); }

[[nodiscard]] constexpr std::uint64_t choose(std::uint64_t mask, std::uint64_t inside, std::uint64_t outside) noexcept {
    return (inside & mask) | (outside & ~mask);
}

/// Neighbours become one: 8 digits, 4 pairs, 2 fours.
[[nodiscard]] constexpr std::uint64_t number_of_8_digits(std::uint64_t digits) noexcept {
    auto const pairs = (digits * 10 + (digits >> 8)) & 0x00FF'00FF'00FF'00FF;
    auto const fours = (pairs * 100 + (pairs >> 16)) & 0x0000'FFFF'0000'FFFF;
    return (fours * 10'000 + (fours >> 32)) & 0x0000'0000'FFFF'FFFF;
}

/// A decimal number that is closed up: if all bytes are digits, `number()` / 10^behind_point.
struct closed_decimal {
    std::uint64_t high, low;
    std::size_t behind_point;

    [[nodiscard]] constexpr bool all_digits() const noexcept {
        constexpr auto above_9 = in_each_byte(0x80 - 10);
        return ((high | low | (high + above_9) | (low + above_9)) & in_each_byte(0x80)) == 0;
    }
    [[nodiscard]] constexpr std::uint64_t number() const noexcept {
        return number_of_8_digits(high) * 100'000'000 + number_of_8_digits(low);
    }
};

[[nodiscard]] constexpr closed_decimal close_up(decimal_bytes bytes) noexcept {
    auto const point_in_high = find_point(bytes.high), point_in_low = find_point(bytes.low);
    bool const in_high = point_in_high != 0;
    auto const moved_in_high = up_to_lowest(point_in_high);
    auto const moved_in_low = in_high ? 0 : up_to_lowest(point_in_low);
    auto const low = bytes.low ^ last_point;
    auto const bits_up_to_point = std::countr_zero(in_high ? point_in_high : point_in_low);
    return {choose(moved_in_high, bytes.high << 8, bytes.high), choose(moved_in_low, low << 8 | bytes.high >> 56, low),
            static_cast<std::size_t>((in_high ? 127 : 63) - bits_up_to_point) / 8};
}

/// The whole number that a text of at most 7 digits is, behind a minus or none. None: it is another kind of text, or
/// does not fit.
template <std::integral Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> short_integer(std::string_view text) noexcept {
    if (std::endian::native != std::endian::little) return std::nullopt;
    bool const negative = std::signed_integral<Number> && !text.empty() && text.front() == '-';
    text.remove_prefix(negative);
    if (text.size() - 1 >= sizeof(std::uint64_t) - 1) return std::nullopt;
    closed_decimal const digits{0, load_last_bytes(text) << 8, 0};
    auto const magnitude = static_cast<std::int64_t>(digits.number());
    auto const number = negative ? -magnitude : magnitude;
    bool const known = digits.all_digits() && std::in_range<Number>(number);
    return known ? std::optional{static_cast<Number>(number)} : std::nullopt;
}

/// 10^k and, in the second row, -10^k: doubles hold them exactly.
inline constexpr auto signed_powers_of_ten = [] {
    std::array<std::array<double, 16>, 2> powers{};
    double power = 1;
    for (std::size_t k = 0; k != 16; ++k, power *= 10) powers[0][k] = power, powers[1][k] = -power;
    return powers;
}();

/// The Number nearest to what `nearest` is the nearest double to. None: it cannot be told, as `nearest` is the middle
/// of two floats and, unless it is exact, what it stands for may be on either side.
template <std::floating_point Number>
[[nodiscard]] inline std::optional<Number> rounded_once(double nearest, bool exact) noexcept {
    constexpr std::uint64_t dropped = (std::uint64_t{1} << 29) - 1, middle = std::uint64_t{1} << 28;
    bool const in_the_middle = (std::bit_cast<std::uint64_t>(nearest) & dropped) == middle;
    if (std::same_as<Number, float> && in_the_middle && !exact) return std::nullopt;
    return static_cast<Number>(nearest);
}

/// The number nearest to a text of at most 15 digits and points behind a minus or none. None: it is another kind of
/// text, or one that needs a closer look. No branch depends on the sign, on the digits or on where the point is.
template <std::floating_point Number>
[[nodiscard, gnu::always_inline]] inline std::optional<Number> short_decimal(std::string_view text) noexcept {
    if (std::same_as<Number, long double> || std::endian::native != std::endian::little) return std::nullopt;
    bool const negative = !text.empty() && text.front() == '-';
    text.remove_prefix(negative);
    if (text.size() - 1 >= most_decimal_bytes || text.back() == '.') return std::nullopt;
    auto const decimal = close_up(load_decimal(text));
    if (!decimal.all_digits()) return std::nullopt;
    auto const numerator = static_cast<double>(static_cast<std::int64_t>(decimal.number()));  // below 2^53: exact
    auto const denominator = signed_powers_of_ten[negative][decimal.behind_point];
    return rounded_once<Number>(numerator / denominator, decimal.behind_point == 0);
}

}  // namespace arenite::inline ARENITE_ABI::detail
