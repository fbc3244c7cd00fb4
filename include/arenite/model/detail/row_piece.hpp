// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/entry_codes.hpp>
#include <arenite/model/detail/row_plan.hpp>

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
        exits_[exit_count_++] = {static_cast<std::uint16_t>(entry), 0, 0, false};
        while (exit_count_ != most_exits) {
            auto const largest = largest_exit();
            if (leaves_of(largest) == 1) break;
            split(largest);
        }
    }

    [[nodiscard]] std::span<member const> splits() const noexcept { return {splits_.data(), split_count_}; }
    [[nodiscard]] std::span<member const> exits() const noexcept { return {exits_.data(), exit_count_}; }

private:
    /// 1: nothing to split there.
    [[nodiscard]] std::size_t leaves_of(std::size_t exit) const noexcept {
        auto const& at = exits_[exit];
        return at.depth == most_cluster_depth ? 1 : (*tree_)[at.entry].leaves;
    }
    [[nodiscard]] std::size_t largest_exit() const noexcept {
        std::size_t largest = 0;
        for (std::size_t i = 1; i != exit_count_; ++i)
            if (leaves_of(i) > leaves_of(largest)) largest = i;
        return largest;
    }
    void split(std::size_t exit) noexcept {
        auto const at = exits_[exit];
        auto const self = static_cast<std::uint16_t>(split_count_);
        auto const depth = static_cast<std::uint8_t>(at.depth + 1);
        splits_[split_count_++] = at;
        exits_[exit] = {static_cast<std::uint16_t>(at.entry + 1), self, depth, true};
        exits_[exit_count_++] = {(*tree_)[at.entry].right, self, depth, false};
    }

    small_tree<T> const* tree_;
    std::array<member, 64> splits_, exits_;
    std::size_t split_count_ = 0, exit_count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
