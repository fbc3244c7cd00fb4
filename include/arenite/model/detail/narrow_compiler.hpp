// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/entry_codes.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/narrow_plan.hpp>
#include <arenite/model/detail/row_cut.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a narrow_plan for the trees of a forest_plan.
///
/// Requires: no tree is walked; the columns of ranks can be numbered by bytes.
template <std::floating_point T>
class narrow_compiler {
public:
    explicit narrow_compiler(forest_source<T> const& to_compile) noexcept : source_(to_compile) {
        for (std::size_t t = 0; t != source_.trees.size(); ++t)
            split_count_ += splits_of(small_tree<T>{source_.tree(t)});
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<narrow_plan<T>>(1) + arena_bytes<narrow_tree>(source_.trees.size()) +
               arena_bytes<narrow_split>(split_count_);
    }

    [[nodiscard]] narrow_plan<T> const* write(arena& place, forest_plan<T> const& forest,
                                              std::size_t columns) noexcept {
        auto* const plan = place.take<narrow_plan<T>>(1).data();
        trees_ = place.take<narrow_tree>(source_.trees.size());
        splits_.write_to(place.take<narrow_split>(split_count_));
        for (auto const& part : forest.parts) add_part(forest, part);
        *plan = {trees_, splits_.written(), columns};
        return plan;
    }

private:
    [[nodiscard]] static std::size_t splits_of(small_tree<T> const& tree) noexcept {
        return tree.is_oblivious() ? tree.depth() : tree.leaves() - 1;
    }

    void add_part(forest_plan<T> const& forest, forest_part const& part) noexcept {
        row_cut_finder<T> const cuts{forest, part};
        for (auto const& group : forest.groups.subspan(part.first_group, part.groups))
            for (auto t = group.first_tree; t != group.first_tree + group.trees; ++t)
                add_tree(forest.trees[t], t, cuts);
    }

    void add_tree(planned_tree const& planned, std::size_t t, row_cut_finder<T> const& cuts) noexcept {
        small_tree<T> const tree{source_.tree(planned.number)};
        trees_[t] = {static_cast<std::uint32_t>(splits_.count()), static_cast<std::uint16_t>(splits_of(tree)),
                     planned.depth, planned.shape == tree_shape::oblivious};
        entry_codes<T> const codes{tree, planned};
        for (std::size_t level = 0; level != tree.depth(); ++level)
            if (planned.shape == tree_shape::oblivious) add_split(tree, level, {}, {}, cuts);
            else add_level(tree, codes, 0, level, cuts);
    }

    void add_split(small_tree<T> const& tree, std::size_t entry, std::uint8_t from, std::uint8_t right,
                   row_cut_finder<T> const& cuts) noexcept {
        auto const cut = cuts.find(*tree[entry].split);
        splits_.add({cut.column, cut.k, from, right});
    }

    /// The splits that lie so many levels below: level by level, rows are not read right after they are written.
    void add_level(small_tree<T> const& tree, entry_codes<T> const& codes, std::size_t at, std::size_t levels,
                   row_cut_finder<T> const& cuts) noexcept {
        if (tree[at].leaves == 1) return;
        std::size_t const left = at + 1, right = tree[at].right;
        if (levels != 0) {
            add_level(tree, codes, left, levels - 1, cuts);
            add_level(tree, codes, right, levels - 1, cuts);
        } else {
            add_split(tree, at, place_of(tree, codes, at), place_of(tree, codes, right), cuts);
        }
    }

    /// The code of a subtree's first leaf.
    [[nodiscard]] static std::uint8_t place_of(small_tree<T> const& tree, entry_codes<T> const& codes,
                                               std::size_t at) noexcept {
        while (tree[at].leaves != 1) ++at;
        return codes[at];
    }

    forest_source<T> source_;
    std::size_t split_count_ = 0;
    std::span<narrow_tree> trees_;
    list_writer<narrow_split> splits_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
