// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/model/detail/category_table.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// How the values of a row are read, whatever the tree.
template <std::floating_point T>
struct value_rule {
    split_rule split;
    T missing;  ///< counts as missing, as NaN does; NaN: nothing but NaN does
    category_table categories;

    /// In the trainer's precision, with what counts as missing made NaN.
    template <class In>
    [[nodiscard]] constexpr T read(In value) const noexcept {
        auto const x = static_cast<T>(value);
        return x == missing ? std::numeric_limits<T>::quiet_NaN() : x;
    }

    [[nodiscard]] constexpr bool goes_left(tree_node<T> const& node, T x) const noexcept {
        return node.is_category() ? categories.goes_left(node, x, split.fractions) : node.goes_left(x, split);
    }
};

/// The reference walk, from the root to a leaf, whose number in the tree is returned: what every kernel must agree with.
template <std::floating_point T, class In>
[[nodiscard]] std::uint32_t leaf_of(tree_node<T> const* root, value_rule<T> const& rule, batch_view<In const> x,
                                    std::size_t row) noexcept {
    std::uint32_t at = 0;
    while (!root[at].is_leaf()) {
        auto const& node = root[at];
        at = rule.goes_left(node, rule.read(x(row, node.feature()))) ? node.left : node.right;
    }
    return at;
}

}  // namespace arenite::inline ARENITE_ABI::detail
