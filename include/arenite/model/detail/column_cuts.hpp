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

    /// How many of a column's cuts are below one of them. NaN is the last; as floats all are different.
    [[nodiscard]] std::size_t count_below(rank_column const& column, T cut) const noexcept {
        if (cut != cut) return column.cuts - 1U;
        auto const* const search = searches.data() + column.search;
        auto const near = static_cast<float>(cut);
        std::size_t at = 1;
        for (unsigned level = 0; level != column.levels; ++level) at = 2 * at + std::size_t{search[at] < near};
        return at - (std::size_t{1} << column.levels);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
