// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_outline.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the conditions of a feature begin among all of a file, which `split_index` counts.
struct catboost_source {
    std::uint32_t index = 0;            ///< among the features of its kind
    std::uint32_t column = 0;           ///< of the ensemble's rows
    std::uint32_t first_condition = 0;
    bool nan_goes_left = true;
};

/// What is known of a file's features while its trees are read.
/// Allocates: once: bytes() from `memory`, released by the destructor.
class catboost_tables {
public:
    catboost_tables(catboost_outline const& outline, budget& memory)
        : memory_(memory.acquire("model loading", bytes(outline), region_alignment, region_use::passing)) {
        arena place{memory_.bytes()};
        floats = place.take<catboost_source>(outline.floats);
        borders = place.take<float>(outline.borders);
        taken_columns_ = place.take<std::uint64_t>(outline.columns / 64 + 1);
    }

    [[nodiscard]] static std::size_t bytes(catboost_outline const& outline) noexcept {
        return arena_bytes<catboost_source>(outline.floats) + arena_bytes<float>(outline.borders) +
               arena_bytes<std::uint64_t>(outline.columns / 64 + 1);
    }

    /// False: the column is another feature's already. Requires: it is one of the outline's columns.
    [[nodiscard]] bool take_column(std::uint32_t column) noexcept {
        auto& word = taken_columns_[column / 64];
        auto const bit = std::uint64_t{1} << column % 64;
        bool const was_free = (word & bit) == 0;
        word |= bit;
        return was_free;
    }

    std::span<catboost_source> floats;
    std::span<float> borders;

private:
    region memory_;
    std::span<std::uint64_t> taken_columns_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
