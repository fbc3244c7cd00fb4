// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/row_plan.hpp>
#include <arenite/model/detail/small_tree.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The top of a subtree, which gets a place in a cluster: splits, largest first, until there are `most_exits` exits.
template <std::floating_point T>
class row_piece {
public:
    struct member {
        std::uint16_t entry, parent;  ///< the parent among the splits
        std::uint8_t depth;
        bool is_left;
    };

    row_piece(small_tree<T> const& of_tree, std::size_t entry, std::size_t most_exits) noexcept : tree_(&of_tree) {
        add_exit({static_cast<std::uint16_t>(entry), 0, 0, false});
        while (exit_count_ != most_exits) {
            auto const largest = largest_order();
            if (largest == 0) break;
            split(first_order - 1 - largest % first_order);
        }
    }

    [[nodiscard]] std::span<member const> splits() const noexcept { return {splits_.data(), split_count_}; }
    [[nodiscard]] std::span<member const> exits() const noexcept { return {exits_.data(), exit_count_}; }

private:
    /// Exits are ordered by their leaves, where there is something to split, and the first of them in front: so they
    /// are numbers, of which a vector finds the largest.
    ///
    ///     | leaves | 63 - the exit's number: 6 bits |
    static constexpr std::size_t first_order = 64;

    [[nodiscard]] std::size_t largest_order() const noexcept {
        std::int16_t largest = 0;
        for (std::size_t i = 0; i != exit_count_; ++i) largest = std::max(largest, order_[i]);
        return static_cast<std::size_t>(largest);
    }

    void add_exit(member const& exit) noexcept { set_exit(exit_count_++, exit); }

    void set_exit(std::size_t number, member const& exit) noexcept {
        auto const leaves = exit.depth == most_cluster_depth ? 1U : (*tree_)[exit.entry].leaves;
        exits_[number] = exit;
        auto const order = leaves == 1 ? 0 : leaves * first_order + first_order - 1 - number;
        order_[number] = static_cast<std::int16_t>(order);
    }

    void split(std::size_t exit) noexcept {
        auto const at = exits_[exit];
        auto const self = static_cast<std::uint16_t>(split_count_);
        auto const depth = static_cast<std::uint8_t>(at.depth + 1);
        splits_[split_count_++] = at;
        set_exit(exit, {static_cast<std::uint16_t>(at.entry + 1), self, depth, true});
        add_exit({(*tree_)[at.entry].right, self, depth, false});
    }

    small_tree<T> const* tree_;
    std::array<member, 64> splits_, exits_;
    std::array<std::int16_t, 64> order_;
    std::size_t split_count_ = 0, exit_count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
