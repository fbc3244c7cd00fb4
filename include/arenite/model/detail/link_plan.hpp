// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_plan.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail {

/// The widest block, of 64 to `most` rows, whose rows of bits leave a quarter of the core's cache to the rest.
[[nodiscard]] inline std::size_t widest_block(std::size_t rows_of_bits, std::size_t most) noexcept {
    auto block = most;
    while (block > narrowest_block && rows_of_bits * block / 8 > core_cache_bytes() / 4 * 3) block /= 2;
    return block;
}

/// The keys of a tile are read again and again.
[[nodiscard]] inline std::size_t most_rows_of_keys(std::size_t slots) noexcept {
    auto rows = most_deep_rows;
    while (rows > deep_group && rows * (slots + 1) * sizeof(float_key) > 2 * core_cache_bytes()) rows /= 2;
    return rows;
}

/// Fills in what of a plan follows from its lists, its trees and this processor, whether it was just made or comes from
/// a file.
template <std::floating_point T>
class plan_linker {
public:
    plan_linker(forest_plan<T>& to_link, forest_source<T> const& of_trees) noexcept
        : plan_(to_link), source_(of_trees) {}

    void run() const noexcept {
        plan_.source = source_;
        plan_.kernels = &kernels_for<T>(plan_.instructions, plan_.rank_columns);
        if (!plan_.parts.empty()) link_bits();
        if (plan_.deep != nullptr) link_deep(*plan_.deep);
    }

private:
    void link_bits() const noexcept {
        plan_.rows_of_bits = rows_of_bits_for(plan_.parts);
        plan_.most_entries = 64;
        for (auto const& group : plan_.groups)
            plan_.most_entries = std::max<std::size_t>(plan_.most_entries, group.entries);
        plan_.has_walked = std::ranges::any_of(plan_.groups, [](auto const& group) { return group.entries == 0; });
        plan_.widest = widest_block(plan_.rows_of_bits, plan_.kernels->most_rows);
        plan_.fewest_block_rows = fewest_block_rows();
        plan_.narrow_first = narrow_is_quicker();
    }

    void link_deep(deep_plan<T>& deep) const noexcept {
        deep.leaves = deep.weighed_leaves.empty() ? source_.leaves : deep.weighed_leaves;
        deep.width = source_.width;
        deep.most_rows = most_rows_of_keys(deep.slots.size());
        deep.slot_bits = slot_bits_for(deep.slots.size());
    }

    /// Of an average tree.
    [[nodiscard]] std::size_t steps_of_tree() const noexcept { return plan_.steps.size() / source_.trees.size(); }
    [[nodiscard]] std::size_t masks_of_tree() const noexcept { return plan_.conditions.size() / source_.trees.size(); }

    /// For at most 64 rows, as measured: a program's steps wait for each other, which vectors of 8 bytes do not hide.
    [[nodiscard]] bool narrow_is_quicker() const noexcept {
        constexpr std::size_t most_steps[] = {most_rows_of_bits, 80, 250};
        return steps_of_tree() > most_steps[static_cast<std::size_t>(plan_.instructions)];
    }

    /// From so many rows on a block is quicker than row by row, as measured: for each instruction set, so many masks of
    /// a tree or steps of its program make it worth one row more.
    [[nodiscard]] std::size_t fewest_block_rows() const noexcept {
        constexpr std::size_t of_levels[] = {11, 23, 15};
        if (plan_.levels != nullptr) return of_levels[static_cast<std::size_t>(plan_.instructions)];
        constexpr struct {
            std::size_t masks, steps;
        } a_row[] = {{64, 30}, {32, 12}, {128, 12}};
        auto const [masks, steps] = a_row[static_cast<std::size_t>(plan_.instructions)];
        return 8 + masks_of_tree() / masks + steps_of_tree() / steps;
    }

    forest_plan<T>& plan_;
    forest_source<T> const& source_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
