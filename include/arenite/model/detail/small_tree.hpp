// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_plan.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// A tree of at most 256 leaves: its splits and leaves in preorder, the left child of a split right behind it. The
/// entry of a split is its place among the splits plus the leaves in front of it, which are the number of its first
/// leaf.
template <std::floating_point T>
class small_tree {
public:
    struct entry {
        std::uint16_t split;   ///< of a split: its place among the splits
        std::uint16_t leaf;    ///< the number of the subtree's first
        std::uint16_t leaves;  ///< of the subtree
        std::uint16_t right;   ///< of a split
        std::uint8_t level;    ///< splits above it
        std::uint8_t depth;    ///< of the subtree
    };

    small_tree() noexcept {}  // NOLINT: entries are written before they are read, and there are many

    void read(std::span<tree_split<T> const> splits) noexcept {
        splits_ = splits;
        first_leaves_[0] = 0;
        entries_[0] = {0, 0, static_cast<std::uint16_t>(splits.size() + 1), 0, 0, 0};
        for (std::size_t s = 0; s != splits.size(); ++s) add_children(s);
        for (auto s = splits.size(); s != 0; --s) find_depth(entries_[entry_of(s - 1)], entry_of(s - 1));
    }

    [[nodiscard]] entry const& operator[](std::size_t i) const noexcept { return entries_[i]; }
    [[nodiscard]] std::span<tree_split<T> const> splits() const noexcept { return splits_; }
    [[nodiscard]] std::size_t entry_of(std::size_t split) const noexcept { return split + first_leaves_[split]; }
    [[nodiscard]] std::size_t depth() const noexcept { return entries_[0].depth; }
    [[nodiscard]] std::size_t leaves() const noexcept { return entries_[0].leaves; }

    /// Whether every leaf is `depth()` splits below the root and all splits of a level are the same.
    [[nodiscard]] bool is_oblivious() const noexcept {
        if (depth() > codes_planes || leaves() != std::size_t{1} << depth()) return false;
        for (std::size_t s = 0; s != splits_.size(); ++s)  // the first splits are those on the left of each level
            if (!splits_[s].same_condition(splits_[entries_[entry_of(s)].level])) return false;
        return true;
    }

private:
    static constexpr std::size_t no_split = most_codes - 1;

    void add_children(std::size_t s) noexcept {
        auto const self = entry_of(s);
        auto& at = entries_[self];
        auto const left = splits_[s].left_splits + 1, right = at.leaves - left;  // leaves
        at.split = static_cast<std::uint16_t>(s);
        at.right = static_cast<std::uint16_t>(self + 2 * left);
        add_child(self + 1, s + 1, at.leaf, left, at.level);
        add_child(at.right, s + left, at.leaf + left, right, at.level);
    }

    void add_child(std::size_t self, std::size_t split, std::size_t leaf, std::size_t leaves,
                   std::uint8_t level_above) noexcept {
        auto const first = static_cast<std::uint16_t>(leaf);
        entries_[self] = {0, first, static_cast<std::uint16_t>(leaves), 0, static_cast<std::uint8_t>(level_above + 1),
                          0};
        first_leaves_[leaves == 1 ? no_split : split] = first;
    }

    void find_depth(entry& at, std::size_t self) noexcept {
        auto const deeper = std::max(entries_[self + 1].depth, entries_[at.right].depth);
        at.depth = static_cast<std::uint8_t>(deeper + 1);
    }

    std::span<tree_split<T> const> splits_;
    std::array<std::uint16_t, most_codes> first_leaves_;  // by split, and one place for those of leaves
    std::array<entry, 2 * most_codes> entries_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
