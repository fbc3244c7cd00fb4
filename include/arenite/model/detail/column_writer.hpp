// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/cut_list.hpp>
#include <arenite/model/detail/list_writer.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the k-th smallest of 2^levels - 1 cuts lies in a search tree whose entry i is over entries 2i and 2i + 1.
[[nodiscard]] constexpr std::size_t search_entry(std::size_t k, unsigned levels) noexcept {
    auto const below = static_cast<unsigned>(std::countr_zero(k + 1));  // levels under it
    return (k + 1 + (std::size_t{1} << levels)) >> (below + 1);
}

/// Writes the columns that the conditions of a part are made from, and finds a split's condition in them.
template <std::floating_point T>
class column_writer {
public:
    list_writer<rank_column> columns;
    list_writer<float> searches;
    list_writer<double> sorted;
    list_writer<std::uint8_t> uses;

    /// One part's columns, from its cuts: sorted, and merged. Returns how many conditions they make.
    std::size_t add_part(std::span<feature_cut<T> const> cuts) noexcept {
        std::size_t conditions = 0;
        for_each_column(cuts, [&](auto column) { conditions += add_column(column, conditions); });
        return conditions;
    }

    /// The number of a split's condition among those of the part with these columns.
    [[nodiscard]] std::size_t condition_of(std::span<rank_column const> of_part, feature_cut<T> wanted) const noexcept {
        bool const kind = (wanted.key & 2) != 0;
        auto column = std::ranges::partition_point(of_part, [&](rank_column const& c) {
            return (c.feature << 2 | static_cast<std::uint32_t>(c.missing)) < wanted.column();
        });
        for (;; ++column)  // a feature may have several columns; the cut is in one of them
            if (auto const k = place_of(*column, wanted.cut); k != column->cuts)
                return column->conditions[kind] + used_before(*column, kind, k);
    }

private:
    std::size_t add_column(std::span<feature_cut<T> const> cuts, std::size_t conditions) noexcept {
        rank_column column{.feature = cuts[0].feature(),
                           .search = static_cast<std::uint32_t>(searches.count()),
                           .sorted = static_cast<std::uint32_t>(sorted.count()),
                           .uses = static_cast<std::uint32_t>(uses.count()),
                           .cuts = static_cast<std::uint16_t>(cuts.size()),
                           .levels = static_cast<std::uint8_t>(cuts.size() < 32 ? 5 : 8),
                           .missing = cuts[0].missing()};
        add_search(cuts, column.levels);
        if constexpr (std::same_as<T, double>) add_sorted(cuts);
        std::size_t added = 0;
        for (unsigned kind = 0; kind != 2; ++kind) {
            column.conditions[kind] = static_cast<std::uint16_t>(conditions + added);
            added += add_uses(cuts, column.used[kind], 1U << kind);
        }
        columns.add(column);
        return added;
    }

    void add_search(std::span<feature_cut<T> const> cuts, unsigned levels) noexcept {
        auto const entries = searches.add_room(std::size_t{1} << levels);
        std::ranges::fill(entries, std::numeric_limits<float>::quiet_NaN());
        if (entries.empty()) return;
        for (std::size_t k = 0; k != cuts.size(); ++k) entries[search_entry(k, levels)] = static_cast<float>(cuts[k].cut);
    }

    void add_sorted(std::span<feature_cut<T> const> cuts) noexcept {
        for (auto const& cut : cuts) sorted.add(cut.cut);
        sorted.add(std::numeric_limits<double>::quiet_NaN());
    }

    std::size_t add_uses(std::span<feature_cut<T> const> cuts, bool& used, unsigned kind) noexcept {
        auto const count = std::ranges::count_if(cuts, [&](auto const& cut) { return (cut.key & kind) != 0; });
        used = count != 0;
        if (used)
            for (auto const& cut : cuts) uses.add((cut.key & kind) != 0);
        return static_cast<std::size_t>(count);
    }

    /// Which of a column's cuts this one is; all of them: none.
    [[nodiscard]] std::size_t place_of(rank_column const& column, T cut) const noexcept {
        std::size_t low = 0, high = column.cuts;
        while (low != high) {
            auto const middle = (low + high) / 2;
            auto const found = cut_at(column, middle);
            if (same_cut(found, cut)) return middle;
            if (found < cut || (cut != cut)) low = middle + 1;
            else high = middle;
        }
        return column.cuts;
    }

    [[nodiscard]] T cut_at(rank_column const& column, std::size_t k) const noexcept {
        if constexpr (std::same_as<T, double>) return sorted.written()[column.sorted + k];
        else return searches.written()[column.search + search_entry(k, column.levels)];
    }

    [[nodiscard]] std::size_t used_before(rank_column const& column, bool kind, std::size_t k) const noexcept {
        auto const first = column.uses + (kind && column.used[0] ? column.cuts : 0U);
        auto const before = uses.written().subspan(first, k);
        return static_cast<std::size_t>(std::ranges::count(before, 1));
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
