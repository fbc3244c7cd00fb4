// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/model/detail/row_cut.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes an oblivious_plan: counts from the trees' sizes alone, and writes once there is a forest_plan.
///
/// Requires: all trees are oblivious; at most most_level_columns columns of ranks.
template <std::floating_point T>
class oblivious_compiler {
public:
    explicit oblivious_compiler(forest_source<T> const& to_compile) noexcept : source_(to_compile) {
        for (auto const t : source_.order) add_to_run({}, source_.trees[t].output, depth_of(source_.trees[t]));
    }

    /// What write takes from an arena, for a forest_plan of so many parts.
    [[nodiscard]] std::size_t bytes(std::size_t part_count) const noexcept {
        return arena_bytes<oblivious_plan<T>>(1) + arena_bytes<level_part>(part_count) +
               arena_bytes<level_run>(most_runs(part_count)) + arena_bytes<std::uint8_t>(most_level_bytes(part_count));
    }

    [[nodiscard]] oblivious_plan<T> const* write(arena& place, forest_plan<T> const& forest) noexcept {
        auto* const plan = place.take<oblivious_plan<T>>(1).data();
        auto const parts = place.take<level_part>(forest.parts.size());
        auto const runs = place.take<level_run>(most_runs(parts.size()));
        auto const levels = place.take<std::uint8_t>(most_level_bytes(parts.size()));
        runs_.write_to(runs);
        levels_.write_to(levels);
        for (std::size_t p = 0; p != parts.size(); ++p) parts[p] = add_part(forest, forest.parts[p]);
        *plan = {parts, runs.first(runs_.count()), levels};
        return plan;
    }

private:
    /// Where a part ends, a run does.
    [[nodiscard]] std::size_t most_runs(std::size_t part_count) const noexcept { return runs_.count() + part_count; }
    [[nodiscard]] std::size_t most_level_bytes(std::size_t part_count) const noexcept {
        return levels_.count() + part_count * codes_planes * level_bytes;
    }

    [[nodiscard]] static std::uint8_t depth_of(tree_entry const& tree) noexcept {
        return static_cast<std::uint8_t>(std::countr_zero(tree.leaves()));
    }

    [[nodiscard]] level_part add_part(forest_plan<T> const& forest, forest_part const& part) noexcept {
        row_cut_finder<T> const cuts{forest, part};
        auto const first = runs_.count();
        run_ = {};
        for (auto const& group : forest.groups.subspan(part.first_group, part.groups))
            for (auto t = group.first_tree; t != group.first_tree + group.trees; ++t)
                add_tree(forest.trees[t], t, group.output, cuts);
        return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(runs_.count() - first)};
    }

    void add_tree(planned_tree const& planned, std::uint32_t t, std::uint32_t output,
                  row_cut_finder<T> const& cuts) noexcept {
        auto const place = add_to_run(t, output, planned.depth);
        auto const tree = source_.tree(planned.number);
        for (std::size_t level = 0; level != planned.depth; ++level) {
            auto const cut = cuts.find(tree[level]);  // in preorder the first splits are those on the left
            levels_.written()[place + level * level_bytes] = cut.column;
            levels_.written()[place + level * level_bytes + most_run_trees] = static_cast<std::uint8_t>(cut.k ^ 0x80);
        }
    }

    /// Where the tree's first column belongs.
    std::size_t add_to_run(std::uint32_t tree, std::uint32_t output, std::uint8_t depth) noexcept {
        if (run_.trees == 0 || run_.trees == most_run_trees || run_.depth != depth || run_.output != output) {
            run_ = {tree, output, static_cast<std::uint32_t>(levels_.count()), 0, depth};
            runs_.add(run_);
            static_cast<void>(levels_.add_room(depth * level_bytes));
        }
        auto const place = run_.first + run_.trees++;
        if (!runs_.written().empty()) runs_.written()[runs_.count() - 1] = run_;
        return place;
    }

    forest_source<T> source_;
    list_writer<level_run> runs_;
    list_writer<std::uint8_t> levels_;
    level_run run_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
