// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// The number at place `index` of the sequence of a seed.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014; constants of SplitMix64.
[[nodiscard]] constexpr std::uint64_t random_number(std::uint64_t seed, std::uint64_t index) noexcept {
    auto mixed = seed + (index + 1) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31;
}

/// In [0, 1).
[[nodiscard]] constexpr double unit_number(std::uint64_t random) noexcept {
    return static_cast<double>(random >> 11) * 0x1p-53;
}

/// Below `end`, which is at most 2^32.
[[nodiscard]] constexpr std::size_t number_below(std::uint64_t random, std::size_t end) noexcept {
    return static_cast<std::size_t>((random >> 32) * end >> 32);
}

}  // namespace arenite::inline ARENITE_ABI::detail
