// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/cut_finder.hpp>
#include <arenite/model/detail/leaf_codes.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A tree of at most 256 leaves as it is compiled: everything that is found out about it once for all plans.
template <std::floating_point T>
struct coded_tree {
    small_tree<T> tree;
    leaf_codes<T> codes;
    std::array<found_cut, most_codes> cuts;  ///< of splits, and of oblivious trees, which have one for each, of levels
    planned_tree planned;
    std::size_t muxes = 0;  ///< of programs

    coded_tree() noexcept {}  // NOLINT: as of small_tree

    void read(std::span<tree_split<T> const> splits, std::uint32_t number) noexcept {
        tree.read(splits);
        planned = {.number = number, .shape = shape_of(tree)};
        bool const program = is_program();
        planned.depth = static_cast<std::uint8_t>(program ? std::bit_width(tree.leaves() - 1U) : tree.depth());
        if (program) muxes = codes.read_numbers(tree);
    }

    /// What else it takes to write it.
    void find(cut_finder<T>& finder, comparison compare) noexcept {
        if (!is_program()) codes.read_paths(tree);
        auto const splits = tree.splits().first(is_oblivious() ? planned.depth : tree.splits().size());
        for (std::size_t s = 0; s != splits.size(); ++s) cuts[s] = finder.find(feature_cut_of(splits[s], compare));
    }

    /// Of a split.
    [[nodiscard]] found_cut const& cut_of(typename small_tree<T>::entry const& split) const noexcept {
        return cuts[is_oblivious() ? split.level : split.split];
    }

    [[nodiscard]] bool is_program() const noexcept { return planned.shape == tree_shape::program; }
    [[nodiscard]] bool is_oblivious() const noexcept { return planned.shape == tree_shape::oblivious; }

private:
    /// A padded tree costs a mask for each inner node, a program about three for each mux, of which there are about two
    /// for each leaf.
    [[nodiscard]] static tree_shape shape_of(small_tree<T> const& tree) noexcept {
        if (tree.depth() > codes_planes) return tree_shape::program;
        if (tree.is_oblivious()) return tree_shape::oblivious;
        return std::size_t{1} << tree.depth() <= 6 * tree.leaves() ? tree_shape::perfect : tree_shape::program;
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
