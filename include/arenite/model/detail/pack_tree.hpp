// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/tree_node.hpp>

#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Walks as the check does; a split whose right child waits has that child's number in place of its left_splits.
template <std::floating_point T>
class tree_packer {
public:
    tree_packer(std::span<tree_node<T> const> checked_tree, std::span<std::uint32_t> for_waiting_splits,
                std::span<tree_split<T>> room_for_splits, std::span<std::int32_t> room_for_leaves) noexcept
        : tree_(checked_tree), waiting_(for_waiting_splits), splits_(room_for_splits), leaf_nodes_(room_for_leaves) {}

    /// How many splits there are.
    [[nodiscard]] std::size_t run() noexcept {
        for (std::uint32_t at = 0;;) {
            if (!tree_[at].is_leaf()) {
                at = add_split(tree_[at]);
            } else {
                leaf_nodes_[leaf_count_++] = static_cast<std::int32_t>(at);
                if (depth_ == 0) return split_count_;
                at = turn_right();
            }
        }
    }

private:
    [[nodiscard]] std::uint32_t add_split(tree_node<T> const& node) noexcept {
        waiting_[depth_++] = static_cast<std::uint32_t>(split_count_);
        splits_[split_count_++] = {{node.packed}, node.right, node.value};
        return node.left;
    }
    [[nodiscard]] std::uint32_t turn_right() noexcept {
        auto const self = waiting_[--depth_];
        auto& split = splits_[self];
        auto const right = std::exchange(split.left_splits, static_cast<std::uint32_t>(split_count_ - self - 1));
        if (tree_[right].is_leaf()) split.set_right_is_leaf();
        return right;
    }

    std::span<tree_node<T> const> tree_;
    std::span<std::uint32_t> waiting_;
    std::span<tree_split<T>> splits_;
    std::span<std::int32_t> leaf_nodes_;
    std::size_t depth_ = 0, split_count_ = 0, leaf_count_ = 0;
};

/// Writes the splits of a tree in preorder, and the numbers of its leaves among the nodes, from left to right; returns
/// how many splits there are. `workspace`: what checking it needed. Requires: it was checked; room for its splits and
/// leaves.
template <std::floating_point T>
[[nodiscard]] std::size_t pack_tree(std::span<tree_node<T> const> tree, std::span<std::uint32_t> workspace,
                                    std::span<tree_split<T>> splits, std::span<std::int32_t> leaf_nodes) noexcept {
    return tree_packer<T>{tree, workspace, splits, leaf_nodes}.run();
}

}  // namespace arenite::inline ARENITE_ABI::detail
