// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/tree_split.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI {

/// One node of a tree while it is read, a split or a leaf, in any order of nodes: children are counted from the tree's
/// root, which is 0.
///
/// The value of a split on categories is the number of its set; the `left` of a leaf with several values is that of
/// their vector, among those that the reader of the tree has.
template <std::floating_point T>
struct tree_node : split_bits {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    T value{};  ///< threshold or leaf

    constexpr void set_leaf() noexcept { packed |= leaf_bit; }
    /// A split on the categories of its feature, by the set of that number, which a float can count: below 2^24.
    constexpr void set_category_set(std::uint32_t number) noexcept {
        set_missing(missing_kind::category);
        value = static_cast<T>(number);
    }
    /// Sends rows left that went right, and right that went left, once the condition is turned round too.
    constexpr void turn_round() noexcept {
        std::swap(left, right);
        flip_default();
    }

    [[nodiscard]] constexpr bool is_leaf() const noexcept { return (packed & leaf_bit) != 0; }

    /// Set and cleared while a tree is checked: this node was reached.
    [[nodiscard]] constexpr bool reached() const noexcept { return (packed & reached_bit) != 0; }
    constexpr void set_reached() noexcept { packed |= reached_bit; }
    constexpr void clear_reached() noexcept { packed &= ~reached_bit; }
};

}  // namespace arenite::inline ARENITE_ABI
