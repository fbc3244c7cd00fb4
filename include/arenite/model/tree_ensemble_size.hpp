// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/category_set.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/node_link.hpp>
#include <arenite/model/detail/tree_entry.hpp>
#include <arenite/model/tree_node.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI {

/// How large an ensemble is: known before the regions that hold it are acquired.
struct tree_ensemble_size {
    std::size_t splits = 0;        ///< of all trees together, or more
    std::size_t largest_tree = 0;  ///< nodes: splits, leaves, and those that nobody reaches
    std::size_t trees = 0;
    std::size_t weights = 0;   ///< as many as trees, or 0: every tree counts 1
    std::size_t outputs = 1;   ///< margins
    std::size_t divisors = 0;  ///< as many as outputs, or 0
    std::size_t biases = 0;    ///< as many as outputs, or 0
    std::size_t features = 0;
    std::size_t name_characters = 0;  ///< of all names of features and categories together
    std::size_t category_names = 0;   ///< of all features together; 0: all are numbers
    std::size_t category_sets = 0;
    std::size_t category_words = 0;  ///< of all sets together
    std::size_t leaf_vectors = 0;    ///< that there is room for while a tree is read; 0: leaves have one value
    std::size_t vector_width = 0;    ///< values of a leaf, for outputs in a row; 0: one, or a vector of all outputs
    std::size_t numbers = 0;         ///< that who reads it keeps in the meantime
    std::size_t links = 0;           ///< nodes of the largest tree that is read by its children first, if any is

    [[nodiscard]] std::size_t leaves() const noexcept { return splits + std::min(trees, ~splits); }
    [[nodiscard]] std::size_t leaf_width() const noexcept {
        if (vector_width != 0) return vector_width;
        return leaf_vectors == 0 ? 1 : outputs;
    }

    /// What the ensemble holds, beside what its kernels read.
    template <std::floating_point T>
    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<tree_split<T>>(splits) + arena_bytes<tree_entry>(trees) + arena_bytes<std::uint32_t>(trees) +
               arena_bytes<T>(saturating_bytes(leaves(), leaf_width())) + arena_bytes<std::int32_t>(leaves()) +
               arena_bytes<T>(weights) + arena_bytes<T>(outputs) + arena_bytes<T>(divisors) +
               arena_bytes<double>(biases) + arena_bytes<category_set>(category_sets) +
               arena_bytes<std::uint32_t>(category_words) +
               detail::model_columns::bytes(features, name_characters, category_names);
    }

    /// What is held while its trees are read.
    template <std::floating_point T>
    [[nodiscard]] std::size_t reading_bytes() const noexcept {
        return arena_bytes<tree_node<T>>(std::max<std::size_t>(largest_tree, 1)) +
               arena_bytes<T>(saturating_bytes(leaf_vectors, leaf_width())) + arena_bytes<std::uint32_t>(numbers) +
               arena_bytes<detail::node_link>(links);
    }
};

}  // namespace arenite::inline ARENITE_ABI
