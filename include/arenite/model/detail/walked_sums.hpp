// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Adds a row's leaf in a tree, by the reference walk: of output k at sums[k * block].
template <std::floating_point T, class In>
void add_walked_leaf(forest_plan<T> const& plan, std::size_t tree, batch_view<In const> x, std::size_t row, T* sums,
                     std::size_t block) noexcept {
    auto const* const root = plan.nodes.data() + plan.entries[tree].first_node;
    auto const& leaf = root[leaf_of(root, plan.rule, x, row)];
    sums += plan.entries[tree].output * block;
    for (std::size_t k = 0; k != plan.width; ++k) {
        T const value = plan.vectors.empty() ? leaf.value : plan.vectors[leaf.left * plan.width + k];
        sums[k * block] += plan.weights.empty() ? value : rounded(value * plan.weights[tree]);
    }
}

/// Every sum begins with its base.
template <std::floating_point T>
void begin_sums(forest_plan<T> const& plan, std::size_t block, T* sums) noexcept {
    for (std::size_t k = 0; k != plan.base.size(); ++k) std::fill_n(sums + k * block, block, plan.base[k]);
}

/// See sum_block: the definition, tree by tree, row by row.
template <std::floating_point T, class In>
void sum_walked_rows(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block, std::byte* scratch) {
    auto* const sums = reinterpret_cast<T*>(scratch);
    begin_sums(plan, block, sums);
    for (std::size_t t = 0; t != plan.entries.size(); ++t)
        for (std::size_t r = 0; r != x.rows(); ++r) add_walked_leaf(plan, t, x, r, sums + r, block);
}

}  // namespace arenite::inline ARENITE_ABI::detail
