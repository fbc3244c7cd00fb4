// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/cut_list.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the k-th smallest of 2^levels - 1 cuts lies in a search tree whose entry i is over entries 2i and 2i + 1.
[[nodiscard]] constexpr std::size_t search_entry(std::size_t k, unsigned levels) noexcept {
    auto const below = static_cast<unsigned>(std::countr_zero(k + 1));  // levels under it
    return (k + 1 + (std::size_t{1} << levels)) >> (below + 1);
}

/// The cuts of columns, as they are kept for ranking: see forest_plan.
template <std::floating_point T>
struct column_cuts {
    std::span<float const> searches;
    std::span<double const> sorted;

    [[nodiscard]] T at(rank_column const& column, std::size_t k) const noexcept {
        if constexpr (std::same_as<T, double>) return sorted[column.sorted + k];
        else return searches[column.search + search_entry(k, column.levels)];
    }

    /// Which of a column's cuts this one is; all of them: none.
    [[nodiscard]] std::size_t place_of(rank_column const& column, T cut) const noexcept {
        std::size_t low = 0, high = column.cuts;
        while (low != high) {
            auto const middle = (low + high) / 2;
            auto const found = at(column, middle);
            if (same_cut(found, cut)) return middle;
            if (found < cut || cut != cut) low = middle + 1;
            else high = middle;
        }
        return column.cuts;
    }

    /// The column of a part that has this cut, and its place there: a feature may have several columns.
    struct place {
        rank_column const* column;
        std::size_t k;
    };
    [[nodiscard]] place find(std::span<rank_column const> of_part, feature_cut<T> const& wanted) const noexcept {
        auto column = std::ranges::partition_point(of_part, [&](rank_column const& one) {
            return (one.feature << 2 | static_cast<std::uint32_t>(one.missing)) < wanted.column();
        });
        for (;; ++column)
            if (auto const k = place_of(*column, wanted.cut); k != column->cuts) return {&*column, k};
    }
};

/// How many of a column's conditions with this direction of missing values are for its first k cuts.
[[nodiscard]] inline std::size_t conditions_before(std::span<std::uint8_t const> uses, rank_column const& column,
                                                   bool left, std::size_t k) noexcept {
    auto const first = column.uses + (left && column.used[0] ? column.cuts : 0U);
    return static_cast<std::size_t>(std::ranges::count(uses.subspan(first, k), 1));
}

}  // namespace arenite::inline ARENITE_ABI::detail
