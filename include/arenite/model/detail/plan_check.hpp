// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/rank_columns_check.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/deep_plan_check.hpp>
#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/model/detail/row_plan_check.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether a plan that a file kept leads no kernel astray: every number is one of something that there is, of lists
/// that cover each other in order, so that all is looked at once. Whether its answers are the trees' is for golden rows
/// to say.
///
/// Requires: the trees were checked. O(bytes).
template <std::floating_point T>
class plan_check {
public:
    plan_check(forest_plan<T> const& to_check, forest_source<T> const& of_trees) noexcept
        : plan_(to_check), source_(of_trees), rows_of_bits_(rows_of_bits_for(to_check.parts)),
          trees_(to_check.trees.size()) {}

    /// What is wrong, or nothing.
    [[nodiscard]] std::string_view run() noexcept {
        if (plan_.parts.empty() && (plan_.rows != nullptr || plan_.levels != nullptr || plan_.narrow != nullptr))
            return "a plan for few rows without conditions";
        if (source_.walked && !(plan_.parts.empty() && plan_.deep == nullptr)) return "a plan of trees without kernels";
        if (!plan_.parts.empty() && source_.trees.empty()) return "conditions without trees";
        if (plan_.deep != nullptr && !deep_plan_check<T>{*plan_.deep, source_}.run()) return "a plan of other trees";
        if (!parts_hold()) return "a part of other conditions";
        if (!std::ranges::all_of(plan_.steps, [this](auto step) { return step_holds(step); }))
            return "a step of rows of bits that there are not";
        return few_rows_hold() ? "" : "a plan for few rows of other trees";
    }

private:
    [[nodiscard]] bool parts_hold() noexcept {
        if (rows_of_bits_ > most_rows_of_bits) return false;
        consecutive_parts columns{plan_.columns.size()}, groups{plan_.groups.size()};
        for (auto const& part : plan_.parts)
            if (!columns.add(part.first_column, part.columns) || !groups.add(part.first_group, part.groups) ||
                (part.first_row != 0 && part.first_row != program_rows) || !part_holds(part))
                return false;
        return groups.are_all();
    }

    [[nodiscard]] bool part_holds(forest_part const& part) noexcept {
        if (!rank_columns_check<T>{plan_, source_, part}.run()) return false;
        auto const groups = plan_.groups.subspan(part.first_group, part.groups);
        return std::ranges::all_of(groups, [&](auto const& group) { return group_holds(group, part); });
    }

    [[nodiscard]] bool group_holds(tree_group const& group, forest_part const& part) noexcept {
        if (!trees_.add(group.first_tree, group.trees) ||
            !lies_inside(group.output, source_.width, source_.base.size()))
            return false;
        auto const trees = plan_.trees.subspan(group.first_tree, group.trees);
        if (group.entries == 0) return group.trees == 1 && is_walked(trees[0]);
        bool const is_table = group.entries >= 32 && group.entries <= most_codes && std::has_single_bit(group.entries);
        return group.trees >= 1 && group.trees <= largest_group && is_table &&
               std::ranges::all_of(trees, [&](auto const& tree) { return tree_holds(tree, part); });
    }

    [[nodiscard]] bool is_walked(planned_tree const& tree) noexcept {
        has_walked_ = true;
        return tree.shape == tree_shape::walked && plan_.deep != nullptr && tree.number < source_.trees.size();
    }

    [[nodiscard]] bool tree_holds(planned_tree const& tree, forest_part const& part) const noexcept {
        if (tree.depth > codes_planes) return false;
        auto const tables = ((source_.width - 1) << tree.depth) + most_codes;
        if (!lies_inside(tree.leaves, tables, plan_.leaves.size())) return false;
        if (tree.shape == tree_shape::program) return program_holds(tree);
        auto const levels = std::size_t{tree.depth};
        auto const count = tree.shape == tree_shape::oblivious ? levels : (std::size_t{1} << levels) - 1;
        return tree.shape != tree_shape::walked && lies_inside(tree.first, count, plan_.conditions.size()) &&
               std::ranges::all_of(plan_.conditions.subspan(tree.first, count),
                                   [&](std::size_t number) { return number <= part.conditions; });
    }

    [[nodiscard]] bool program_holds(planned_tree const& tree) const noexcept {
        return (tree.run == 0 || lies_inside(tree.steps, tree.step_count, plan_.steps.size())) &&
               lies_inside(tree.first, codes_planes, plan_.results.size()) &&
               std::ranges::all_of(plan_.results.subspan(tree.first, codes_planes),
                                   [this](std::size_t number) { return number < rows_of_bits_; });
    }

    [[nodiscard]] bool step_holds(program_step step) const noexcept {
        constexpr std::size_t row = most_rows_of_bits - 1;
        for (auto shift = row_shift; shift != row_shift + 4 * 14; shift += 14)
            if ((step >> shift & row) >= rows_of_bits_) return false;
        return true;
    }

    [[nodiscard]] bool few_rows_hold() const noexcept {
        bool const any = plan_.narrow != nullptr || plan_.rows != nullptr || plan_.levels != nullptr;
        return !(any && (has_walked_ || plan_.rank_columns > most_rank_columns)) &&
               (plan_.narrow == nullptr || narrow_holds(*plan_.narrow)) &&
               (plan_.levels == nullptr || levels_hold(*plan_.levels)) &&
               (plan_.rows == nullptr || row_plan_check<T>{plan_, source_}.run());
    }

    [[nodiscard]] bool narrow_holds(narrow_plan<T> const& narrow) const noexcept {
        auto const tree_holds = [&](narrow_tree const& tree) {
            return tree.depth <= codes_planes && lies_inside(tree.first, tree.splits, narrow.splits.size()) &&
                   (!tree.oblivious || tree.splits == tree.depth);
        };
        auto const split_holds = [this](narrow_split const& split) { return split.column < plan_.rank_columns; };
        return narrow.trees.size() == plan_.trees.size() && std::ranges::all_of(narrow.trees, tree_holds) &&
               std::ranges::all_of(narrow.splits, split_holds);
    }

    [[nodiscard]] bool levels_hold(oblivious_plan<T> const& levels) const noexcept {
        consecutive_parts runs{levels.runs.size()};
        return levels.parts.size() == plan_.parts.size() &&
               std::ranges::all_of(levels.parts, [&](auto part) { return runs.add(part.first_run, part.runs); }) &&
               std::ranges::all_of(levels.runs, [&](auto const& run) { return run_holds(run, levels); });
    }

    [[nodiscard]] bool run_holds(level_run const& run, oblivious_plan<T> const& levels) const noexcept {
        return run.trees <= most_run_trees && lies_inside(run.first, run.depth * level_bytes, levels.levels.size()) &&
               lies_inside(run.output, source_.width, source_.base.size()) && run.first_tree < plan_.trees.size() &&
               plan_.trees[run.first_tree].depth == run.depth &&
               lies_inside(plan_.trees[run.first_tree].leaves, run.trees * (source_.width << run.depth),
                           plan_.leaves.size());
    }

    forest_plan<T> const& plan_;
    forest_source<T> const& source_;
    std::size_t rows_of_bits_;
    consecutive_parts trees_;
    bool has_walked_ = false;
};

template <std::floating_point T>
std::string_view plan_defect(forest_plan<T> const& plan, forest_source<T> const& of_trees) noexcept {
    return plan_check<T>{plan, of_trees}.run();
}

}  // namespace arenite::inline ARENITE_ABI::detail
