// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/model/detail/processor.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a forest is compiled from.
template <std::floating_point T>
struct forest_source {
    std::span<tree_node<T> const> nodes;
    std::span<tree_entry const> trees;
    std::span<T const> weights;
    std::span<T const> base;
    value_rule<T> rule;
    std::span<T const> vectors;     ///< of leaves; none: a leaf has one value
    std::size_t features;
    std::size_t most_waiting;       ///< right children, while a tree is walked depth first

    /// Values of a leaf.
    [[nodiscard]] std::size_t width() const noexcept { return vectors.empty() ? 1 : base.size(); }
    [[nodiscard]] T leaf_value(tree_node<T> const& leaf, std::size_t k) const noexcept {
        return vectors.empty() ? leaf.value : vectors[leaf.left * width() + k];
    }

    [[nodiscard]] tree_node<T> const* root(std::size_t tree) const noexcept {
        return nodes.data() + trees[tree].first_node;
    }

    /// Multiplies a tree's leaves by its weight.
    void weigh(std::span<T> leaves, std::size_t tree) const noexcept {
        if (weights.empty()) return;
        for (T& leaf : leaves) leaf = rounded(leaf * weights[tree]);
    }
};

/// A plan in a region of its own.
template <std::floating_point T>
struct compiled_forest {
    region memory;
    forest_plan<T> const* plan = nullptr;
    std::size_t passing_bytes = 0;  ///< what compiling held beyond the plan, at most
};

/// Makes a forest ready for a set of instructions.
/// Allocates: once, what the plan takes, from `memory`; before, for counting, about as much or less, released again.
template <std::floating_point T>
[[nodiscard]] compiled_forest<T> compile_forest(forest_source<T> const& source, instruction_set instructions,
                                                budget& memory);

}  // namespace arenite::inline ARENITE_ABI::detail
