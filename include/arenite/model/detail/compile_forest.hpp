// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/forest_compiler.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The widest block, of 64 to `most` rows, whose rows of bits leave a quarter of the core's cache to the rest.
[[nodiscard]] inline std::size_t widest_block(std::size_t rows_of_bits, std::size_t most) noexcept {
    auto block = most;
    while (block > narrowest_block && rows_of_bits * block / 8 > core_cache_bytes() / 4 * 3) block /= 2;
    return block;
}

/// Compiles a forest for one set of instructions, in two passes over its trees: one that counts, one that writes.
template <std::floating_point T>
class forest_compilation {
public:
    forest_compilation(forest_source<T> const& to_compile, instruction_set for_instructions) noexcept
        : source_(to_compile), kernels_(&kernels_for<T>(for_instructions)), counted_(to_compile) {}

    [[nodiscard]] compiled_forest<T> run(budget& memory) {
        if (source_.trees.empty() || 2 * counted_.coded_trees() < source_.trees.size()) return {};
        splits_ = counted_.splits();
        count(memory);
        compiled_forest<T> made{memory.acquire("model", bytes())};
        arena place{made.memory.bytes()};
        made.plan = write(place);
        auto const counting = arena_bytes<feature_cut<T>>(splits_ + 1);
        made.passing_bytes = counting > made.memory.size() ? counting - made.memory.size() : 0;
        return made;
    }

private:
    static constexpr std::size_t most_conditions = most_rows_of_bits - program_rows - 1;

    /// Trees are parted until the conditions of a part can be numbered.
    void count(budget& memory) {
        auto const workspace = memory.acquire("model", arena_bytes<feature_cut<T>>(splits_ + 1), region_alignment,
                                              region_use::passing);
        auto const cuts = arena{workspace.bytes()}.take<feature_cut<T>>(splits_ + 1);
        for (parts_ = 1;; parts_ *= 2) {
            counted_ = forest_compiler<T>{source_};
            counted_.add_columns(parts_, cuts);
            if (counted_.most_conditions() <= most_conditions) break;
        }
        counted_.add_trees(parts_);
    }

    [[nodiscard]] std::size_t bytes() const noexcept { return head_bytes() + std::max(tree_bytes(), cut_bytes()); }

    [[nodiscard]] std::size_t head_bytes() const noexcept {
        auto const& c = counted_.columns;
        return arena_bytes<forest_plan<T>>(1) + arena_bytes<forest_part>(parts_) +
               arena_bytes<rank_column>(c.columns.count()) + arena_bytes<float>(c.searches.count()) +
               arena_bytes<double>(c.sorted.count()) + arena_bytes<std::uint8_t>(c.uses.count());
    }
    [[nodiscard]] std::size_t tree_bytes() const noexcept {
        auto const& c = counted_;
        return arena_bytes<tree_group>(c.groups.count()) + arena_bytes<planned_tree>(c.trees.count()) +
               arena_bytes<std::uint16_t>(c.conditions.count()) + arena_bytes<program_step>(c.steps.count()) +
               arena_bytes<std::uint16_t>(c.results.count()) + arena_bytes<T>(c.leaves.count());
    }
    [[nodiscard]] std::size_t cut_bytes() const noexcept { return arena_bytes<feature_cut<T>>(splits_ + 1); }

    template <class Element>
    static void take(arena& place, list_writer<Element>& list, list_writer<Element> const& counted) {
        list.write_to(place.take<Element>(counted.count()));
    }

    /// The cuts are sorted where the trees will be.
    [[nodiscard]] forest_plan<T> const* write(arena& place) {
        auto* const plan = place.take<forest_plan<T>>(1).data();
        forest_compiler<T> c{source_};
        take(place, c.parts, counted_.parts);
        take(place, c.columns.columns, counted_.columns.columns);
        take(place, c.columns.searches, counted_.columns.searches);
        take(place, c.columns.sorted, counted_.columns.sorted);
        take(place, c.columns.uses, counted_.columns.uses);
        auto for_cuts = place;
        c.add_columns(parts_, for_cuts.take<feature_cut<T>>(splits_ + 1));
        take(place, c.groups, counted_.groups);
        take(place, c.trees, counted_.trees);
        take(place, c.conditions, counted_.conditions);
        take(place, c.steps, counted_.steps);
        take(place, c.results, counted_.results);
        take(place, c.leaves, counted_.leaves);
        c.add_trees(parts_);
        fill(*plan, c);
        return plan;
    }

    void fill(forest_plan<T>& plan, forest_compiler<T> const& c) const noexcept {
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
        plan.base = source_.base;
        plan.nodes = source_.nodes;
        plan.entries = source_.trees;
        plan.weights = source_.weights;
        plan.rule = source_.rule;
        for (auto const& part : plan.parts)
            plan.rows_of_bits = std::max<std::size_t>(plan.rows_of_bits, part.first_row + part.conditions + 1U);
        plan.most_entries = c.most_entries();
        plan.widest = widest_block(plan.rows_of_bits, kernels_->most_rows);
        plan.kernels = kernels_;
    }

    forest_source<T> source_;
    forest_kernels<T> const* kernels_;
    forest_compiler<T> counted_;
    std::size_t splits_ = 0, parts_ = 1;
};

template <std::floating_point T>
compiled_forest<T> compile_forest(forest_source<T> const& source, instruction_set instructions, budget& memory) {
    return forest_compilation<T>{source, instructions}.run(memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
