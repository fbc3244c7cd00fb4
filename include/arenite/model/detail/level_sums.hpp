// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/model/detail/row_ranks.hpp>
#include <arenite/model/detail/walked_sums.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// One row through oblivious trees, a run of them at a time: a Machine writes their codes.
template <class Machine, class T, class In>
class level_sums {
public:
    level_sums(forest_plan<T> const& of_forest, batch_view<In const> to_score, std::byte* lent) noexcept
        : forest_(of_forest), plan_(*of_forest.levels), x_(to_score), scratch_{lent} {}

    /// Adds the leaves of the row: of output k at sums[k * block].
    void run(std::size_t row, T* sums, std::size_t block) const noexcept {
        for (std::size_t p = 0; p != plan_.parts.size(); ++p) {
            rank_row(forest_, forest_.parts[p], x_, row, scratch_.ranks());
            for (auto const& run : plan_.runs.subspan(plan_.parts[p].first_run, plan_.parts[p].runs))
                add_run(run, sums + run.output * block, block);
        }
    }

private:
    void add_run(level_run const& run, T* sums, std::size_t block) const noexcept {
        Machine::write_codes(scratch_.ranks(), plan_.levels.data() + run.first, run.depth, scratch_.codes());
        for (std::size_t k = 0; k != forest_.source.width; ++k) sums[k * block] = add_leaves(run, k, sums[k * block]);
    }

    /// Of output k.
    [[nodiscard]] T add_leaves(level_run const& run, std::size_t k, T sum) const noexcept {
        auto const* table = forest_.table(run.first_tree, k);
        auto const* const codes = scratch_.codes();
        for (std::size_t t = 0; t != run.trees; ++t, table += forest_.source.width << run.depth) sum += table[codes[t]];
        return sum;
    }

    forest_plan<T> const& forest_;
    oblivious_plan<T> const& plan_;
    batch_view<In const> x_;
    level_scratch scratch_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
