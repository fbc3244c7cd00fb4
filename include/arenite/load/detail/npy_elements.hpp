// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/npy_type.hpp>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// What became of the numbers of an array.
struct npy_counts {
    std::uint64_t inexact = 0;    ///< whole numbers that became others
    std::uint64_t overflows = 0;  ///< finite numbers that became ±inf
};

/// The number of half precision: 1 bit of sign, 5 of an exponent with bias 15, 10 of a fraction.
[[nodiscard]] constexpr float number_of(npy_half half) noexcept {
    auto const bits = static_cast<std::uint32_t>(half);
    auto const sign = (bits & 0x8000) << 16, exponent = bits >> 10 & 31, fraction = bits & 0x3FF;
    auto const subnormal = std::bit_cast<std::uint32_t>(static_cast<float>(fraction) * 0x1p-24f);
    auto const normal = (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13;
    return std::bit_cast<float>(sign | (exponent == 0 ? subnormal : normal));
}
[[nodiscard]] constexpr float number_of(npy_bool truth) noexcept { return truth == npy_bool{} ? 0.0f : 1.0f; }

/// Whether T holds every whole number of this type.
template <std::integral Element, std::floating_point T>
inline constexpr bool always_exact = std::numeric_limits<Element>::digits <= std::numeric_limits<T>::digits;

/// Whether the highest and the lowest bit that is set are too far from each other for T.
template <std::floating_point T, std::integral Element>
[[nodiscard]] constexpr bool is_inexact(Element number) noexcept {
    auto const wide = static_cast<std::uint64_t>(number);
    auto const magnitude = number < 0 ? 0 - wide : wide;
    if (magnitude >> std::numeric_limits<T>::digits == 0) return false;
    return magnitude >> std::countr_zero(magnitude) >> std::numeric_limits<T>::digits != 0;
}

template <std::floating_point T, class Element>
[[nodiscard]] inline T converted(Element element, npy_counts& counts) noexcept {
    if constexpr (std::is_enum_v<Element>) return number_of(element);
    else if constexpr (std::integral<Element>) {
        if constexpr (!always_exact<Element, T>) counts.inexact += is_inexact<T>(element) ? 1u : 0u;
        return static_cast<T>(element);
    } else {
        auto const number = static_cast<T>(element);
        if constexpr (sizeof(T) < sizeof(Element))
            counts.overflows += std::isinf(number) && !std::isinf(element) ? 1u : 0u;
        return number;
    }
}

template <class Element>
[[nodiscard]] inline Element element_at(char const* from, std::size_t i) noexcept {
    Element element;
    std::memcpy(&element, from + i * sizeof element, sizeof element);
    return element;
}

/// Converts `count` elements, which may lie anywhere.
template <std::floating_point T>
inline npy_counts convert_elements(npy_type type, char const* from, T* to, std::size_t count) noexcept {
    npy_counts counts;
    visit_npy_type(type, [&]<class Element>(Element) {
        if constexpr (std::is_same_v<Element, T>) std::memcpy(to, from, count * sizeof(T));
        else
            for (std::size_t i = 0; i != count; ++i) to[i] = converted<T>(element_at<Element>(from, i), counts);
    });
    return counts;
}

/// As above, but for columns that nobody reads, whose cells stay as they are; the first element is in column `col`.
template <std::floating_point T>
inline npy_counts convert_used(npy_type type, char const* from, T* to, std::size_t count, char const* used_columns,
                               std::size_t cols, std::size_t col) noexcept {
    npy_counts counts;
    visit_npy_type(type, [&]<class Element>(Element) {
        for (std::size_t i = 0; i != count; ++i, col = col + 1 == cols ? 0 : col + 1)
            if (used_columns[col] != 0) to[i] = converted<T>(element_at<Element>(from, i), counts);
    });
    return counts;
}

}  // namespace arenite::inline ARENITE_ABI::detail
