// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/wide_number.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// The first 128 bits of a power of ten, the highest of which is set: bits 2^exponent, less than one of the last bit
/// below the power.
struct power_bits {
    wide_number bits;
    int exponent;
};

/// 5^54 < 2^127: such a power, or the remainder of a division by it, can be doubled.
inline constexpr int most_exponent = 54, exponent_count = 2 * most_exponent + 1;

[[nodiscard]] constexpr wide_number power_of_five(int exponent) noexcept {
    wide_number power = 1;
    while (exponent-- > 0) power *= 5;
    return power;
}

/// 10^exponent = 5^exponent 2^exponent; a negative one by long division of a power of two.
[[nodiscard]] constexpr power_bits bits_of_power(int exponent) noexcept {
    constexpr auto highest = wide_number{1} << 127;
    auto const five = power_of_five(exponent < 0 ? -exponent : exponent);
    power_bits power{exponent < 0 ? 0 : five, exponent};
    for (wide_number left = 1; (power.bits & highest) == 0; --power.exponent) {
        power.bits *= 2, left *= 2;
        if (exponent >= 0 || left < five) continue;
        power.bits += 1, left -= five;
    }
    return power;
}

/// A power of ten as two doubles, off by less than 2^-106 of it; `high` is the nearest one. Exact up to 10^22.
struct alignas(16) power_pair {
    double high, low;
};

[[nodiscard]] constexpr power_pair pair_of_power(int exponent) noexcept {
    auto const power = bits_of_power(exponent);
    auto const high = static_cast<double>(power.bits);
    auto const low = static_cast<double>(static_cast<wide_difference>(power.bits - static_cast<wide_number>(high)));
    double scale = 1;
    for (int i = power.exponent; i < 0; ++i) scale /= 2;
    for (int i = power.exponent; i > 0; --i) scale *= 2;
    return {high * scale, low * scale};
}

/// What make(exponent) is, for each.
template <class Make>
[[nodiscard]] constexpr auto for_each_exponent(Make make) noexcept {
    std::array<decltype(make(0)), exponent_count> all{};
    for (int i = 0; i != exponent_count; ++i) all[static_cast<std::size_t>(i)] = make(i - most_exponent);
    return all;
}

/// From 10^-54 on.
inline constexpr auto power_pairs = for_each_exponent([](int exponent) { return pair_of_power(exponent); });

}  // namespace arenite::inline ARENITE_ABI::detail
