// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/coded_tree.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/narrow_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a narrow_plan: counts its trees, and once there is room, writes them.
///
/// Requires: no tree is walked; the columns of ranks can be numbered by bytes.
template <std::floating_point T>
class narrow_compiler {
public:
    void count(coded_tree<T> const& coded) noexcept {
        ++tree_count_;
        split_count_ += splits_of(coded);
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<narrow_plan<T>>(1) + arena_bytes<narrow_tree>(tree_count_) +
               arena_bytes<narrow_split>(split_count_);
    }

    void write_to(arena& place) noexcept {
        plan_ = place.take<narrow_plan<T>>(1).data();
        trees_ = place.take<narrow_tree>(tree_count_);
        splits_.write_to(place.take<narrow_split>(split_count_));
    }

    /// `t`: its place in the forest_plan.
    void write(coded_tree<T> const& coded, std::size_t t) noexcept {
        trees_[t] = {static_cast<std::uint32_t>(splits_.count()), static_cast<std::uint16_t>(splits_of(coded)),
                     coded.planned.depth, coded.is_oblivious()};
        auto const splits = splits_.add_room(splits_of(coded));
        if (coded.is_oblivious()) write_levels(coded, splits);
        else write_splits(coded, splits);
    }

    [[nodiscard]] narrow_plan<T>* finish() const noexcept {
        *plan_ = {trees_, splits_.written()};
        return plan_;
    }

private:
    [[nodiscard]] static std::size_t splits_of(coded_tree<T> const& coded) noexcept {
        return coded.is_oblivious() ? coded.tree.depth() : coded.tree.leaves() - 1;
    }

    static void write_levels(coded_tree<T> const& coded, std::span<narrow_split> splits) noexcept {
        for (std::size_t level = 0; level != splits.size(); ++level)
            splits[level] = {coded.cuts[level].cut.column, coded.cuts[level].cut.k, 0, 0};
    }

    /// Level by level, so that rows are not read right after they are written.
    static void write_splits(coded_tree<T> const& coded, std::span<narrow_split> splits) noexcept {
        auto const& tree = coded.tree;
        std::array<std::uint16_t, most_codes> next;  // of each level
        std::fill_n(next.begin(), tree.depth() + 1, std::uint16_t{0});
        for (std::size_t s = 0; s != splits.size(); ++s) ++next[tree[tree.entry_of(s)].level + 1U];
        for (std::size_t level = 1; level < tree.depth(); ++level)
            next[level] = static_cast<std::uint16_t>(next[level] + next[level - 1]);
        for (std::size_t s = 0; s != splits.size(); ++s) {
            auto const& at = tree[tree.entry_of(s)];
            splits[next[at.level]++] = {coded.cuts[s].cut.column, coded.cuts[s].cut.k, coded.codes[at.leaf],
                                        coded.codes[tree[at.right].leaf]};
        }
    }

    std::size_t tree_count_ = 0, split_count_ = 0;
    narrow_plan<T>* plan_ = nullptr;
    std::span<narrow_tree> trees_;
    list_writer<narrow_split> splits_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
