// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/cut_list.hpp>
#include <arenite/model/detail/deep_plan.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the nodes of one tree, so that a walk reads few lines of the cache: each line takes a pair of children and
/// their nearest descendants, and what they leave over begins lines of its own, depth first.
///
/// A placed node is first the number of an original one; nodes that wait for a line are a list through `last`.
template <std::floating_point T>
class deep_tree_writer {
public:
    deep_tree_writer(forest_source<T> const& of_forest, std::span<deep_slot const> of_plan, unsigned bits_of_slots) noexcept
        : source_(of_forest), slots_(of_plan), slot_bits_(bits_of_slots) {}

    /// How many leaves there are. Requires: room for all, at a line's beginning: deep_node_room(leaves) nodes.
    std::uint32_t write(tree_node<T> const* root, std::span<deep_node> nodes, std::span<T> leaves) noexcept {
        root_ = root, nodes_ = nodes, leaves_ = leaves;
        seen_ = placed_ = 2;
        leaf_count_ = 0;
        waiting_ = none;
        nodes_[0].word = 0;
        for (auto at = std::uint32_t{0}; at != none; at = next()) finish(at);
        return leaf_count_;
    }

private:
    static constexpr auto none = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] std::uint32_t next() noexcept {
        if (seen_ != placed_) return seen_++;
        return waiting_ == none ? none : std::exchange(waiting_, nodes_[waiting_].last);
    }

    void finish(std::uint32_t at) noexcept {
        auto const& original = root_[nodes_[at].word];
        if (original.is_leaf()) {
            auto const width = source_.width();
            for (std::size_t k = 0; k != width; ++k) leaves_[leaf_count_ * width + k] = source_.leaf_value(original, k);
            ++leaf_count_;
            nodes_[at] = {leaf_count_, at << slot_bits_};
        } else {
            auto const slot = std::ranges::lower_bound(slots_, deep_slot::of(original)) - slots_.begin() + 1;
            nodes_[at] = {last_left(original),
                          placed_ << slot_bits_ | static_cast<std::uint32_t>(slot)};
            place(original);
        }
    }

    [[nodiscard]] float_key last_left(tree_node<T> const& split) const noexcept {
        return split.is_category() ? missing_left_key + 1 : last_below(cut_of(split, source_.rule.split.compare));
    }

    void place(tree_node<T> const& parent) noexcept {
        nodes_[placed_].word = parent.left;
        nodes_[placed_ + 1].word = parent.right;
        placed_ += 2;
        if (placed_ % nodes_in_line == 0) end_line();
    }

    void end_line() noexcept {
        for (auto at = placed_; at != seen_;) {
            nodes_[--at].last = waiting_;
            waiting_ = at;
        }
        seen_ = placed_;
    }

    forest_source<T> const& source_;
    std::span<deep_slot const> slots_;
    unsigned slot_bits_;
    tree_node<T> const* root_ = nullptr;
    std::span<deep_node> nodes_;
    std::span<T> leaves_;
    std::uint32_t seen_ = 0, placed_ = 0, leaf_count_ = 0, waiting_ = none;
};

}  // namespace arenite::inline ARENITE_ABI::detail
