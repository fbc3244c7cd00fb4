// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/linear_leaves.hpp>
#include <arenite/model/tree_ensemble.hpp>

namespace arenite::inline ARENITE_ABI {

/// Trees whose leaves are linear functions of the features: LightGBM's linear_tree, in double.
///
/// A leaf gives its constant and then the product of every term, in the order of the terms; each product and each sum
/// is rounded. Where any of its features is missing it gives the value that the leaf has in the ensemble instead. What
/// leaves give is added up as in a tree_ensemble: one sum for each output, the trees in the file's order.
///
/// Allocates: nothing; owns the regions of what it was made of.
/// Threads:   immutable; one serves many threads.
class linear_tree_ensemble {
public:
    explicit linear_tree_ensemble(detail::unfilled none) noexcept : trees_(none), leaves_(none) {}

    /// Requires: functions for the trees of `of_trees`, in which no leaf has several values or a weight.
    linear_tree_ensemble(tree_ensemble<double>&& of_trees, linear_leaves&& leaf_functions) noexcept
        : trees_(std::move(of_trees)), leaves_(std::move(leaf_functions)) {}

    [[nodiscard]] std::size_t cols() const noexcept { return trees_.cols(); }
    [[nodiscard]] std::size_t trees() const noexcept { return trees_.trees(); }
    [[nodiscard]] std::size_t nodes() const noexcept { return trees_.nodes(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return trees_.bytes() + leaves_.bytes(); }
    [[nodiscard]] schema_view schema() const noexcept { return trees_.schema(); }
    [[nodiscard]] held_model held() const noexcept {
        auto held = trees_.held();
        held.bytes = bytes();
        return held;
    }
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        return trees_.outputs(kind);
    }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t /*rows*/) const noexcept { return trees_.row_bytes(); }

    void predict(batch_view<double const> x, batch_view<double> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions or margins.
    /// Shapes: x: rows × cols(), y: rows × outputs(kind). Requires: those; scratch_bytes(rows); kind is not leaf.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const forest = trees_.source();
        auto const sums = scratch.take<double>(forest.base.size());
        for (std::size_t r = 0; r != x.rows(); ++r) {
            std::ranges::copy(forest.base, sums.begin());
            for (std::size_t t = 0; t != forest.trees.size(); ++t)
                sums[forest.trees[t].output] += value_in(forest, t, x, r);
            trees_.write(kind, sums, y, r);
        }
    }

    /// The leaf ids of every tree, as the training library numbers them.
    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        trees_.leaves(x, y);
    }

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        tree_ensemble<double>::archive(self.trees_, file);
        linear_leaves::archive(self.leaves_, file);
    }

    /// What is wrong with what a file kept, or nothing. `workspace` is for subtrees that wait. O(bytes).
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t> workspace) const noexcept {
        if (auto const wrong = trees_.defect(workspace); !wrong.empty()) return wrong;
        if (trees_.leaf_width_ != 1 || !trees_.weights_.empty()) return "leaves with weights, or of several values";
        auto const& functions = leaves_.functions();
        if (functions.first_leaf.size() != trees()) return "trees without linear functions";
        for (std::size_t t = 0; t != trees(); ++t)
            if (!has_functions(t)) return "a leaf without its linear function";
        return functions.defect(cols());
    }
    /// Makes what a file kept ready to score. Allocates: as of a tree_ensemble.
    void make_ready(budget& memory) { trees_.make_ready(memory); }

    void describe(model_description& of) const noexcept {
        trees_.describe(of);
        of.add_part("linear functions", leaves_.bytes());
    }

private:
    [[nodiscard]] bool has_functions(std::size_t t) const noexcept {
        auto const& functions = leaves_.functions();
        auto const& tree = trees_.trees_[t];
        auto const first = functions.first_leaf[t], all = std::uint64_t{functions.constants.size()};
        return first <= all &&
               std::ranges::all_of(trees_.leaf_ids_.subspan(tree.first_split + t, tree.leaves()),
                                   [=](auto id) { return id >= 0 && static_cast<std::uint64_t>(id) < all - first; });
    }

    /// What row `r` gets of tree `t`.
    template <class In>
    [[nodiscard]] double value_in(detail::forest_source<double> const& forest, std::size_t t, batch_view<In const> x,
                                  std::size_t r) const noexcept {
        auto const& functions = leaves_.functions();
        auto const reached = forest.trees[t].first_split + t + leaf_of(forest.tree(t), forest.rule, x, r);
        auto const leaf = functions.first_leaf[t] + static_cast<std::size_t>(trees_.leaf_ids_[reached]);
        double sum = functions.constants[leaf];
        for (auto i = functions.first_term[leaf]; i != functions.first_term[leaf + 1]; ++i) {
            auto const factor = forest.rule.read_factor(x(r, functions.features[i]));
            if (factor != factor) return forest.leaves[reached];
            sum += rounded(functions.coefficients[i] * factor);
        }
        return sum;
    }

    tree_ensemble<double> trees_;
    linear_leaves leaves_;
};
static_assert(predictor_of<linear_tree_ensemble, double>);

}  // namespace arenite::inline ARENITE_ABI
