// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/model/detail/forest_kernels.hpp>
#include <arenite/model/link.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/model/tree_node.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <limits>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

template <std::floating_point T>
class tree_ensemble_builder;

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
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size() + plan_memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), bytes(), compiling_bytes_}; }
    [[nodiscard]] schema_view schema() const noexcept { return schema_; }

    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf) return trees_.size();
        return kind == output_kind::margin ? base_.size() : prediction_outputs(link_.kind, base_.size());
    }

    /// Room for a block of 64 to 512 rows and the masks of the model's conditions in it, or for the sums of one row.
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        auto const block = widest_block(rows);
        return least_scratch_bytes() + (block == 0 ? 0 : detail::block_scratch_bytes(*plan_, block));
    }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept { return round_up(base_.size() * sizeof(T)); }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions or margins of rows of another precision: values are converted one by one, to T and from T.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const row = scratch.take<T>(base_.size());
        for (std::size_t first = 0; first != x.rows();) {
            auto const block = block_for(x.rows() - first, scratch.size());
            auto const count = block == 0 ? 1 : std::min(block, x.rows() - first);
            auto const rows = x.middle_rows(first, count);
            if (block == 0) score_row(kind, rows, y.middle_rows(first, count), row);
            else score_block(kind, rows, y.middle_rows(first, count), row, block, scratch);
            first += count;
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

    [[nodiscard]] detail::value_rule<T> rule() const noexcept { return {rule_, missing_}; }

    template <class In>
    [[nodiscard]] std::uint32_t leaf_of(tree_entry const& tree, batch_view<In const> x, std::size_t r) const noexcept {
        return detail::leaf_of(nodes_.data() + tree.first_node, rule(), x, r);
    }

    /// The widest block that so many rows are worth; 0: none.
    [[nodiscard]] std::size_t widest_block(std::size_t rows) const noexcept {
        if (plan_ == nullptr || rows < fewest_block_rows) return 0;
        auto block = plan_->widest;
        while (block > detail::narrowest_block && block > rows) block /= 2;
        return block;
    }
    /// That which also has room in so many bytes.
    [[nodiscard]] std::size_t block_for(std::size_t rows, std::size_t bytes) const noexcept {
        auto block = widest_block(rows);
        while (block != 0 && detail::block_scratch_bytes(*plan_, block) > bytes)
            block = block == detail::narrowest_block ? 0 : block / 2;
        return block;
    }

    template <class In, class Out>
    void score_block(output_kind kind, batch_view<In const> x, batch_view<Out> y, std::span<T> row, std::size_t block,
                     scratch_view scratch) const noexcept {
        auto const bytes = scratch.take<std::byte>(detail::block_scratch_bytes(*plan_, block));
        plan_->kernels->template sums<In>()(*plan_, x, block, bytes.data());
        auto const* const sums = reinterpret_cast<T const*>(bytes.data());
        for (std::size_t r = 0; r != x.rows(); ++r) {
            for (std::size_t k = 0; k != row.size(); ++k) row[k] = sums[k * block + r];
            write(kind, row, y, r);
        }
    }

    template <class In, class Out>
    void score_row(output_kind kind, batch_view<In const> x, batch_view<Out> y, std::span<T> sums) const noexcept {
        add_trees(x, 0, sums);
        write(kind, sums, y, 0);
    }

    template <class Out>
    void write(output_kind kind, std::span<T> sums, batch_view<Out> y, std::size_t r) const noexcept {
        if (kind == output_kind::prediction) finish(sums);
        for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) = static_cast<Out>(sums[k]);
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

    static constexpr std::size_t fewest_block_rows = 16;

    region memory_, plan_memory_;
    detail::forest_plan<T> const* plan_ = nullptr;  // none: rows are walked
    std::size_t compiling_bytes_ = 0;
    std::span<tree_node<T>> nodes_;
    std::span<tree_entry> trees_;
    std::span<T> weights_;  // none: all are 1
    std::span<T> base_;     // as many as there are margins
    schema_view schema_;
    split_rule rule_;
    T missing_ = std::numeric_limits<T>::quiet_NaN();  // counts as missing, as NaN does
    link link_;
    T divisor_ = 1;
};
static_assert(predictor_of<tree_ensemble<float>, float> && predictor_of<tree_ensemble<double>, double>);

}  // namespace arenite::inline ARENITE_ABI
