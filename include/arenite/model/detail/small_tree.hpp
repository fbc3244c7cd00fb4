// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_plan.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// A tree of at most 256 leaves in preorder, the left child of a split right behind it.
template <std::floating_point T>
class small_tree {
public:
    struct entry {
        tree_split<T> const* split;  ///< none: it is a leaf
        std::uint16_t leaf;          ///< the number of the subtree's first
        std::uint16_t leaves;        ///< of the subtree
        std::uint16_t right;
        std::uint8_t depth;  ///< of the subtree
    };

    explicit small_tree(std::span<tree_split<T> const> splits) noexcept { add(splits, 0); }

    [[nodiscard]] entry const& operator[](std::size_t i) const noexcept { return entries_[i]; }
    [[nodiscard]] std::size_t depth() const noexcept { return entries_[0].depth; }
    [[nodiscard]] std::size_t leaves() const noexcept { return entries_[0].leaves; }

    /// Whether every leaf is `depth()` splits below the root and all splits of a level are the same.
    [[nodiscard]] bool is_oblivious() const noexcept {
        return depth() <= codes_planes && leaves() == std::size_t{1} << depth() && same_levels(0, 0);
    }

private:
    /// Recursion is as deep as the tree: at most 255.
    std::size_t add(std::span<tree_split<T> const> splits, std::size_t leaf) noexcept {
        auto const self = size_++;
        auto& made = entries_[self];
        made = {nullptr, static_cast<std::uint16_t>(leaf), static_cast<std::uint16_t>(splits.size() + 1), 0, 0};
        if (splits.empty()) return self;
        made.split = &splits.front();
        auto const left_splits = made.split->left_splits;
        auto const& left = entries_[add(splits.subspan(1, left_splits), leaf)];
        made.right = static_cast<std::uint16_t>(size_);
        auto const& right = entries_[add(splits.subspan(1 + left_splits), leaf + left_splits + 1)];
        made.depth = static_cast<std::uint8_t>(1 + std::max(left.depth, right.depth));
        return self;
    }

    [[nodiscard]] bool same_levels(std::size_t at, std::size_t leftmost) const noexcept {
        auto const *here = entries_[at].split, *first = entries_[leftmost].split;
        if (here == nullptr || first == nullptr) return here == first;
        return here->same_condition(*first) && same_levels(at + 1, leftmost + 1) &&
               same_levels(entries_[at].right, leftmost + 1);
    }

    std::size_t size_ = 0;
    std::array<entry, 2 * most_codes> entries_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
