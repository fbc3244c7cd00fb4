// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/small_tree.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// The code of the leaf with this number, counted from left to right: a Gray code, in which neighbours differ in one
/// bit, so that most bits are the same in all leaves of a subtree.
[[nodiscard]] constexpr std::size_t leaf_code(std::size_t number) noexcept { return number ^ number >> 1; }

/// Which of the 8 bits are the same in the codes of the leaves `first` to `last`. From n - 1 to n the bit changes that
/// is the lowest of n. Of the numbers in between, one has the most zeros at its end; on either side of it the lowest
/// bits are those of 1, 2, 3, … as far as that side reaches.
[[nodiscard]] constexpr unsigned constant_bits(std::size_t first, std::size_t last) noexcept {
    if (first == last) return 0xff;
    auto const zeros = std::bit_width(first ^ last) - 1;
    auto const middle = last >> zeros << zeros;
    auto const reach = std::max(middle - 1 - first, last - middle);
    auto const changing = std::size_t{1} << zeros | ((std::size_t{1} << std::bit_width(reach)) - 1);
    return static_cast<unsigned>(~changing & 0xff);
}

/// The bits that the node above two subtrees of these leaves gets for nothing: constant in both and equal, or 1 on the
/// left and 0 on the right, which is the node's own condition.
[[nodiscard]] constexpr int free_bits(std::size_t first_left, std::size_t left, std::size_t first_right,
                                      std::size_t right) noexcept {
    auto const constant =
        constant_bits(first_left, first_left + left - 1) & constant_bits(first_right, first_right + right - 1);
    auto const need_mux = static_cast<unsigned>(~leaf_code(first_left) & leaf_code(first_right));
    return std::popcount(constant & ~need_mux);
}

/// Whether the leaves of the left subtree should get the smaller numbers, from `first` on.
[[nodiscard]] constexpr bool left_first(std::size_t first, std::size_t left, std::size_t right) noexcept {
    return free_bits(first, left, first + left, right) >= free_bits(first + right, left, first, right);
}

}  // namespace arenite::inline ARENITE_ABI::detail
