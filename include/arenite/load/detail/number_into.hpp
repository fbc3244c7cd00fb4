// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers that a batch could not hold as they were.
struct number_losses {
    std::uint64_t inexact = 0;     ///< whole numbers that became others
    std::uint64_t overflows = 0;   ///< finite numbers that became ±inf
    std::uint64_t underflows = 0;  ///< numbers other than zero that became ±0
};

/// Whether the highest and the lowest bit that is set are too far from each other for T.
template <std::floating_point T, std::unsigned_integral Magnitude>
[[nodiscard]] constexpr bool is_inexact(Magnitude magnitude) noexcept {
    if (magnitude >> std::numeric_limits<T>::digits == 0) return false;
    return magnitude >> std::countr_zero(magnitude) >> std::numeric_limits<T>::digits != 0;
}

/// The T nearest to a whole number; a bool is 0 or 1.
template <std::floating_point T, std::integral Number>
[[nodiscard]] constexpr T number_into(Number number, number_losses& losses) noexcept {
    if constexpr (std::numeric_limits<Number>::digits > std::numeric_limits<T>::digits) {
        using magnitude = std::make_unsigned_t<Number>;
        auto const bits = static_cast<magnitude>(number);
        losses.inexact += is_inexact<T>(number < 0 ? static_cast<magnitude>(0 - bits) : bits) ? 1u : 0u;
    }
    return static_cast<T>(number);
}

/// The T nearest to the number.
template <std::floating_point T, std::floating_point Number>
[[nodiscard]] constexpr T number_into(Number number, number_losses& losses) noexcept {
    auto const made = static_cast<T>(number);
    if constexpr (std::numeric_limits<Number>::digits > std::numeric_limits<T>::digits) {
        bool const infinite = made - made != 0, was_finite = number - number == 0;
        losses.overflows += infinite && was_finite ? 1u : 0u;
        losses.underflows += made == 0 && number != 0 ? 1u : 0u;
    }
    return made;
}

/// Half precision as its bits, IEEE 754 binary16: 1 of sign, 5 of an exponent with bias 15, 10 of a fraction.
enum class half_bits : std::uint16_t {};

template <std::floating_point T>
[[nodiscard]] constexpr T number_into(half_bits half, number_losses&) noexcept {
    auto const bits = static_cast<std::uint32_t>(half);
    auto const sign = (bits & 0x8000) << 16, exponent = bits >> 10 & 31, fraction = bits & 0x3FF;
    auto const subnormal = std::bit_cast<std::uint32_t>(static_cast<float>(fraction) * 0x1p-24f);
    auto const normal = (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13;
    return static_cast<T>(std::bit_cast<float>(sign | (exponent == 0 ? subnormal : normal)));
}

}  // namespace arenite::inline ARENITE_ABI::detail
