// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_walk.hpp>
#include <arenite/model/detail/line_prefetch.hpp>
#include <arenite/model/detail/walked_sums.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A block of rows through one tree after the other, `lanes` rows at a time. Where no tree is
/// walked there may be no plan, and none is added.
template <std::size_t lanes, std::floating_point T, class In>
class deep_rows {
public:
    deep_rows(forest_plan<T> const& of_forest, batch_view<In const> to_score, float_key* room) noexcept
        : forest_(of_forest), plan_(of_forest.deep), x_(to_score),
          groups_((to_score.rows() + deep_group - 1) / deep_group), keys_(room) {}

    void rank() noexcept {
        for (std::size_t g = 0; g != groups_; ++g) {
            auto const first = g * deep_group;
            auto const rows = x_.middle_rows(first, std::min(deep_group, x_.rows() - first));
            key_writer<deep_group, T, In>{forest_, rows}.write(keys_of(g));
        }
    }

    /// Of row r and output k at sums[k * block + r].
    [[gnu::noinline]] void add_tree(std::size_t t, T* sums, std::size_t block) noexcept {
        auto const& next = plan_->trees[std::min(t + 1, plan_->trees.size() - 1)];
        auto const steps = groups_ * deep_group / lanes;
        line_prefetch nodes{plan_->nodes_of(next), steps}, leaves{plan_->leaves_of(next), steps};
        for (std::size_t r = 0; r != groups_ * deep_group; r += lanes) {
            nodes.next();
            leaves.next();
            add_leaves(t, r, sums, block);
        }
    }

private:
    [[nodiscard]] float_key* keys_of(std::size_t group) const noexcept {
        return keys_ + group * deep_group * (plan_->slots.size() + 1);
    }

    void add_leaves(std::size_t t, std::size_t first, T* sums, std::size_t block) noexcept {
        auto const& tree = plan_->trees[t];
        auto const* const root = plan_->nodes.data() + tree.first_node;
        auto const* const keys = keys_of(first / deep_group) + first % deep_group;
        deep_lanes_walk<lanes, keys_decide<T, In>> walk{plan_->slot_bits};
        walk.run([&](std::size_t) { return root; },
                 [&](std::size_t i, std::size_t slot) { return keys[slot * deep_group + i]; });
        auto* const sum = sums + tree.output * block + first;
        for (std::size_t i = 0; i != lanes; ++i)
            if (walk.is_decided(i)) plan_->add_leaf(tree, root[walk.at(i)], sum + i, block);
            else add_walked_leaf(forest_.source, t, x_, std::min(first + i, x_.rows() - 1), sums + first + i, block);
    }

    forest_plan<T> const& forest_;
    deep_plan<T> const* plan_;
    batch_view<In const> x_;
    std::size_t groups_;
    float_key* keys_;
};

/// Adds the leaves of one row, through several trees at a time, in the file's order: output k at sums[k * block].
template <std::floating_point T, class In>
void add_deep_row(forest_plan<T> const& forest, batch_view<In const> x, std::size_t row, std::size_t block, T* sums,
                  float_key* keys) noexcept {
    key_writer<1, T, In>{forest, x.middle_rows(row, 1)}.write(keys);
    auto const& plan = *forest.deep;
    auto const last = plan.trees.size() - 1;
    for (std::size_t t = 0; t <= last; t += deep_group) {
        std::array<deep_node const*, deep_group> roots;
        for (std::size_t i = 0; i != deep_group; ++i)
            roots[i] = plan.nodes.data() + plan.trees[std::min(t + i, last)].first_node;
        deep_lanes_walk<deep_group, keys_decide<T, In>> walk{plan.slot_bits};
        walk.run([&](std::size_t i) { return roots[i]; }, [&](std::size_t, std::size_t slot) { return keys[slot]; });
        for (std::size_t i = 0; i != std::min(deep_group, last + 1 - t); ++i)
            if (auto const& tree = plan.trees[t + i]; walk.is_decided(i))
                plan.add_leaf(tree, roots[i][walk.at(i)], sums + tree.output * block, block);
            else add_walked_leaf(forest.source, t + i, x, row, sums, block);
    }
}

template <std::size_t lanes, std::floating_point T, class In>
void add_deep_trees(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block, T* sums,
                    float_key* keys) noexcept {
    deep_rows<lanes, T, In> all{plan, x, keys};
    all.rank();
    for (std::size_t t = 0; t != plan.deep->trees.size(); ++t) all.add_tree(t, sums, block);
}

/// See sum_block.
template <std::floating_point T, class In>
void sum_deep_rows(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block, std::byte* scratch) noexcept {
    auto* const sums = reinterpret_cast<T*>(scratch);
    begin_sums(plan, block, sums);
    auto* const keys = reinterpret_cast<float_key*>(scratch + sum_bytes(plan, block));
    if (block < deep_group)
        for (std::size_t r = 0; r != x.rows(); ++r) add_deep_row(plan, x, r, block, sums + r, keys);
    else if (block < 512) add_deep_trees<16>(plan, x, block, sums, keys);
    else add_deep_trees<8>(plan, x, block, sums, keys);
}

}  // namespace arenite::inline ARENITE_ABI::detail
