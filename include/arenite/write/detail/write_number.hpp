// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/write/detail/shortest_decimal.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

/// The digits of a number below 10^8, one in each byte, the first in the lowest; zeros in front.
[[nodiscard]] constexpr std::uint64_t bytes_of_digits(std::uint32_t number) noexcept {
    auto const fours = std::uint64_t{number / 10'000} | std::uint64_t{number % 10'000} << 32;
    auto const hundreds = (fours * 10'486 >> 20) & 0x0000'007F'0000'007F;  // n / 100, below 10^4
    auto const twos = hundreds | (fours - hundreds * 100) << 16;
    auto const tens = (twos * 103 >> 10) & 0x000F'000F'000F'000F;  // n / 10, below 100
    return tens | (twos - tens * 10) << 8;
}

/// first.others · 10^power
struct scientific_float {
    std::uint64_t others;  ///< eight digits, as bytes_of_digits has them
    std::uint32_t first;
    int power;
    int digits;  ///< without the zeros at their end

    explicit constexpr scientific_float(decimal_float number) noexcept {
        constexpr std::array<std::uint32_t, 4> to_nine_digits{1, 10, 100, 1'000};  // there are six or more
        int const zeros = (number.digits < 100'000'000) + (number.digits < 10'000'000) + (number.digits < 1'000'000);
        auto const nine = number.digits * to_nine_digits[static_cast<std::size_t>(zeros)];
        first = nine / 100'000'000;
        others = bytes_of_digits(nine % 100'000'000);
        power = number.exponent + 8 - zeros;
        digits = 9 - std::countl_zero(others) / 8;
    }

    /// Nine digits.
    void write(char* to) const noexcept {
        auto const text = others | 0x3030'3030'3030'3030;
        *to = static_cast<char>('0' + first);
        std::memcpy(to + 1, &text, sizeof text);
    }
};

/// 1.25e-07
inline char* write_scientific(char* to, scientific_float const& number) noexcept {
    number.write(to + 1);
    to[0] = to[1];
    to[1] = '.';
    to += number.digits == 1 ? 1 : number.digits + 1;
    std::memcpy(to, number.power > -10 ? "e-0" : "e-1", 3);
    to[3] = static_cast<char>('0' + -number.power % 10);
    return to + 4;
}

/// 12.5, 0.0125, 125. Without a branch: which of them it is cannot be foretold. A point that is not wanted is behind
/// the end.
inline char* write_fixed(char* to, scientific_float const& number) noexcept {
    int const whole = number.power + 1, start = whole > 0 ? 0 : 2 - whole, end = start + number.digits;
    int const point = whole > 0 && whole < end ? whole : end;
    std::memcpy(to, "0.000000", 8);
    number.write(to + start);
    std::memmove(to + point + 1, to + point, 8);
    to[point] = '.';
    return to + end + (point != end ? 1 : 0);
}

/// As much room as `write_number` needs.
inline constexpr std::size_t number_room = 32;

/// Writes what std::to_chars would, the shortest text, scientific if that is shorter, and says where it ends. What is
/// behind the end, within the room, may be written too.
template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
char* write_number(char* to, Number number) noexcept {
    return std::to_chars(to, to + number_room, number).ptr;
}

inline char* write_number(char* to, float number) noexcept {
    auto const bits = std::bit_cast<std::uint32_t>(number), sign = bits >> 31;
    auto const positive = std::bit_cast<float>(bits & 0x7FFF'FFFF);
    if (!is_common(positive)) return std::to_chars(to, to + number_room, number).ptr;
    scientific_float const decimal{shortest_decimal(positive)};
    if (decimal.power >= decimal.digits) return std::to_chars(to, to + number_room, number).ptr;
    *to = '-';
    to += sign;
    bool const fixed = decimal.power >= (decimal.digits == 1 ? -3 : -4);
    return fixed ? write_fixed(to, decimal) : write_scientific(to, decimal);
}

}  // namespace arenite::inline ARENITE_ABI::detail
