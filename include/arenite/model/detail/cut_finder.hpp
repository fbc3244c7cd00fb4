// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_cuts.hpp>
#include <arenite/model/detail/row_cut.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// What stands for a split in a part: its condition among those of the part, and its cut in a column of bytes.
struct found_cut {
    std::uint16_t condition = 0;
    row_cut cut{};
};

/// Finds the cuts of splits in the columns of a part while a forest is compiled: as long as `uses` counts, for each
/// cut, the conditions up to it (see column_writer).
///
/// Requires: every split's cut is there.
template <std::floating_point T>
class cut_finder {
public:
    cut_finder(std::span<rank_column const> of_part, column_cuts<T> const& of_columns,
               std::span<std::uint8_t const> counting_uses) noexcept
        : columns_(of_part), cuts_(of_columns), uses_(counting_uses) {}

    [[nodiscard]] found_cut find(feature_cut<T> const& wanted) noexcept {
        auto const& column = column_of(wanted);
        auto const k = cuts_.count_below(column, wanted.cut);
        bool const left = wanted.goes_left();
        auto const first_use = column.uses + (left && column.used[0] ? column.cuts : 0U);
        auto const condition = column.conditions[left] + uses_[first_use + k] - 1U;
        auto const byte_column = column.missing == missing_kind::category ? condition - column.conditions[0]
                                                                          : std::uint32_t{left && column.used[0]};
        auto const cut = column.missing == missing_kind::category ? category_cut : k;
        return {static_cast<std::uint16_t>(condition),
                {static_cast<std::uint8_t>(column.first_byte + byte_column), static_cast<std::uint8_t>(cut)}};
    }

private:
    /// The columns of one feature and kind of missing value.
    struct known_columns {
        std::uint32_t key = ~std::uint32_t{0};  ///< no column has it
        std::uint32_t first = 0, count = 0;
    };

    [[nodiscard]] rank_column const& column_of(feature_cut<T> const& wanted) noexcept {
        auto& known = known_[wanted.column() % known_.size()];
        if (known.key != wanted.column()) known = columns_with(wanted.column());
        auto const of_key = columns_.subspan(known.first, known.count);
        return known.count == 1 ? of_key.front() : one_of(of_key, wanted.cut);
    }

    [[nodiscard]] known_columns columns_with(std::uint32_t key) const noexcept {
        auto const of_key = std::ranges::equal_range(columns_, key, {}, &rank_column::key);
        return {key, static_cast<std::uint32_t>(of_key.begin() - columns_.begin()),
                static_cast<std::uint32_t>(of_key.size())};
    }

    /// The last one that begins at the cut or before.
    [[nodiscard]] rank_column const& one_of(std::span<rank_column const> of_key, T cut) const noexcept {
        auto const begins_before = [&](rank_column const& ranked) {
            auto const first = cuts_.at(ranked, 0);
            return cut != cut || first <= cut;
        };
        return std::ranges::partition_point(of_key, begins_before)[-1];
    }

    std::span<rank_column const> columns_;
    column_cuts<T> cuts_;
    std::span<std::uint8_t const> uses_;
    std::array<known_columns, 256> known_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
