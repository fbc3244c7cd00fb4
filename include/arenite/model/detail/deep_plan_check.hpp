// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/consecutive_parts.hpp>
#include <arenite/model/detail/deep_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether a deep_plan that a file kept leads every walk to a leaf of its tree: see plan_check.
template <std::floating_point T>
class deep_plan_check {
public:
    deep_plan_check(deep_plan<T> const& to_check, forest_source<T> const& of_trees) noexcept
        : plan_(to_check), source_(of_trees), slot_bits_(slot_bits_for(to_check.slots.size())) {}

    [[nodiscard]] bool run() const noexcept {
        if (source_.trees.empty() || plan_.trees.size() != source_.trees.size() || slot_bits_ > most_slot_bits)
            return false;
        if (!plan_.weighed_leaves.empty() && plan_.weighed_leaves.size() != source_.leaves.size()) return false;
        if (!std::ranges::all_of(plan_.slots, [this](auto slot) { return slot_holds(slot); })) return false;
        consecutive_parts nodes{plan_.nodes.size()};
        for (std::size_t t = 0; t != plan_.trees.size(); ++t)
            if (!nodes.add(plan_.trees[t].first_node, deep_node_room(plan_.trees[t].leaves)) || !tree_holds(t))
                return false;
        return true;
    }

private:
    [[nodiscard]] bool slot_holds(deep_slot slot) const noexcept {
        return slot.feature() < source_.features &&
               (slot.missing() != missing_kind::category || has_set(source_.rule.categories, slot.set));
    }

    [[nodiscard]] bool tree_holds(std::size_t t) const noexcept {
        auto const& tree = plan_.trees[t];
        auto const& source = source_.trees[t];
        if (tree.leaves != source.leaves() || tree.first_leaf != source.first_split + t || tree.output != source.output)
            return false;
        return nodes_hold(plan_.nodes_of(tree), tree.leaves);
    }

    /// The root, and behind a place that stays empty, two nodes for each split: the children come behind their parent.
    [[nodiscard]] bool nodes_hold(std::span<deep_node const> nodes, std::uint32_t leaves) const noexcept {
        auto const end = 2 * std::size_t{leaves};
        for (std::size_t i = 0; i < end; i += i == 0 ? 2 : 1) {
            auto const slot = nodes[i].slot(slot_bits_), left = std::size_t{nodes[i].word >> slot_bits_};
            bool const is_leaf = slot == 0 && left == i && nodes[i].last - 1 < leaves;
            bool const is_split = slot != 0 && slot <= plan_.slots.size() && left > i && left + 1 < end;
            if (!is_leaf && !is_split) return false;
        }
        return true;
    }

    deep_plan<T> const& plan_;
    forest_source<T> const& source_;
    unsigned slot_bits_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
