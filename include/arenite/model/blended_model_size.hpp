// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/row_step.hpp>
#include <arenite/model/tree_ensemble.hpp>
#include <arenite/transform/column_program.hpp>

namespace arenite::inline ARENITE_ABI {

/// How large a blended model is, but for its forest.
struct blended_model_size {
    std::size_t features = 0;         ///< columns of the rows
    std::size_t name_characters = 0;  ///< of all names of features and categories together
    std::size_t category_names = 0;
    std::size_t column_steps = 0, prepared = 0;  ///< what prepares the rows, and columns that it makes; 0: nothing does
    std::size_t sums = 0;                        ///< of the forest; 0: there is none
    std::size_t lines = 0, line_columns = 0;     ///< weighted sums of so many columns, the first that are prepared
    std::size_t width = 0;                       ///< numbers of a formula's row: sums, lines, and what steps need
    std::size_t steps = 0;                       ///< of all formulas
    std::size_t constants = 0;                   ///< of all steps of either kind
    std::size_t classes = 0, class_characters = 0;

    /// Columns that the parts read.
    [[nodiscard]] std::size_t inner() const noexcept { return column_steps == 0 ? features : prepared; }
    /// Weights of a line, with zeros up to the next multiple of 64 bytes.
    [[nodiscard]] std::size_t stride() const noexcept { return arena_bytes<double>(line_columns) / sizeof(double); }
    /// Marks of the columns that are needed.
    [[nodiscard]] std::size_t marks() const noexcept { return column_steps == 0 ? 0 : features + column_steps; }
    [[nodiscard]] std::size_t forest_bytes() const noexcept { return sums == 0 ? 0 : sizeof(tree_ensemble<double>); }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<std::byte>(forest_bytes()) + arena_bytes<double>(saturating_bytes(lines, stride())) +
               arena_bytes<double>(lines) + arena_bytes<row_step>(steps) + arena_bytes<column_step>(column_steps) +
               arena_bytes<bool>(marks()) + arena_bytes<double>(constants) + arena_bytes<std::string_view>(classes) +
               arena_bytes<char>(class_characters) +
               detail::model_columns::bytes(features, name_characters, category_names);
    }
};

}  // namespace arenite::inline ARENITE_ABI
