// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/node_link.hpp>
#include <arenite/model/detail/tree_room.hpp>

#include <optional>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Walks from the root, over a stack of splits whose right child waits, and gives each node its place: splits in
/// preorder, leaves from left to right.
/// A leaf's id is its number among the nodes, less that of the first leaf.
///
/// `split_of(node, link)` is the split of a node that is placed, wherever it is kept.
template <std::floating_point T, class SplitOf>
class tree_placer {
public:
    tree_placer(std::span<node_link> links_of_tree, std::span<std::uint32_t> for_waiting_splits,
                tree_room<T> const& for_tree, SplitOf const& split_of_node, std::uint32_t first_leaf_id = 0) noexcept
        : tree_(links_of_tree), waiting_(for_waiting_splits), room_(for_tree), split_of_(split_of_node),
          leaf_origin_(first_leaf_id) {}

    /// What is wrong with the tree, or nothing. What finds no room is not written: it is none of a tree.
    [[nodiscard]] std::optional<tree_defect> run() noexcept {
        for (std::uint32_t at = 0;;) {
            if (at >= tree_.size()) return tree_defect{at, "a child outside the tree", "a node of the tree"};
            if (tree_[at].is_placed())
                return tree_defect{at, "a node that is reached twice", "one parent for each node"};
            if (!tree_[at].is_leaf()) {
                if (depth_ == waiting_.size())
                    return tree_defect{at, "a tree that is too deep", "at most 65536 turns to the left"};
                at = place_split(at);
            } else {
                place_leaf(at);
                if (depth_ == 0) return std::nullopt;
                at = turn_right();
            }
        }
    }

    [[nodiscard]] std::size_t splits() const noexcept { return split_count_; }

private:
    [[nodiscard]] std::uint32_t place_split(std::uint32_t at) noexcept {
        waiting_[depth_++] = at;
        auto const left = tree_[at].left();
        tree_[at].place_split(split_count_++);
        return left;
    }

    void place_leaf(std::uint32_t at) noexcept {
        if (leaf_count_ < room_.leaf_ids.size())
            room_.leaf_ids[leaf_count_] = static_cast<std::int32_t>(at - leaf_origin_);
        tree_[at].place_leaf(leaf_count_++);
    }

    [[nodiscard]] std::uint32_t turn_right() noexcept {
        auto const self = waiting_[--depth_];
        auto const& link = tree_[self];
        if (link.place() < room_.splits.size()) finish_split(split_of_(self, link), link);
        return link.right();
    }

    void finish_split(tree_split<T>& split, node_link const& link) const noexcept {
        split.left_splits = static_cast<std::uint32_t>(split_count_ - link.place() - 1);
        if (link.right() < tree_.size() && tree_[link.right()].is_leaf()) split.set_right_is_leaf();
    }

    std::span<node_link> tree_;
    std::span<std::uint32_t> waiting_;
    tree_room<T> room_;
    SplitOf const& split_of_;
    std::uint32_t leaf_origin_;
    std::size_t depth_ = 0, split_count_ = 0, leaf_count_ = 0;
};

/// Moves the element of each node to the node's place. Requires: every place is that of one of them. Sets marks.
template <class Element>
void move_to_places(std::span<Element> elements, std::span<node_link> links) noexcept {
    for (std::size_t i = 0; i != elements.size(); ++i) {
        auto moving = elements[i];
        for (auto at = i; !links[at].has_mark();) {
            links[at].set_mark();
            at = links[at].place();
            std::swap(moving, elements[at]);
        }
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
