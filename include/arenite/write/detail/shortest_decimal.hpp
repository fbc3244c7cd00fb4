// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// digits · 10^exponent
struct decimal_float {
    std::uint32_t digits;
    int exponent;
};

/// 10^n, n up to 19, as numbers of 64 bits: times powers of two, exactly.
inline constexpr auto wide_powers_of_ten = [] {
    std::array<std::uint64_t, 20> powers{};
    std::uint64_t power = 1;
    for (auto& wide : powers) wide = power << std::countl_zero(power), power *= 10;
    return powers;
}();

/// Numbers that `shortest_decimal` takes: 10^19 is enough for them.
[[nodiscard]] constexpr bool is_common(float positive) noexcept { return positive >= 0x1p-39f && positive < 0x1p24f; }

/// The upper third of power · factor; its last bit stands for all below it, too.
[[nodiscard]] constexpr std::uint32_t rounded_to_odd(std::uint64_t power, std::uint32_t factor) noexcept {
    auto const low = (power & 0xFFFF'FFFF) * factor;
    auto const high = (power >> 32) * factor + (low >> 32);
    return static_cast<std::uint32_t>(high >> 32) | (static_cast<std::uint32_t>(high) > 1 ? 1U : 0U);
}

/// A float's neighbourhood: what lies between its bounds reads back as it. In quarters of 10^exponent. No decimal falls
/// on a bound, as a bound has more binary digits behind the point; and though the float below a power of two is nearer
/// than this says, no common power of two has another shortest decimal for that.
struct float_interval {
    std::uint32_t least, middle, most;
    int exponent;

    explicit constexpr float_interval(float common) noexcept {
        auto const bits = std::bit_cast<std::uint32_t>(common);
        auto const quarters = ((bits & 0x7F'FFFF) | 0x80'0000) * 4;
        int const power = static_cast<int>(bits >> 23) - 150;
        exponent = power * 1'262'611 >> 22;                           // ⌊log10 of 2^power⌋
        int const shift = power + (-exponent * 1'741'647 >> 19) + 1;  // ⌊log2 of 10^-exponent⌋
        auto const ten = wide_powers_of_ten[static_cast<std::size_t>(-exponent)];
        least = rounded_to_odd(ten, (quarters - 2) << shift);
        middle = rounded_to_odd(ten, quarters << shift);
        most = rounded_to_odd(ten, (quarters + 2) << shift);
    }

    /// 1: the decimal reads back as the float; else 0.
    [[nodiscard]] constexpr std::uint32_t has(std::uint32_t decimal) const noexcept {
        return static_cast<std::uint32_t>(least <= 4 * decimal) & static_cast<std::uint32_t>(4 * decimal <= most);
    }
};

/// The decimal of fewest digits, but for zeros at their end, that reads back as the number; of several the nearest. The
/// method is that of R. Giulietti, "The Schubfach way to render doubles" (2020). Computed without a branch: the digits
/// of scores are as good as random.
[[nodiscard]] constexpr decimal_float shortest_decimal(float common) noexcept {
    float_interval const interval{common};
    auto const below = interval.middle / 4, tens = below / 10, rest = interval.middle % 4;
    auto const next_ten = interval.has(tens * 10 + 10), one_ten = interval.has(tens * 10) ^ next_ten;
    auto const next_one = interval.has(below + 1), one_one = interval.has(below) ^ next_one;
    auto const next_is_nearer = (rest + (below & 1)) / 3;  // of two as near the even one
    auto const in_ones = below + (next_one & one_one) + (next_is_nearer & (one_one ^ 1));
    return {in_ones + (tens + next_ten - in_ones) * one_ten, interval.exponent + static_cast<int>(one_ten)};
}

}  // namespace arenite::inline ARENITE_ABI::detail
