// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <limits>

namespace arenite::inline ARENITE_ABI {

/// How the leaves that a row comes to become its margin.
enum class leaf_aggregate : unsigned char {
    sum,
    least,    ///< 0 where no tree says anything: its leaves are infinite
    greatest  ///< likewise
};

namespace detail {

/// What a margin begins with.
template <std::floating_point T>
[[nodiscard]] constexpr T first_of(leaf_aggregate how) noexcept {
    constexpr T infinity = std::numeric_limits<T>::infinity();
    if (how == leaf_aggregate::least) return infinity;
    return how == leaf_aggregate::greatest ? -infinity : T{0};
}

template <std::floating_point T>
[[nodiscard]] constexpr T combined(leaf_aggregate how, T before, T leaf) noexcept {
    if (how == leaf_aggregate::sum) return before + leaf;
    return (how == leaf_aggregate::least ? leaf < before : leaf > before) ? leaf : before;
}

}  // namespace detail

}  // namespace arenite::inline ARENITE_ABI
