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

    /// The same where it is a factor, not compared: what a split reads as 0 is 0.
    template <class In>
    [[nodiscard]] constexpr T read_factor(In value) const noexcept {
        auto const x = read(value);
        return split.tiny == tiny_values::zero && is_tiny(x) ? T{0} : x;
    }

    [[nodiscard]] constexpr bool goes_left(tree_split<T> const& at, T x) const noexcept {
        return at.is_category() ? categories.goes_left(at, x, split.fractions) : at.goes_left(x, split);
    }
};

/// The reference walk, from the root to a leaf, whose number in the tree is returned: what every kernel must agree
/// with.
template <std::floating_point T, class Rows>
[[nodiscard]] std::size_t leaf_of(std::span<tree_split<T> const> tree, value_rule<T> const& rule, Rows const& x,
                                  std::size_t row) noexcept {
    std::size_t leaf = 0;
    while (!tree.empty()) {
        auto const& at = tree.front();
        bool const left = rule.goes_left(at, rule.read(x(row, at.feature())));
        leaf += left ? 0 : at.left_splits + 1;
        tree = left ? tree.subspan(1, at.left_splits) : tree.subspan(1 + at.left_splits);
    }
    return leaf;
}

}  // namespace arenite::inline ARENITE_ABI::detail
