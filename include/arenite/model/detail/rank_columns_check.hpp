// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/column_cuts.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether the columns of a part of a plan that a file kept make as many conditions and ranks as it says, from values
/// and sets of categories that there are: see plan_check.
template <std::floating_point T>
class rank_columns_check {
public:
    rank_columns_check(forest_plan<T> const& to_check, forest_source<T> const& of_trees,
                       forest_part const& of_part) noexcept
        : plan_(to_check), source_(of_trees), part_(of_part) {}

    [[nodiscard]] bool run() const noexcept {
        std::size_t ranks = 0;
        for (auto const& column : plan_.columns.subspan(part_.first_column, part_.columns)) {
            if (!is_table(column) || !makes_conditions(column)) return false;
            ranks += rank_columns_of(column);
        }
        return ranks <= plan_.rank_columns;
    }

private:
    [[nodiscard]] bool is_table(rank_column const& column) const noexcept {
        bool const is_search = column.levels == 5 || column.levels == 8;
        auto const entries = is_search ? std::size_t{1} << column.levels : 0;
        return column.feature < source_.features && column.cuts < entries &&
               lies_inside(column.search, entries, plan_.searches.size()) &&
               lies_inside(column.sorted, std::same_as<T, float> ? 0 : column.cuts + 1U, plan_.sorted.size()) &&
               column.uses <= plan_.uses.size() && ends_at_cuts(column);
    }

    /// No value passes an entry that is NaN, so that no rank is above the number of cuts.
    [[nodiscard]] bool ends_at_cuts(rank_column const& column) const noexcept {
        for (std::size_t k = column.cuts; k != (std::size_t{1} << column.levels) - 1; ++k)
            if (auto const entry = plan_.searches[column.search + search_entry(k, column.levels)]; entry == entry)
                return false;
        return true;
    }

    [[nodiscard]] bool makes_conditions(rank_column const& column) const noexcept {
        bool const is_category = column.missing == missing_kind::category;
        std::size_t first = column.uses, made = 0;
        for (unsigned kind = 0; kind != 2; ++kind) {
            if (!column.used[kind]) continue;
            if (!lies_inside(first, column.cuts, plan_.uses.size())) return false;
            auto const uses = plan_.uses.subspan(first, column.cuts);
            if (std::ranges::any_of(uses, [](auto use) { return use > 1; })) return false;
            if (is_category && !has_sets(column, uses)) return false;
            auto const here = count_of(uses), before = is_category ? column.conditions[0] + made : 0;
            if ((is_category ? before : std::size_t{column.conditions[kind]}) + here > part_.conditions) return false;
            first += column.cuts, made += here;
        }
        return true;
    }

    [[nodiscard]] bool has_sets(rank_column const& column, std::span<std::uint8_t const> uses) const noexcept {
        column_cuts<T> const cuts{plan_.searches, plan_.sorted};
        for (std::size_t k = 0; k != uses.size(); ++k)
            if (uses[k] != 0 && !has_set(source_.rule.categories, cuts.at(column, k))) return false;
        return true;
    }

    [[nodiscard]] std::size_t rank_columns_of(rank_column const& column) const noexcept {
        std::size_t const kinds = std::size_t{column.used[0]} + std::size_t{column.used[1]};
        if (column.missing != missing_kind::category) return kinds;
        return count_of(plan_.uses.subspan(column.uses, kinds * column.cuts));
    }

    [[nodiscard]] static std::size_t count_of(std::span<std::uint8_t const> uses) noexcept {
        return static_cast<std::size_t>(std::ranges::count(uses, std::uint8_t{1}));
    }

    forest_plan<T> const& plan_;
    forest_source<T> const& source_;
    forest_part const& part_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
