// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// The numbers that `sort_block` sorts at once, at most.
inline constexpr std::size_t most_sorted_block = 1024;

/// 1 or 0, as a number: a jump that depends on it would be taken or not by chance.
[[gnu::always_inline]] inline std::size_t as_number(bool condition) noexcept {
    std::size_t number = condition ? 1 : 0;
    asm("" : "+r"(number));
    return number;
}

[[gnu::always_inline]] inline void put_in_order(double& one, double& other) noexcept {
    double const least = other < one ? other : one, most = one < other ? other : one;  // not one jump for both
    one = least;
    other = most;
}

/// Eight numbers by the shortest network of comparisons.
inline void sort_eight(double const* from, double* to) noexcept {
    constexpr std::array<std::array<unsigned char, 2>, 19> network{{{0, 2},
                                                                    {1, 3},
                                                                    {4, 6},
                                                                    {5, 7},
                                                                    {0, 4},
                                                                    {1, 5},
                                                                    {2, 6},
                                                                    {3, 7},
                                                                    {0, 1},
                                                                    {2, 3},
                                                                    {4, 5},
                                                                    {6, 7},
                                                                    {2, 4},
                                                                    {3, 5},
                                                                    {1, 4},
                                                                    {3, 6},
                                                                    {1, 2},
                                                                    {3, 4},
                                                                    {5, 6}}};
    double a[8];
    for (std::size_t i = 0; i != 8; ++i) a[i] = from[i];
#pragma GCC unroll 19
    for (auto const& [one, other] : network) put_in_order(a[one], a[other]);
    for (std::size_t i = 0; i != 8; ++i) to[i] = a[i];
}

/// Two sorted halves of `size` numbers, from both ends at once: half of the steps end where the others begin, so that
/// neither can run out of a half, and no step depends on a jump.
inline void merge_halves(double const* from, double* to, std::size_t size) noexcept {
    std::size_t left = 0, right = size / 2, left_end = right - 1, right_end = size - 1;
    for (std::size_t i = 0; i != size / 2; ++i) {
        auto const takes_right = as_number(from[right] < from[left]);
        auto const takes_left = as_number(from[right_end] < from[left_end]);
        to[i] = from[right] < from[left] ? from[right] : from[left];
        to[size - 1 - i] = from[left_end] < from[right_end] ? from[right_end] : from[left_end];
        right += takes_right;
        left += 1 - takes_right;
        left_end -= takes_left;
        right_end -= 1 - takes_left;
    }
}

/// Sorts numbers, of which none is NaN, a few times as fast as std::sort sorts so few. Requires: a power of two of
/// them, from 16 to most_sorted_block. Allocates: nothing, but for 16 KiB of the stack.
inline void sort_block(std::span<double> numbers) noexcept {
    std::array<double, most_sorted_block> one, other;
    for (std::size_t i = 0; i != numbers.size(); i += 8) sort_eight(numbers.data() + i, one.data() + i);
    auto *from = one.data(), *to = other.data();
    for (std::size_t size = 16; size != numbers.size(); size *= 2) {
        for (std::size_t i = 0; i != numbers.size(); i += size) merge_halves(from + i, to + i, size);
        std::swap(from, to);
    }
    merge_halves(from, numbers.data(), numbers.size());
}

}  // namespace arenite::inline ARENITE_ABI::detail
