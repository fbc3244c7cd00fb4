// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/kernels.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/tree_ensemble.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI {

/// How large an ensemble is: known before the region that holds it is acquired.
struct tree_ensemble_size {
    std::size_t nodes = 0;
    std::size_t trees = 0;
    std::size_t weights = 0;   ///< as many as trees, or 0: every tree counts 1
    std::size_t outputs = 1;   ///< margins
    std::size_t features = 0;
    std::size_t name_characters = 0;  ///< of all feature names together; 0: the features have none
    std::size_t category_sets = 0;
    std::size_t category_words = 0;   ///< of all sets together
    std::size_t leaf_vectors = 0;     ///< of leaves with a value for each output; 0: leaves have one value

    template <std::floating_point T>
    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<tree_node<T>>(nodes) + arena_bytes<tree_entry>(trees) + arena_bytes<T>(weights) +
               arena_bytes<T>(outputs) + arena_bytes<category_set>(category_sets) +
               arena_bytes<std::uint32_t>(category_words) + arena_bytes<T>(saturating_bytes(leaf_vectors, outputs)) +
               detail::model_columns::bytes(features, name_characters);
    }
};

/// Acquires the region of an ensemble, is filled in any order, checks, and becomes the ensemble.
///
/// Requires of who fills it: every tree's entry, all its nodes (children and features unchecked), base, weights, names,
/// sets of categories before the trees that use them are checked.
/// Allocates: once: wanted.bytes<T>() from `from_memory`; build() a second time.
template <std::floating_point T>
class tree_ensemble_builder {
public:
    tree_ensemble_builder(tree_ensemble_size wanted, budget& from_memory) : from_memory_(&from_memory) {
        built_.memory_ = from_memory.acquire("model", wanted.bytes<T>());
        arena place{built_.memory_.bytes()};
        nodes = built_.nodes_ = place.take<tree_node<T>>(wanted.nodes);
        trees = built_.trees_ = place.take<tree_entry>(wanted.trees);
        weights = built_.weights_ = place.take<T>(wanted.weights);
        base = built_.base_ = place.take<T>(wanted.outputs);
        category_sets = built_.category_sets_ = place.take<category_set>(wanted.category_sets);
        category_words = built_.category_words_ = place.take<std::uint32_t>(wanted.category_words);
        leaf_vectors = built_.leaf_vectors_ = place.take<T>(wanted.leaf_vectors * wanted.outputs);
        columns = detail::model_columns{place, wanted.features, wanted.name_characters};
    }

    std::span<tree_node<T>> nodes;
    std::span<tree_entry> trees;
    std::span<T> weights, base;
    std::span<category_set> category_sets;
    std::span<std::uint32_t> category_words;
    std::span<T> leaf_vectors;  ///< of vector v and output k: leaf_vectors[v * outputs + k]
    detail::model_columns columns;
    split_rule rule;
    T missing = std::numeric_limits<T>::quiet_NaN();  ///< values equal to it count as missing, as NaN does
    arenite::link link;
    T divisor = 1;

    /// Bytes of the workspace that `check` needs: room for the deepest tree that is accepted.
    static constexpr std::size_t check_workspace_bytes = detail::deepest_tree * sizeof(std::uint32_t);

    /// Whether the nodes [first, first + count) are one tree: what is wrong with it, or nothing. Marks the features
    /// that it splits on as used. O(count).
    [[nodiscard]] std::optional<detail::tree_defect> check(std::size_t first, std::size_t count,
                                                           std::span<std::uint32_t> workspace) noexcept {
        detail::tree_frame frame{columns, {category_sets, category_words}, leaf_vectors.size() / base.size(), workspace};
        auto const defect = detail::check_tree(nodes.subspan(first, count), frame);
        built_.most_waiting_ = std::max(built_.most_waiting_, frame.most_waiting);
        return defect;
    }

    /// For which instructions the ensemble is made ready; those of this processor.
    detail::instruction_set instructions = detail::best_instruction_set();

    /// Requires: every tree was checked.
    /// Allocates: once more, from the same budget: what the kernels read.
    [[nodiscard]] tree_ensemble<T> build() && {
        built_.schema_ = columns.view();
        built_.rule_ = rule;
        built_.missing_ = missing;
        built_.link_ = link;
        built_.divisor_ = divisor;
        built_.prepare_for(instructions, *from_memory_);
        return std::move(built_);
    }

private:
    budget* from_memory_;
    tree_ensemble<T> built_;
};

}  // namespace arenite::inline ARENITE_ABI
