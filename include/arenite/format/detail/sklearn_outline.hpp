// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

#include <algorithm>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass over a file of a scikit-learn model learns: everything that decides how large the model is.
struct sklearn_outline {
    short_text<24> version;
    short_text<64> estimator;

    std::uint64_t features = 0, name_characters = 0;
    std::uint64_t category_names = 0, category_characters = 0;  ///< of all features
    std::uint64_t classes = 0, class_characters = 0;
    std::uint64_t sums = 0, trees = 0;                        ///< of the forest
    std::uint64_t splits = 0, largest_tree = 0;               ///< of all trees; the largest in nodes
    std::uint64_t leaves = 0, most_leaves = 0, leaf_width = 0;  ///< of all trees; of a tree; values of a leaf at most
    std::uint64_t sets = 0;                                   ///< of categories, of all trees
    std::uint64_t lines = 0, line_weights = 0;                ///< weighted sums; the weights of each
    std::uint64_t steps = 0, constants = 0;                   ///< of all formulas
    std::uint64_t width = 0;                                  ///< numbers of a row that a formula touches
    bool has_columns = false, has_margin = false, has_prediction = false;

    /// A formula touches the numbers up to this one.
    void touch(std::uint64_t end) noexcept { width = std::max(width, end); }
};

}  // namespace arenite::inline ARENITE_ABI::detail
