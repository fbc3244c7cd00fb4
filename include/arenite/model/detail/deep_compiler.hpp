// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/deep_tree_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The slots that a forest's splits need, sorted.
class deep_slots {
public:
    explicit deep_slots(std::span<deep_slot> room) noexcept : room_(room) {}

    /// False: there are too many.
    [[nodiscard]] bool add(deep_slot slot) noexcept {
        auto* const end = room_.data() + count_;
        auto* const place = std::lower_bound(room_.data(), end, slot);
        if (place != end && *place == slot) return true;
        if (count_ == room_.size()) return false;
        std::move_backward(place, end, end + 1);
        *place = slot;
        ++count_;
        return true;
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    std::span<deep_slot> room_;
    std::size_t count_ = 0;
};

/// Makes a deep_plan: counts what it takes, then writes it where there is room.
///
/// Requires: every tree was checked.
template <std::floating_point T>
class deep_compiler {
public:
    explicit deep_compiler(forest_source<T> const& to_compile) noexcept : source_(to_compile) {}

    /// What count() takes from an arena.
    [[nodiscard]] std::size_t workspace_bytes() const noexcept {
        return arena_bytes<std::uint32_t>(source_.most_waiting) + arena_bytes<deep_slot>(most_slots());
    }

    /// False: a tree, or the number of slots, is too large for deep nodes.
    [[nodiscard]] bool count(arena workspace) noexcept {
        auto const waiting = workspace.take<std::uint32_t>(source_.most_waiting);
        deep_slots slots{workspace.take<deep_slot>(most_slots())};
        std::size_t largest = 0;
        for (std::size_t t = 0; t != source_.trees.size(); ++t) {
            auto const leaves = count_leaves(source_.root(t), slots, waiting);
            if (!leaves) return false;
            largest = std::max(largest, *leaves);
            node_count_ += deep_node_room(*leaves);
            leaf_count_ += *leaves;
        }
        slot_count_ = slots.count();
        slot_bits_ = static_cast<unsigned>(std::bit_width(slot_count_));
        return deep_node_room(largest) <= std::size_t{1} << (32 - slot_bits_);
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<deep_plan<T>>(1) + arena_bytes<deep_slot>(slot_count_) +
               arena_bytes<deep_tree>(source_.trees.size()) + arena_bytes<deep_node>(node_count_) +
               arena_bytes<T>(leaf_count_ * source_.width());
    }

    [[nodiscard]] deep_plan<T> const* write(arena& place) const noexcept {
        auto* const plan = place.take<deep_plan<T>>(1).data();
        auto const slots = place.take<deep_slot>(slot_count_);
        auto const trees = place.take<deep_tree>(source_.trees.size());
        collect_slots(slots, place);
        auto const nodes = place.take<deep_node>(node_count_);
        auto const leaves = place.take<T>(leaf_count_ * source_.width());
        *plan = {slots, trees, nodes, leaves, source_.width(), slot_bits_};
        write_trees(slots, trees, nodes, leaves);
        return plan;
    }

private:
    /// For each feature one of each kind and direction of missing values, for each set of categories one of each direction.
    [[nodiscard]] std::size_t most_slots() const noexcept {
        auto const different = 6 * source_.features + 2 * source_.rule.categories.sets.size();
        return std::min({(std::size_t{1} << most_slot_bits) - 1, source_.nodes.size(), different});
    }

    /// Nothing: there are too many slots.
    [[nodiscard]] static std::optional<std::size_t> count_leaves(tree_node<T> const* root, deep_slots& slots,
                                                                 std::span<std::uint32_t> waiting) noexcept {
        std::size_t leaves = 0, waits = 0;
        for (std::uint32_t at = 0;;) {
            if (!root[at].is_leaf()) {
                if (!slots.add(deep_slot::of(root[at]))) return {};
                contract(waits != waiting.size(), "every tree of an ensemble was checked before it is built");
                waiting[waits++] = root[at].right;
                at = root[at].left;
            } else {
                ++leaves;
                if (waits == 0) return leaves;
                at = waiting[--waits];
            }
        }
    }

    /// Nodes that wait lie where the plan's own will: there are fewer of them.
    void collect_slots(std::span<deep_slot> to, arena place) const noexcept {
        deep_slots slots{to};
        auto const waiting = place.take<std::uint32_t>(node_count_);
        for (std::size_t t = 0; t != source_.trees.size(); ++t)
            static_cast<void>(count_leaves(source_.root(t), slots, waiting));
    }

    void write_trees(std::span<deep_slot const> slots, std::span<deep_tree> trees, std::span<deep_node> nodes,
                     std::span<T> leaves) const noexcept {
        deep_tree_writer<T> writer{source_, slots, slot_bits_};
        std::size_t node = 0, leaf = 0;
        for (std::size_t t = 0; t != trees.size(); ++t) {
            auto const written = writer.write(source_.root(t), nodes.subspan(node), leaves.subspan(leaf * source_.width()));
            source_.weigh(leaves.subspan(leaf * source_.width(), written * source_.width()), t);
            trees[t] = {node, leaf, written, source_.trees[t].output};
            node += deep_node_room(written);
            leaf += written;
        }
    }

    forest_source<T> source_;
    std::size_t slot_count_ = 0, node_count_ = 0, leaf_count_ = 0;
    unsigned slot_bits_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
