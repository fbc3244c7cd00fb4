// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/leaf_code.hpp>
#include <arenite/model/detail/small_tree.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// The codes of a tree's leaves in its forest_plan, by the number of the leaf.
template <std::floating_point T>
class leaf_codes {
public:
    leaf_codes() noexcept {}  // NOLINT: as of small_tree

    /// Of padded trees: a 1 for each turn to the left, the root's the highest.
    void read_paths(small_tree<T> const& tree) noexcept {
        set(tree, 0, 0, tree.depth());
        for (std::size_t s = 0; s != tree.splits().size(); ++s) {
            auto const self = tree.entry_of(s);
            auto const below = tree.depth() - tree[self].level - 1U;
            auto const code = of_splits_[s];
            set(tree, self + 1, code | std::size_t{1} << below, below);
            set(tree, tree[self].right, code, below);
        }
    }

    /// Of programs; returns how many muxes they take.
    std::size_t read_numbers(small_tree<T> const& tree) noexcept {
        std::size_t muxes = 0;
        set_number(tree, 0, 0);
        for (std::size_t s = 0; s != tree.splits().size(); ++s)
            muxes += read_split(tree, tree.entry_of(s), of_splits_[s]);
        return muxes;
    }

    /// Of padded trees: the place of a split's condition among all of the tree, each behind those of its two subtrees.
    [[nodiscard]] std::size_t template_place(small_tree<T> const& tree, std::size_t split) const noexcept {
        auto const root = std::size_t{1} << tree.depth(), here = root >> tree[tree.entry_of(split)].level;
        auto const right_turns = ~std::size_t{of_splits_[split]} & (root - here);  // pass as many, and one less each
        return right_turns - static_cast<std::size_t>(std::popcount(right_turns)) + here - 2;
    }

    [[nodiscard]] std::uint8_t operator[](std::size_t leaf) const noexcept { return codes_[leaf]; }

    /// A padded leaf has 2^levels codes, this one and those that follow it.
    [[nodiscard]] std::size_t count(std::size_t leaf) const noexcept { return std::size_t{1} << levels_[leaf]; }

private:
    static constexpr std::size_t no_split = most_codes - 1;

    std::size_t read_split(small_tree<T> const& tree, std::size_t self, std::size_t first) noexcept {
        std::size_t const left = tree[self + 1].leaves, right = tree[tree[self].right].leaves;
        auto const if_left_first = muxes_above(first, left, first + left, right);
        auto const if_right_first = muxes_above(first + right, left, first, right);
        bool const left_first = if_left_first <= if_right_first;
        set_number(tree, self + 1, left_first ? first : first + right);
        set_number(tree, tree[self].right, left_first ? first + left : first);
        return std::min(if_left_first, if_right_first);
    }

    /// What is set for an inner entry is replaced by what is set for its first leaf.
    void set_number(small_tree<T> const& tree, std::size_t entry, std::size_t number) noexcept {
        codes_[tree[entry].leaf] = static_cast<std::uint8_t>(leaf_code(number));
        levels_[tree[entry].leaf] = 0;
        of_splits_[split_of(tree, entry)] = static_cast<std::uint8_t>(number);
    }
    void set(small_tree<T> const& tree, std::size_t entry, std::size_t code, std::size_t levels) noexcept {
        codes_[tree[entry].leaf] = static_cast<std::uint8_t>(code);
        levels_[tree[entry].leaf] = static_cast<std::uint8_t>(levels);
        of_splits_[split_of(tree, entry)] = static_cast<std::uint8_t>(code);
    }
    [[nodiscard]] static std::size_t split_of(small_tree<T> const& tree, std::size_t entry) noexcept {
        return tree[entry].leaves == 1 ? no_split : entry - tree[entry].leaf;
    }

    std::array<std::uint8_t, most_codes> codes_, levels_;
    std::array<std::uint8_t, most_codes> of_splits_;  // of the first leaf, and one place for those of leaves
};

}  // namespace arenite::inline ARENITE_ABI::detail
