// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/row_ranks.hpp>
#include <arenite/model/detail/walked_sums.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// One row through all trees, a batch of them at a time. A Machine knows the row's ranks and finds, for items whose
/// clusters follow each other or for any, which exit is under their places.
template <class Machine, class T, class In>
class row_sums {
public:
    row_sums(forest_plan<T> const& of_forest, batch_view<In const> to_score, std::byte* lent) noexcept
        : forest_(of_forest), plan_(*of_forest.rows), x_(to_score), scratch_{lent} {}

    /// Adds the leaves of the row: of output k at sums[k * block].
    void run(std::size_t row, T* sums, std::size_t block) const noexcept {
        for (std::size_t p = 0; p != plan_.parts.size(); ++p) {
            rank_row(forest_, forest_.parts[p], x_, row, scratch_.ranks());
            Machine const machine{plan_.places.data(), scratch_.ranks(), scratch_.found()};
            auto const& part = plan_.parts[p];
            for (auto const& batch : plan_.batches.subspan(part.first_batch, part.batches))
                add_batch(machine, batch, sums + batch.output * block, block);
        }
    }

private:
    void add_batch(Machine const& machine, row_batch const& batch, T* sums, std::size_t block) const noexcept {
        auto const* const trees = plan_.trees.data() + batch.first_tree;
        machine.look_at(batch.first_cluster, batch.clusters);
        if (batch.whole && forest_.source.width == 1) return void(*sums = add_found(machine, batch, trees, *sums));
        for (auto items = enter(machine, batch, trees); items != 0;) items = go_on(machine, items, trees);
        for (std::size_t k = 0; k != forest_.source.width; ++k) sums[k * block] = add_codes(batch, k, sums[k * block]);
    }

    /// Of output k, from the codes of all trees.
    [[nodiscard]] T add_codes(row_batch const& batch, std::size_t k, T sum) const noexcept {
        for (std::size_t t = 0; t != batch.trees; ++t)
            sum += forest_.table(batch.first_tree + t, k)[scratch_.codes()[t]];
        return sum;
    }

    /// Of trees that are in one cluster each.
    [[nodiscard]] T add_found(Machine const& machine, row_batch const& batch, row_tree const* trees,
                              T sum) const noexcept {
        auto const* const exits = plan_.exits.data();
        auto const* const leaves = forest_.leaves.data();
        for (auto const* const end = trees + batch.trees; trees != end; ++trees) {
            auto const cluster = trees->root >> place_bits, place = trees->root & 63;
            auto const exit = machine.found(cluster - batch.first_cluster, place);
            sum += leaves[trees->leaves + exits[cluster * Machine::size + exit]];
        }
        return sum;
    }

    /// From the roots; returns how many trees are left.
    [[nodiscard]] std::size_t enter(Machine const& machine, row_batch const& batch,
                                    row_tree const* trees) const noexcept {
        follower follow{plan_.exits.data(), trees, scratch_};
        for (std::size_t t = 0; t != batch.trees; ++t) {
            auto const cluster = trees[t].root >> place_bits, place = trees[t].root & 63;
            follow(machine.found(cluster - batch.first_cluster, place), cluster, t);
        }
        return follow.left;
    }

    [[nodiscard]] std::size_t go_on(Machine const& machine, std::size_t items, row_tree const* trees) const noexcept {
        machine.look_at(scratch_.items(), items);
        follower follow{plan_.exits.data(), trees, scratch_};
        for (std::size_t i = 0; i != items; ++i) {
            auto const item = scratch_.items()[i];
            follow(machine.found(i, item.place), item.cluster, item.tree);
        }
        return follow.left;
    }

    /// Notes the leaf, and, in case that it is none, the next item, without asking.
    struct follower {
        follower(std::uint16_t const* all_exits, row_tree const* of_batch, row_scratch to) noexcept
            : exits(all_exits), trees(of_batch), codes(to.codes()), items(to.items()) {}

        void operator()(std::size_t number, std::uint32_t cluster, std::size_t t) noexcept {
            std::uint32_t const exit = exits[cluster * Machine::size + number];
            codes[t] = static_cast<std::uint16_t>(exit);
            items[left] = {trees[t].inner + ((exit & 0x7fff) >> place_bits), static_cast<std::uint16_t>(exit & 63),
                           static_cast<std::uint16_t>(t)};
            left += exit >> 15;
        }

        std::uint16_t const* exits;
        row_tree const* trees;
        std::uint16_t* codes;
        row_item* items;
        std::size_t left = 0;
    };

    forest_plan<T> const& forest_;
    row_plan<T> const& plan_;
    batch_view<In const> x_;
    row_scratch scratch_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
