// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/cut_list.hpp>
#include <arenite/model/detail/deep_slots.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the nodes of one tree, so that a walk reads few lines of the cache: each line takes a pair of children and
/// their nearest descendants, and the splits that it leaves over begin lines of their own, depth first.
///
/// A placed node is unfinished first: `last` counts the leaves on its left, `word` the splits before it, doubled, and
/// is odd for a leaf. Splits that wait for a line are a stack at the end of the room, where there is some for their
/// children.
template <std::floating_point T>
class deep_tree_writer {
public:
    deep_tree_writer(std::span<deep_slot const> of_plan, unsigned bits_of_slots, comparison for_splits) noexcept
        : slots_(of_plan), slot_bits_(bits_of_slots), compare_(for_splits) {}

    /// Requires: `nodes` are deep_node_room of its leaves, at a line's beginning.
    void write(std::span<tree_split<T> const> tree, std::span<deep_node> nodes) noexcept {
        tree_ = tree, nodes_ = nodes;
        seen_ = placed_ = 2;
        waits_ = 0;
        nodes_[0] = unfinished(0, 0, tree.empty());
        finish(0);
        while (seen_ != placed_ || waits_ != 0)
            finish(seen_ != placed_ ? seen_++ : nodes_[nodes_.size() - waits_--].word);
    }

private:
    [[nodiscard]] static deep_node unfinished(std::uint32_t split, std::uint32_t leaf, bool is_leaf) noexcept {
        return {leaf, split << 1 | std::uint32_t{is_leaf}};
    }

    void finish(std::uint32_t at) noexcept {
        auto const [leaf, word] = nodes_[at];
        if ((word & 1) != 0) {
            nodes_[at] = {leaf + 1, at << slot_bits_};
        } else {
            auto const& split = tree_[word >> 1];
            nodes_[at] = {last_left(split), placed_ << slot_bits_ | slots_.number_of(deep_slot::of(split))};
            place_children(split, word >> 1, leaf);
        }
    }

    [[nodiscard]] float_key last_left(tree_split<T> const& split) const noexcept {
        return split.is_category() ? missing_left_key + 1 : last_below(cut_of(split, compare_));
    }

    void place_children(tree_split<T> const& split, std::uint32_t number, std::uint32_t leaf) noexcept {
        auto const beyond = split.left_splits + 1;
        nodes_[placed_++] = unfinished(number + 1, leaf, split.left_is_leaf());
        nodes_[placed_++] = unfinished(number + beyond, leaf + beyond, split.right_is_leaf());
        if (placed_ % nodes_in_line == 0) end_line();
    }

    void end_line() noexcept {
        for (auto at = placed_; at != seen_;)
            if ((nodes_[--at].word & 1) != 0) finish(at);
            else nodes_[nodes_.size() - ++waits_].word = at;
        seen_ = placed_;
    }

    slot_finder slots_;
    unsigned slot_bits_;
    comparison compare_;
    std::span<tree_split<T> const> tree_;
    std::span<deep_node> nodes_;
    std::uint32_t seen_ = 0, placed_ = 0, waits_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
