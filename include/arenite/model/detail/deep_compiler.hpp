// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/deep_slots.hpp>
#include <arenite/model/detail/deep_tree_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a deep_plan: counts what it takes, then writes it where there is room.
///
/// Requires: every tree was checked.
template <std::floating_point T>
class deep_compiler {
public:
    explicit deep_compiler(forest_source<T> const& to_compile) noexcept : source_(to_compile) {}

    /// What count() takes from an arena.
    [[nodiscard]] std::size_t workspace_bytes() const noexcept { return arena_bytes<deep_slot>(most_slots() + 1); }

    /// False: a tree, or the number of slots, is too large for deep nodes.
    [[nodiscard]] bool count(arena workspace) noexcept {
        deep_slots slots{workspace.take<deep_slot>(most_slots())};
        if (!add_to(slots)) return false;
        std::size_t largest = 0;
        for (auto const& tree : source_.trees) {
            largest = std::max(largest, deep_node_room(tree.leaves()));
            node_count_ += deep_node_room(tree.leaves());
        }
        slot_count_ = slots.count();
        slot_bits_ = slot_bits_for(slot_count_);
        return largest <= std::size_t{1} << (32 - slot_bits_);
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<deep_plan<T>>(1) + arena_bytes<deep_slot>(slot_count_) +
               arena_bytes<deep_tree>(source_.trees.size()) + arena_bytes<deep_node>(node_count_) +
               arena_bytes<T>(own_leaves());
    }

    [[nodiscard]] deep_plan<T>* write(arena& place) const noexcept {
        auto* const plan = place.take<deep_plan<T>>(1).data();
        auto const slots = place.take<deep_slot>(slot_count_);
        auto const trees = place.take<deep_tree>(source_.trees.size());
        auto const nodes = place.take<deep_node>(node_count_);
        auto const leaves = place.take<T>(own_leaves());
        weigh_leaves(leaves);
        deep_slots sorted{slots};
        static_cast<void>(add_to(sorted));
        write_trees(slots, trees, nodes);
        plan->slots = slots, plan->trees = trees, plan->nodes = nodes, plan->weighed_leaves = leaves;
        return plan;
    }

private:
    /// For each feature one of each kind and direction of missing values, for each set of categories one of each
    /// direction.
    [[nodiscard]] std::size_t most_slots() const noexcept {
        auto const different = 6 * source_.features + 2 * source_.rule.categories.sets.size();
        return std::min({(std::size_t{1} << most_slot_bits) - 1, source_.splits.size(), different});
    }

    [[nodiscard]] std::size_t own_leaves() const noexcept {
        return source_.weights.empty() ? 0 : source_.leaves.size();
    }

    /// False: there are too many.
    [[nodiscard]] bool add_to(deep_slots& slots) const noexcept {
        return std::ranges::all_of(source_.splits, [&](auto const& split) { return slots.add(deep_slot::of(split)); });
    }

    void weigh_leaves(std::span<T> own) const noexcept {
        if (own.empty()) return;
        std::ranges::copy(source_.leaves, own.begin());
        for (std::size_t t = 0; t != source_.trees.size(); ++t)
            source_.weigh(own.subspan((source_.trees[t].first_split + t) * source_.width, source_.leaves_of(t).size()),
                          t);
    }

    void write_trees(std::span<deep_slot const> slots, std::span<deep_tree> trees,
                     std::span<deep_node> nodes) const noexcept {
        deep_tree_writer<T> writer{slots, slot_bits_, source_.rule.split.compare};
        for (std::size_t t = 0, first = 0; t != trees.size(); ++t) {
            auto const& tree = source_.trees[t];
            auto const room = deep_node_room(tree.leaves());
            writer.write(source_.tree(t), nodes.subspan(first, room));
            trees[t] = {first, tree.first_split + t, static_cast<std::uint32_t>(tree.leaves()), tree.output};
            first += room;
        }
    }

    forest_source<T> source_;
    std::size_t slot_count_ = 0, node_count_ = 0;
    unsigned slot_bits_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
