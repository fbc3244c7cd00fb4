// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/forest_defect.hpp>
#include <arenite/model/detail/forest_tile.hpp>
#include <arenite/model/detail/link_plan.hpp>
#include <arenite/model/detail/tree_depth.hpp>
#include <arenite/model/detail/unfilled.hpp>
#include <arenite/model/link.hpp>
#include <arenite/model/model_description.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <limits>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

template <std::floating_point T>
class tree_ensemble_builder;
class linear_tree_ensemble;

/// Trees whose leaves are added up: boosted trees and forests, of any of the trainers, in T, the trainer's precision.
///
/// The sum of an output starts from its base and takes the trees in the file's order; each leaf is multiplied by its
/// tree's weight, where there are weights, and that product rounded, before it is added. Its margin is the sum *
/// `scale`, over its own divisor and plus its own bias, a double, where there are such, each step rounded. A prediction
/// is the link of the margin over `divisor`.
///
/// How they are summed up depends on the shape of the trees, the number of rows, the scratch and the processor: see
/// detail::technique. All ways give the same bits. More scratch makes wider blocks; scratch_bytes() is exact. Every way
/// takes, each part rounded up to 64 bytes,
///
///     a row's sums                  outputs * sizeof(T), or of its prediction, if those are more
///     sums                          outputs * R * sizeof(T)          R: rows of the tile
///
/// and, of a forest of C conditions (different splits), beside that
///
///     block of R = 64 … 512 rows
///         masks                     (C + 1, or C + 257 with trees that no template fits) * R / 8
///         rows by rank              257 * R / 8
///         columns of values         16 * (R + 16) * sizeof(T)
///         ranks and codes           10 * R
///         leaves                    8 * (64, 128 or 256: those of the largest tree) * sizeof(T)
///         keys                      4 * (S + 1) * R, where some trees are walked
///     R = 64 rows of ranks          64 * (columns of ranks) + 2560
///     R = 1 … 16 single rows        2688; of oblivious trees 320
///     R = 1 … 4096 deep rows        4 * (S + 1) * R, of R < 16 rows those of one; S: see detail::deep_slot
///
/// Allocates: twice: its trees, and what the kernels read of them, together bytes(), from the budget that it was built
///            in; two regions, released by the destructor.
/// Threads:   immutable; one serves many threads.
template <std::floating_point T>
class tree_ensemble {
public:
    explicit tree_ensemble(detail::unfilled) noexcept {}

    [[nodiscard]] std::size_t cols() const noexcept { return schema_.size(); }
    [[nodiscard]] std::size_t trees() const noexcept { return trees_.size(); }
    /// Splits and leaves.
    [[nodiscard]] std::size_t nodes() const noexcept { return splits_.size() + leaf_ids_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size() + plan_memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), bytes(), compiling_bytes_}; }
    [[nodiscard]] schema_view schema() const noexcept { return schema_; }

    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf) return trees_.size();
        if (kind == output_kind::label) return 0;
        return kind == output_kind::margin ? base_.size() : prediction_outputs(link_.kind, base_.size());
    }

    /// What the quickest way to the scores of `rows` rows needs; least_scratch_bytes() of it suffice for any number.
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        return row_bytes() + std::max(detail::tile_bytes(*plan_, {}), detail::tiles_bytes(*plan_, rows));
    }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept {
        return row_bytes() + detail::tile_bytes(*plan_, {});
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions or margins of rows of another precision: values are converted one by one, to T and from T.
    ///
    /// Shapes:   x: rows × cols(), y: rows × outputs(kind). Requires: those; least_scratch_bytes() at least; kind is
    /// not
    ///           leaf.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const row = scratch.take<T>(row_width());
        for (std::size_t first = 0; first != x.rows();) {
            auto const tile = detail::tile_of(*plan_, x.rows() - first, scratch.size());
            auto const count = std::min(tile.block, x.rows() - first);
            score_tile(kind, tile, x.middle_rows(first, count), y.middle_rows(first, count), row, scratch);
            first += count;
        }
    }

    /// The leaf ids of every tree, as the training library numbers them.
    /// Shapes: x: rows × cols(), y: rows × trees().
    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        leaves_of(x, y);
    }

    /// The same of rows of any kind that have rows() and x(r, c).
    template <class Rows>
    void leaves_of(Rows const& x, batch_view<std::int32_t> y) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r)
            for (std::size_t t = 0; t != trees_.size(); ++t)
                y(r, t) =
                    leaf_ids_[trees_[t].first_split + t + leaf_of(plan_->source.tree(t), plan_->source.rule, x, r)];
    }

    /// Calls function(tree_split<T> const&) for each split of all trees.
    template <class Function>
    void for_each_split(Function function) const {
        for (auto const& split : splits_) function(split);
    }

    /// Adds what is to say of the trees. O(nodes).
    void describe(model_description& of) const noexcept {
        of.leaves += leaf_ids_.size();
        for (std::size_t t = 0; t != trees_.size(); ++t) of.add_tree(detail::tree_depth(plan_->source.tree(t)));
        of.add_part("splits", splits_.size_bytes());
        of.add_part("leaves", leaves_.size_bytes());
        of.add_part("leaf ids", leaf_ids_.size_bytes());
        of.add_part("trees", trees_.size_bytes() + order_.size_bytes() + weights_.size_bytes());
        of.add_part("categories", category_sets_.size_bytes() + category_words_.size_bytes());
        of.add_part("kernels", plan_bytes_);
    }

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.splits_, self.trees_, self.order_, self.leaves_, self.leaf_ids_, self.weights_, self.base_);
        file(self.divisors_, self.biases_, self.category_sets_, self.category_words_);
        file(self.rule_, self.missing_, self.link_, self.scale_, self.divisor_, self.walked_, self.unscored_are_zero_);
        file.choice(self.combine_, leaf_aggregate::greatest);
        file.count(self.leaf_width_);
        file.columns(self.schema_);
        file.plan(self.plan_, self.plan_bytes_);
    }

    /// What is wrong with what a file kept, or nothing. `workspace` is for subtrees that wait. O(bytes).
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t> workspace) const noexcept {
        auto const has_one_each = [this](std::size_t count) { return count == 0 || count == base_.size(); };
        if (auto const wrong = detail::link_defect(link_, base_.size()); !wrong.empty()) return wrong;
        if (leaf_ids_.size() != splits_.size() + trees_.size()) return "another number of leaf ids than of leaves";
        if (!has_one_each(divisors_.size()) || !has_one_each(biases_.size()))
            return "another number of divisors or biases than of outputs";
        if (combine_ != leaf_aggregate::sum && !walked_) return "kernels for leaves that are not added up";
        auto const trees = source();
        auto const wrong = detail::forest_check<T>{trees, workspace}.run();
        return wrong.empty() && plan_ != nullptr ? detail::plan_defect(*plan_, trees) : wrong;
    }

    /// Makes what a file kept ready to score. Allocates: nothing, or, without a plan in the file, as prepare_for does.
    void make_ready(budget& memory) {
        has_steps_ = scale_ != T{1} || !divisors_.empty() || !biases_.empty();
        if (plan_ != nullptr) detail::plan_linker<T>{*plan_, source()}.run();
        else prepare_for(detail::best_instruction_set(), memory);
    }

    /// Makes it ready for these instructions, which this processor must have: for tests and measurements of others than
    /// the best, which a builder chooses. Every bit of the scores stays.
    ///
    /// Requires:  the headers of the builder are included; nobody scores meanwhile.
    /// Allocates: what the kernels read, from `memory`, and then gives back what they read before; in between, what
    ///            compile_forest does.
    void prepare_for(detail::instruction_set instructions, budget& memory) {
        auto compiled = detail::compile_forest<T>(source(), instructions, memory);
        plan_memory_ = std::move(compiled.memory);
        plan_ = compiled.plan;
        plan_bytes_ = plan_memory_.size();
        compiling_bytes_ = compiled.passing_bytes;
    }

private:
    friend class tree_ensemble_builder<T>;
    friend class linear_tree_ensemble;
    tree_ensemble() = default;

    /// Of one row's sums, on their way through the link.
    [[nodiscard]] std::size_t row_bytes() const noexcept { return round_up(row_width() * sizeof(T)); }
    [[nodiscard]] std::size_t row_width() const noexcept { return link_width(link_.kind, base_.size()); }

    [[nodiscard]] detail::forest_source<T> source() const noexcept {
        detail::value_rule<T> const rule{rule_, missing_, {category_sets_, category_words_}};
        return {splits_, trees_,         order_,      leaves_, weights_, base_,
                rule,    schema_.size(), leaf_width_, walked_, combine_};
    }

    template <class In, class Out>
    void score_tile(output_kind kind, detail::forest_tile tile, batch_view<In const> x, batch_view<Out> y,
                    std::span<T> row, scratch_view scratch) const noexcept {
        auto const bytes = scratch.take<std::byte>(detail::tile_bytes(*plan_, tile));
        plan_->kernels->template sums<In>(tile.by)(*plan_, x, tile.block, bytes.data());
        auto const* const sums = reinterpret_cast<T const*>(bytes.data());
        for (std::size_t r = 0; r != x.rows(); ++r) {
            for (std::size_t k = 0; k != base_.size(); ++k) row[k] = sums[k * tile.block + r];
            write(kind, row, y, r);
        }
    }

    template <class Out>
    void write(output_kind kind, std::span<T> sums, batch_view<Out> y, std::size_t r) const noexcept {
        if (has_steps_) to_margins(sums.first(base_.size()));
        if (kind == output_kind::prediction) finish(sums);
        for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) = static_cast<Out>(sums[k]);
    }

    void to_margins(std::span<T> sums) const noexcept {
        for (T& sum : sums) sum = rounded(sum * scale_);
        for (std::size_t k = 0; k != divisors_.size(); ++k) sums[k] /= divisors_[k];
        for (std::size_t k = 0; k != biases_.size(); ++k)
            sums[k] = is_unscored(sums[k]) ? T{0} : static_cast<T>(static_cast<double>(sums[k]) + biases_[k]);
    }

    [[nodiscard]] bool is_unscored(T sum) const noexcept { return unscored_are_zero_ && sum == 0 && std::signbit(sum); }

    void finish(std::span<T> sums) const noexcept {
        if (divisor_ != T{1})
            for (T& sum : sums.first(base_.size())) sum /= divisor_;
        apply_link(link_, sums);
    }

    region memory_, plan_memory_;
    detail::forest_plan<T>* plan_ = nullptr;
    std::size_t plan_bytes_ = 0, compiling_bytes_ = 0;
    std::span<tree_split<T>> splits_;
    std::span<tree_entry> trees_;
    std::span<std::uint32_t> order_;  // of the trees, by output
    std::span<T> leaves_;             // leaf_width_ values each
    std::span<std::int32_t> leaf_ids_;
    std::span<T> weights_;  // none: all are 1
    std::span<T> base_;     // as many as there are margins
    std::span<category_set> category_sets_;
    std::span<std::uint32_t> category_words_;
    std::size_t leaf_width_ = 1;
    bool walked_ = false;
    leaf_aggregate combine_ = leaf_aggregate::sum;
    schema_view schema_;
    split_rule rule_;
    T missing_ = std::numeric_limits<T>::quiet_NaN();  // counts as missing, as NaN does
    link link_;
    std::span<T> divisors_;     // none, or one for each margin
    std::span<double> biases_;  // likewise
    T scale_ = 1, divisor_ = 1;
    bool has_steps_ = false;  // between a sum and its margin
    bool unscored_are_zero_ = false;
};
static_assert(predictor_of<tree_ensemble<float>, float> && predictor_of<tree_ensemble<double>, double>);

}  // namespace arenite::inline ARENITE_ABI
