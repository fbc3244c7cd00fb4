// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_outline.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the conditions of a feature begin among all of a file, which `split_index` counts: first those of numbers,
/// then one-hot values, then those of CTRs.
struct catboost_source {
    std::uint32_t index = 0;            ///< among the features of its kind
    std::uint32_t column = 0;           ///< of the rows
    std::uint32_t tree_column = 0;      ///< of the rows that the trees see; of categories, the first
    std::uint32_t first_condition = 0;  ///< among those of its kind
    bool nan_goes_left = true;
};

/// What is known of a file's features while its trees are read.
/// Allocates: once: bytes() from `from_memory`, released by the destructor.
class catboost_tables {
public:
    catboost_tables(catboost_outline const& outline, budget& from_memory)
        : memory_(from_memory.acquire("model loading", bytes(outline), region_alignment, region_use::passing)) {
        arena place{memory_.bytes()};
        floats = place.take<catboost_source>(outline.floats);
        categories = place.take<catboost_source>(outline.categories);
        ctrs = place.take<catboost_source>(outline.ctrs);
        borders = place.take<float>(outline.borders);
        values = place.take<std::int32_t>(outline.one_hot_values);
        ctr_borders = place.take<float>(outline.ctr_borders);
        taken_columns_ = place.take<std::uint64_t>(outline.columns / 64 + 1);
    }

    [[nodiscard]] static std::size_t bytes(catboost_outline const& o) noexcept {
        return arena_bytes<catboost_source>(o.floats) + arena_bytes<catboost_source>(o.categories) +
               arena_bytes<catboost_source>(o.ctrs) + arena_bytes<float>(o.borders) +
               arena_bytes<std::int32_t>(o.one_hot_values) + arena_bytes<float>(o.ctr_borders) +
               arena_bytes<std::uint64_t>(o.columns / 64 + 1);
    }

    /// False: the column is another feature's already. Requires: it is one of the outline's columns.
    [[nodiscard]] bool take_column(std::uint32_t column) noexcept {
        auto& word = taken_columns_[column / 64];
        auto const bit = std::uint64_t{1} << column % 64;
        bool const was_free = (word & bit) == 0;
        word |= bit;
        return was_free;
    }

    std::span<catboost_source> floats, categories, ctrs;
    std::span<float> borders;
    std::span<std::int32_t> values;
    std::span<float> ctr_borders;

private:
    region memory_;
    std::span<std::uint64_t> taken_columns_;
};

/// The feature of this index among those of a kind; null: it is not listed.
[[nodiscard]] inline catboost_source const* find_feature(std::span<catboost_source const> sources,
                                                         std::uint32_t index) noexcept {
    auto const found = std::ranges::lower_bound(sources, index, {}, &catboost_source::index);
    return found == sources.end() || found->index != index ? nullptr : &*found;
}

/// The feature that a condition belongs to. Requires: its number is below `conditions`, which are all of its kind.
[[nodiscard]] inline catboost_source const& feature_of(std::span<catboost_source const> sources,
                                                       std::uint32_t condition) noexcept {
    return std::ranges::upper_bound(sources, condition, {}, &catboost_source::first_condition)[-1];
}

}  // namespace arenite::inline ARENITE_ABI::detail
