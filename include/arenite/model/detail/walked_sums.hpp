// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Adds a row's leaf in a tree, by the reference walk: of output k at sums[k * block].
template <std::floating_point T, class In>
void add_walked_leaf(forest_source<T> const& forest, std::size_t tree, batch_view<In const> x, std::size_t row, T* sums,
                     std::size_t block) noexcept {
    auto const leaf = leaf_of(forest.tree(tree), forest.rule, x, row);
    auto const values = forest.leaves_of(tree).subspan(leaf * forest.width, forest.width);
    sums += forest.trees[tree].output * block;
    for (std::size_t k = 0; k != values.size(); ++k)
        sums[k * block] = combined(forest.combine, sums[k * block],
                                   forest.weights.empty() ? values[k] : rounded(values[k] * forest.weights[tree]));
}

/// Every sum begins with its base.
template <std::floating_point T>
void begin_sums(forest_plan<T> const& plan, std::size_t block, T* sums) noexcept {
    for (std::size_t k = 0; k != plan.source.base.size(); ++k)
        std::fill_n(sums + k * block, block, plan.source.base[k]);
}

/// See sum_block: one row after the other, each through all trees. Sums: row_sums or level_sums.
template <class Sums, std::floating_point T, class In>
void sum_row_by_row(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block,
                    std::byte* scratch) noexcept {
    auto* const sums = reinterpret_cast<T*>(scratch);
    begin_sums(plan, block, sums);
    Sums const one{plan, x, scratch + sum_bytes(plan, block)};
    for (std::size_t r = 0; r != x.rows(); ++r) one.run(r, sums + r, block);
}

/// See sum_block: the definition, tree by tree, row by row.
template <std::floating_point T, class In>
void sum_walked_rows(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block,
                     std::byte* scratch) noexcept {
    auto* const sums = reinterpret_cast<T*>(scratch);
    auto const combine = plan.source.combine;
    auto const count = plan.source.base.size() * block;
    if (combine == leaf_aggregate::sum) begin_sums(plan, block, sums);
    else std::fill_n(sums, count, first_of<T>(combine));
    for (std::size_t t = 0; t != plan.source.trees.size(); ++t)
        for (std::size_t r = 0; r != x.rows(); ++r) add_walked_leaf(plan.source, t, x, r, sums + r, block);
    if (combine != leaf_aggregate::sum) std::replace(sums, sums + count, first_of<T>(combine), -T{0});
}

}  // namespace arenite::inline ARENITE_ABI::detail
