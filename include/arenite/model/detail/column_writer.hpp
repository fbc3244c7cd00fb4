// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_cuts.hpp>
#include <arenite/model/detail/list_writer.hpp>

#include <numeric>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the columns that the conditions of a part are made from. Until finish(), `uses` has for each cut how many
/// conditions of its kind are for the cuts up to it, so that a split's condition is found at once.
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
        rank_columns_ = 0;
        for_each_column(cuts, [&](auto of_column) { conditions += add_column(of_column, conditions); });
        return conditions;
    }

    /// Columns of ranks in the part added last: each direction of missing values is one of its own, and each condition
    /// on categories.
    [[nodiscard]] std::size_t rank_columns() const noexcept { return rank_columns_; }

    [[nodiscard]] column_cuts<T> cuts() const noexcept { return {searches.written(), sorted.written()}; }

    /// Makes `uses` what the kernels read, once all is found.
    void finish() noexcept {
        for (auto const& column : columns.written())
            for (std::size_t kind = 0, first = column.uses; kind != 2; ++kind)
                if (column.used[kind]) first = finish_uses(first, column.cuts);
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
        column.first_byte = static_cast<std::uint16_t>(rank_columns_);
        rank_columns_ += column.missing == missing_kind::category
                             ? added
                             : std::size_t{column.used[0]} + std::size_t{column.used[1]};
        columns.add(column);
        return added;
    }

    void add_search(std::span<feature_cut<T> const> cuts, unsigned levels) noexcept {
        auto const entries = searches.add_room(std::size_t{1} << levels);
        std::ranges::fill(entries, std::numeric_limits<float>::quiet_NaN());
        if (entries.empty()) return;
        for (std::size_t k = 0; k != cuts.size(); ++k)
            entries[search_entry(k, levels)] = static_cast<float>(cuts[k].cut);
    }

    void add_sorted(std::span<feature_cut<T> const> cuts) noexcept {
        for (auto const& cut : cuts) sorted.add(cut.cut);
        sorted.add(std::numeric_limits<double>::quiet_NaN());
    }

    std::size_t add_uses(std::span<feature_cut<T> const> cuts, bool& used, unsigned kind) noexcept {
        std::size_t count = 0;
        auto const is_of_kind = [&](feature_cut<T> const& cut) { return (cut.key & kind) != 0; };
        used = std::ranges::any_of(cuts, is_of_kind);
        if (used)
            for (auto const& cut : cuts) uses.add(static_cast<std::uint8_t>(count += is_of_kind(cut)));
        return count;
    }

    /// Returns where they end.
    std::size_t finish_uses(std::size_t first, std::size_t count) noexcept {
        auto const counts = uses.written().subspan(first, count);
        std::adjacent_difference(counts.begin(), counts.end(), counts.begin());
        return first + count;
    }

    std::size_t rank_columns_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
