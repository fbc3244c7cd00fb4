// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/leaf_aggregate.hpp>
#include <arenite/model/detail/reference_walk.hpp>
#include <arenite/model/detail/tree_entry.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// The trees of an ensemble as it keeps them, which is what they are compiled from, and what the reference walk reads.
template <std::floating_point T>
struct forest_source {
    std::span<tree_split<T> const> splits;
    std::span<tree_entry const> trees;
    std::span<std::uint32_t const> order;  ///< the trees output by output, those of one as in the file
    std::span<T const> leaves;             ///< of all trees, `width` values each
    std::span<T const> weights;            ///< of trees; none: all are 1
    std::span<T const> base;               ///< of outputs
    value_rule<T> rule;
    std::size_t features = 0;
    std::size_t width = 1;  ///< values of a leaf: 1, or one for each output
    bool walked = false;    ///< by the reference walk alone: nothing is made for the kernels
    leaf_aggregate combine = leaf_aggregate::sum;  ///< of those that are walked

    [[nodiscard]] std::span<tree_split<T> const> tree(std::size_t t) const noexcept {
        return splits.subspan(trees[t].first_split, trees[t].splits);
    }
    [[nodiscard]] std::span<T const> leaves_of(std::size_t t) const noexcept {
        return leaves.subspan((trees[t].first_split + t) * width, trees[t].leaves() * width);
    }

    /// Multiplies a tree's leaves by its weight.
    void weigh(std::span<T> values, std::size_t t) const noexcept {
        if (weights.empty()) return;
        for (T& value : values) value = rounded(value * weights[t]);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
