// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/format/detail/catboost_loss.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass over a file of CatBoost learns: everything that decides how large the model is and how its
/// numbers are meant.
struct catboost_outline {
    static constexpr std::size_t deepest_oblivious_tree = 16;  // as in CatBoost

    short_text<24> version;
    short_text<64> loss_name;
    catboost_loss loss{};

    std::uint64_t columns = 0;  ///< of the rows: one more than the last that a feature names
    std::uint64_t name_characters = 0;
    std::uint64_t floats = 0, categories = 0, ctrs = 0;              ///< features
    std::uint64_t borders = 0, one_hot_values = 0, ctr_borders = 0;  ///< their conditions, all features together
    std::uint64_t code_columns = 0;                                  ///< of one-hot values: see recoded_category
    std::uint64_t elements = 0;                                      ///< of all combinations of CTRs
    std::uint64_t tables = 0, records = 0, counts = 0;  ///< of CTRs, their combinations, and all of their numbers
    std::uint64_t trees = 0;                            ///< in the file
    std::uint64_t kept_trees = 0, splits = 0;           ///< the latter of the former
    std::uint64_t outputs = 0;                          ///< margins; 0 until a tree or a bias says so
    std::uint64_t biases = 0;
    double scale = 1;
    bool has_bias = false;         ///< one that is not 0
    bool has_target_ctrs = false;  ///< CTRs of what was to be predicted, not of how often a category is there

    [[nodiscard]] std::uint64_t conditions() const noexcept { return borders + one_hot_values + ctr_borders; }

    /// Whether its trees' conditions are on more than the numbers of the rows.
    [[nodiscard]] bool is_recoded() const noexcept { return one_hot_values + ctrs != 0; }

    /// Columns of the rows that the trees see.
    [[nodiscard]] std::uint64_t tree_columns() const noexcept {
        return is_recoded() ? floats + code_columns + ctrs : columns;
    }

    /// Whether sums take a step to become margins.
    [[nodiscard]] bool has_steps() const noexcept { return scale != 1 || has_bias; }
};

}  // namespace arenite::inline ARENITE_ABI::detail
