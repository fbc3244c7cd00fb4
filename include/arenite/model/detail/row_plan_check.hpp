// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/consecutive_parts.hpp>
#include <arenite/model/detail/row_plan.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether a row_plan that a file kept leads every row from the root of a tree to codes of leaves: see plan_check.
template <std::floating_point T>
class row_plan_check {
public:
    row_plan_check(forest_plan<T> const& of_forest, forest_source<T> const& of_trees) noexcept
        : forest_(of_forest), plan_(*of_forest.rows), source_(of_trees), size_(cluster_size(of_forest.instructions)),
          clusters_(plan_.exits.size() / size_), exits_left_(plan_.exits.size()), trees_(plan_.trees.size()) {}

    [[nodiscard]] bool run() noexcept {
        if (most_row_columns(forest_.instructions) == 0) return false;
        if (plan_.places.size() != 4 * clusters_ * size_) return false;
        if (plan_.parts.size() != forest_.parts.size() || plan_.trees.size() != forest_.trees.size()) return false;
        consecutive_parts batches{plan_.batches.size()};
        return std::ranges::all_of(plan_.parts,
                                   [&](auto part) { return batches.add(part.first_batch, part.batches); }) &&
               std::ranges::all_of(plan_.batches, [this](auto const& one) { return batch_holds(one); });
    }

private:
    [[nodiscard]] bool batch_holds(row_batch const& batch) noexcept {
        if (!trees_.add(batch.first_tree, batch.trees) || batch.trees > most_batch_trees ||
            batch.clusters > most_batch_trees || !lies_inside(batch.first_cluster, batch.clusters, clusters_) ||
            !lies_inside(batch.output, source_.width, source_.base.size()))
            return false;
        for (std::size_t t = batch.first_tree; t != std::size_t{batch.first_tree} + batch.trees; ++t) {
            auto const& tree = plan_.trees[t];
            auto const cluster = std::size_t{tree.root >> place_bits};
            if (tree.leaves != forest_.trees[t].leaves || cluster < batch.first_cluster ||
                cluster - batch.first_cluster >= batch.clusters || !tree_holds(tree, batch.whole))
                return false;
        }
        return true;
    }

    /// Ways go on at later places, and each exit is at the end of one.
    [[nodiscard]] bool tree_holds(row_tree const& tree, bool whole) noexcept {
        waits_ = 0;
        inner_ = std::uint64_t{tree.inner} << place_bits;
        waiting_[waits_++] = tree.root;
        while (waits_ != 0) {
            at_ = waiting_[--waits_];
            auto const cluster = at_ >> place_bits, place = at_ & 63U;
            if (cluster >= clusters_ || !place_holds(cluster, place, most_cluster_depth)) return false;
            if (whole && waits_ != 0) return false;
        }
        return true;
    }

    /// Follows both children, down to exits.
    [[nodiscard]] bool place_holds(std::size_t cluster, std::size_t place, std::size_t levels) noexcept {
        if (place >= first_exit) return exit_holds(cluster, place - first_exit);
        if (place >= size_ || levels == 0) return false;
        auto const* const children = plan_.places.data() + (4 * cluster + 2) * size_ + place;
        return place_holds(cluster, children[0], levels - 1) &&
               (children[0] == children[size_] || place_holds(cluster, children[size_], levels - 1));
    }

    [[nodiscard]] bool exit_holds(std::size_t cluster, std::size_t number) noexcept {
        if (number >= size_ || exits_left_-- == 0) return false;
        std::uint32_t const exit = plan_.exits[cluster * size_ + number];
        if ((exit & exit_is_inner) == 0) return exit < most_codes;
        auto const next = inner_ + (exit & (exit_is_inner - 1U));
        if (waits_ == waiting_.size() || next <= at_) return false;
        waiting_[waits_++] = next;
        return true;
    }

    forest_plan<T> const& forest_;
    row_plan<T> const& plan_;
    forest_source<T> const& source_;
    std::size_t size_, clusters_, exits_left_, waits_ = 0;
    consecutive_parts trees_;
    std::uint64_t inner_ = 0, at_ = 0;  ///< | cluster | place: 6 bits |
    std::array<std::uint64_t, most_codes> waiting_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
