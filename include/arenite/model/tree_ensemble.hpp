// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/model/link.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/model/tree_node.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

template <std::floating_point T>
class tree_ensemble_builder;

/// One tree of an ensemble.
struct tree_entry {
    std::uint64_t first_node;   ///< its root's place among all nodes
    std::uint32_t leaf_origin;  ///< the trainer's leaf id is the node's number in the tree less this
    std::uint32_t output;       ///< the output that its leaves are added to
};

/// Trees whose leaves are added up: boosted trees and forests, of any of the trainers, in T, the trainer's precision.
///
/// The sum of an output starts from its base and takes the trees in the file's order; each leaf is multiplied by its
/// tree's weight, where there are weights, and that product rounded, before it is added. A prediction is the link of
/// the sum over `divisor`.
///
/// Allocates: once: bytes() from the budget that it was built in, one region, released by the destructor.
/// Threads:   immutable; one serves many threads.
template <std::floating_point T>
class tree_ensemble {
public:
    [[nodiscard]] std::size_t cols() const noexcept { return schema_.size(); }
    [[nodiscard]] std::size_t trees() const noexcept { return trees_.size(); }
    [[nodiscard]] std::size_t nodes() const noexcept { return nodes_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), memory_.size()}; }
    [[nodiscard]] schema_view schema() const noexcept { return schema_; }

    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf) return trees_.size();
        return kind == output_kind::margin ? base_.size() : prediction_outputs(link_.kind, base_.size());
    }

    /// Room for the sums of one row, whatever the number of rows.
    [[nodiscard]] std::size_t scratch_bytes(std::size_t /*rows*/) const noexcept {
        return round_up(base_.size() * sizeof(T));
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions or margins of rows of another precision: values are converted one by one, to T and from T.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const sums = scratch.take<T>(base_.size());
        for (std::size_t r = 0; r != x.rows(); ++r) {
            add_trees(x, r, sums);
            if (kind == output_kind::prediction) finish(sums);
            for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) = static_cast<Out>(sums[k]);
        }
    }

    /// The leaf ids of every tree, as the training library numbers them.
    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r)
            for (std::size_t t = 0; t != trees_.size(); ++t)
                y(r, t) = static_cast<std::int32_t>(leaf_of(trees_[t], x, r) - trees_[t].leaf_origin);
    }

private:
    friend class tree_ensemble_builder<T>;
    tree_ensemble() = default;

    /// The reference walk: from the root to a leaf, whose number in the tree is returned.
    template <class In>
    [[nodiscard]] std::uint32_t leaf_of(tree_entry const& tree, batch_view<In const> x, std::size_t r) const noexcept {
        auto const* const root = nodes_.data() + tree.first_node;
        std::uint32_t at = 0;
        while (!root[at].is_leaf())
            at = root[at].goes_left(static_cast<T>(x(r, root[at].feature())), rule_) ? root[at].left : root[at].right;
        return at;
    }

    template <class In>
    void add_trees(batch_view<In const> x, std::size_t r, std::span<T> sums) const noexcept {
        std::ranges::copy(base_, sums.begin());
        for (std::size_t t = 0; t != trees_.size(); ++t) {
            T const leaf = nodes_[trees_[t].first_node + leaf_of(trees_[t], x, r)].value;
            sums[trees_[t].output] += weights_.empty() ? leaf : rounded(leaf * weights_[t]);
        }
    }

    void finish(std::span<T> sums) const noexcept {
        if (divisor_ != T{1})
            for (T& sum : sums) sum /= divisor_;
        apply_link(link_, sums);
    }

    region memory_;
    std::span<tree_node<T>> nodes_;
    std::span<tree_entry> trees_;
    std::span<T> weights_;  // none: all are 1
    std::span<T> base_;     // as many as there are margins
    schema_view schema_;
    split_rule rule_;
    link link_;
    T divisor_ = 1;
};
static_assert(predictor_of<tree_ensemble<float>, float> && predictor_of<tree_ensemble<double>, double>);

}  // namespace arenite::inline ARENITE_ABI
