// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/deep_compiler.hpp>
#include <arenite/model/detail/forest_compiler.hpp>
#include <arenite/model/detail/link_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Compiles a forest for one set of instructions, in two passes over its trees: one that counts, by their shapes alone,
/// one that writes. What is made depends on the shape of the trees:
///
///     trees of at most 256 leaves      bits, and what single rows need, if so few columns of ranks suffice for that
///     some larger trees among them     bits; the larger ones, and single rows, take the deep plan
///     larger trees for the most part   the deep plan alone
///     any that are only walked         nothing
template <std::floating_point T>
class forest_compilation {
public:
    forest_compilation(forest_source<T> const& to_compile, instruction_set for_instructions) noexcept
        : source_(to_compile), instructions_(for_instructions), counted_(to_compile), deep_(to_compile) {}

    [[nodiscard]] compiled_forest<T> run(budget& memory) {
        count(memory);
        compiled_forest<T> made{memory.acquire("model", bytes())};
        arena place{made.memory.bytes()};
        made.plan = write(place);
        made.passing_bytes = passing_bytes_ > made.memory.size() ? passing_bytes_ - made.memory.size() : 0;
        return made;
    }

private:
    void count(budget& memory) {
        if (source_.walked) return;
        auto const coded = counted_.coded_trees(), all = source_.trees.size();
        has_walked_ = coded != all;
        has_bits_ = all != 0 && 2 * coded >= all;
        if (has_bits_) count_bits(memory);
        if (all != 0 && !few_rows_.has_single_rows()) count_deep(memory);
        has_bits_ = has_bits_ && (!has_walked_ || has_deep_);
    }

    /// Trees are parted until the conditions of a part can be numbered.
    void count_bits(budget& memory) {
        splits_ = counted_.splits();
        {
            auto const workspace = acquire_passing(memory, cut_bytes());
            auto const cuts = arena{workspace.bytes()}.take<feature_cut<T>>(distinct_cuts<T>::room_for(splits_));
            for (parts_ = 1; !counted_.add_columns(parts_, cuts); parts_ *= 2) counted_ = forest_compiler<T>{source_};
        }
        if (!has_walked_) few_rows_ = few_rows_compiler<T>{counted_.most_rank_columns(), instructions_};
        counted_.add_trees(parts_, few_rows_);
        has_bits_ = counted_.fits();
        few_rows_.choose(has_bits_, counted_.all_oblivious());
    }

    void count_deep(budget& memory) {
        auto const workspace = acquire_passing(memory, deep_.workspace_bytes());
        has_deep_ = deep_.count(arena{workspace.bytes()});
    }

    [[nodiscard]] region acquire_passing(budget& memory, std::size_t wanted) {
        passing_bytes_ = std::max(passing_bytes_, wanted);
        return memory.acquire("model", wanted, region_alignment, region_use::passing);
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<forest_plan<T>>(1) + (has_bits_ ? column_bytes() + std::max(tree_bytes(), cut_bytes()) : 0) +
               few_rows_.bytes(parts_) + (has_deep_ ? deep_.bytes() : 0);
    }
    [[nodiscard]] std::size_t column_bytes() const noexcept {
        auto const& c = counted_.columns;
        return arena_bytes<forest_part>(parts_) + arena_bytes<rank_column>(c.columns.count()) +
               arena_bytes<float>(c.searches.count()) + arena_bytes<double>(c.sorted.count()) +
               arena_bytes<std::uint8_t>(c.uses.count());
    }
    [[nodiscard]] std::size_t tree_bytes() const noexcept {
        auto const& c = counted_;
        return arena_bytes<tree_group>(c.groups.count()) + arena_bytes<planned_tree>(c.trees.count()) +
               arena_bytes<std::uint16_t>(c.conditions.count()) + arena_bytes<program_step>(c.steps.count()) +
               arena_bytes<std::uint16_t>(c.results.count()) + arena_bytes<T>(c.leaves.count());
    }
    [[nodiscard]] std::size_t cut_bytes() const noexcept {
        return arena_bytes<feature_cut<T>>(distinct_cuts<T>::room_for(splits_));
    }

    [[nodiscard]] forest_plan<T>* write(arena& place) {
        auto* const plan = place.take<forest_plan<T>>(1).data();
        plan->instructions = instructions_;
        plan->rank_columns = counted_.most_rank_columns();
        if (has_bits_) write_bits(place, *plan);
        if (has_deep_) plan->deep = deep_.write(place);
        plan_linker<T>{*plan, source_}.run();
        return plan;
    }

    /// The cuts are sorted where the trees will be.
    void write_bits(arena& place, forest_plan<T>& plan) {
        forest_compiler<T> c{source_};
        take(place, c.parts, counted_.parts);
        take(place, c.columns.columns, counted_.columns.columns);
        take(place, c.columns.searches, counted_.columns.searches);
        take(place, c.columns.sorted, counted_.columns.sorted);
        take(place, c.columns.uses, counted_.columns.uses);
        auto const shared = place.take<std::byte>(std::max(tree_bytes(), cut_bytes()));
        auto const cuts = arena{shared}.take<feature_cut<T>>(distinct_cuts<T>::room_for(splits_));
        static_cast<void>(c.add_columns(parts_, cuts));
        take_trees(arena{shared}, c);
        few_rows_.write_to(place, parts_);
        c.add_trees(parts_, few_rows_);
        few_rows_.finish(plan);
        c.columns.finish();
        fill(plan, c);
    }

    void take_trees(arena place, forest_compiler<T>& c) const noexcept {
        take(place, c.groups, counted_.groups);
        take(place, c.trees, counted_.trees);
        take(place, c.conditions, counted_.conditions);
        take(place, c.steps, counted_.steps);
        take(place, c.results, counted_.results);
        take(place, c.leaves, counted_.leaves);
    }

    template <class Element>
    static void take(arena& place, list_writer<Element>& list, list_writer<Element> const& counted) noexcept {
        list.write_to(place.take<Element>(counted.count()));
    }

    static void fill(forest_plan<T>& plan, forest_compiler<T> const& c) noexcept {
        plan.parts = c.parts.written();
        plan.columns = c.columns.columns.written();
        plan.searches = c.columns.searches.written();
        plan.sorted = c.columns.sorted.written();
        plan.uses = c.columns.uses.written();
        plan.groups = c.groups.written();
        plan.trees = c.trees.written();
        plan.conditions = c.conditions.written();
        plan.steps = c.steps.written();
        plan.results = c.results.written();
        plan.leaves = c.leaves.written();
    }

    forest_source<T> source_;
    instruction_set instructions_;
    forest_compiler<T> counted_;
    few_rows_compiler<T> few_rows_;
    deep_compiler<T> deep_;
    std::size_t splits_ = 0, parts_ = 1, passing_bytes_ = 0;
    bool has_bits_ = false, has_walked_ = false, has_deep_ = false;
};

template <std::floating_point T>
compiled_forest<T> compile_forest(forest_source<T> const& source, instruction_set instructions, budget& memory) {
    return forest_compilation<T>{source, instructions}.run(memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
