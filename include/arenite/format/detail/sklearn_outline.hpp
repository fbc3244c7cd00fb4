// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/column.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/format/detail/json_events.hpp>

#include <algorithm>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass over a file of a scikit-learn model learns: everything that decides how large the model is.
struct sklearn_outline {
    short_text<24> version;
    short_text<64> estimator;

    std::uint64_t features = 0, name_characters = 0;
    std::uint64_t category_names = 0, category_characters = 0;  ///< of all features
    std::uint64_t column_steps = 0, prepared = 0;  ///< what prepares the rows, and how many columns that makes
    std::uint64_t classes = 0, class_characters = 0;
    std::uint64_t sums = 0, trees = 0;                          ///< of the forest
    std::uint64_t splits = 0, largest_tree = 0;                 ///< of all trees; the largest in nodes
    std::uint64_t leaves = 0, most_leaves = 0, leaf_width = 0;  ///< of all trees; of a tree; values of a leaf at most
    std::uint64_t sets = 0;                                     ///< of categories, of all trees
    std::uint64_t lines = 0, line_weights = 0;                  ///< weighted sums; the weights of each
    std::uint64_t steps = 0;                                    ///< of all formulas
    std::uint64_t constants = 0;                                ///< of all steps of either kind
    std::uint64_t width = 0;                                    ///< numbers of a row that a formula touches

    /// Columns that forest and lines read.
    [[nodiscard]] std::uint64_t inner() const noexcept { return column_steps == 0 ? features : prepared; }

    /// A formula touches the numbers up to this one.
    void touch(std::uint64_t end) noexcept { width = std::max(width, end); }
};

/// What becomes of a text that a column does not list.
[[nodiscard]] inline unseen_category read_unseen(json_events& events) {
    auto const what = events.read_text();
    if (what == "missing") return unseen_category::missing;
    if (what == "refused") return unseen_category::refused;
    if (what != "coded") events.fail("missing, coded or refused");
    return unseen_category::coded;
}

}  // namespace arenite::inline ARENITE_ABI::detail
