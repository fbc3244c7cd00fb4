// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/fixed_list.hpp>
#include <arenite/model/detail/forest_plan.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// How many leaves a tree has, but at most one more than can be coded.
template <std::floating_point T>
[[nodiscard]] std::size_t coded_leaves(tree_node<T> const* root) noexcept {
    std::array<std::uint32_t, most_codes + 1> waiting{};
    std::size_t leaves = 0, waits = 0;
    for (std::uint32_t at = 0; leaves + waits <= most_codes;) {
        if (!root[at].is_leaf()) {
            waiting[waits++] = root[at].right;
            at = root[at].left;
        } else {
            ++leaves;
            if (waits == 0) return leaves;
            at = waiting[--waits];
        }
    }
    return most_codes + 1;
}

/// A tree of at most 256 leaves in preorder, the left child of a split right behind it.
template <std::floating_point T>
class small_tree {
public:
    struct entry {
        tree_node<T> const* node;
        std::uint16_t right;
        std::uint16_t leaves;  ///< of the subtree
        std::uint8_t depth;    ///< of the subtree
    };

    explicit small_tree(tree_node<T> const* root) noexcept : root_(root) { add(0); }

    [[nodiscard]] entry const& operator[](std::size_t i) const noexcept { return entries_[i]; }
    [[nodiscard]] std::size_t depth() const noexcept { return entries_[0].depth; }
    [[nodiscard]] std::size_t leaves() const noexcept { return entries_[0].leaves; }

    /// Whether every leaf is `depth()` splits below the root and all splits of a level are the same.
    [[nodiscard]] bool is_oblivious() const noexcept {
        return leaves() == std::size_t{1} << depth() && same_levels(0, 0);
    }

private:
    /// Recursion is as deep as the tree: at most 255.
    std::size_t add(std::uint32_t at) noexcept {
        auto const self = size_++;
        auto& made = entries_[self] = {root_ + at, 0, 1, 0};
        if (made.node->is_leaf()) return self;
        auto const& left = entries_[add(made.node->left)];
        made.right = static_cast<std::uint16_t>(size_);
        auto const& right = entries_[add(made.node->right)];
        made.leaves = static_cast<std::uint16_t>(left.leaves + right.leaves);
        made.depth = static_cast<std::uint8_t>(1 + std::max(left.depth, right.depth));
        return self;
    }

    [[nodiscard]] bool same_levels(std::size_t at, std::size_t leftmost) const noexcept {
        auto const &here = *entries_[at].node, &first = *entries_[leftmost].node;
        if (here.is_leaf() || first.is_leaf()) return here.is_leaf() && first.is_leaf();
        bool const same = here.packed == first.packed && here.value == first.value;
        return same && same_levels(at + 1, leftmost + 1) && same_levels(entries_[at].right, leftmost + 1);
    }

    tree_node<T> const* root_;
    std::size_t size_ = 0;
    std::array<entry, 2 * most_codes> entries_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
