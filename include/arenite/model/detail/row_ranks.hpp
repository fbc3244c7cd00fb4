// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_values.hpp>
#include <arenite/model/detail/category_conditions.hpp>
#include <arenite/model/detail/row_cut.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The rank of one value in a column.
template <std::floating_point T, class Value>
[[nodiscard]] inline std::uint32_t rank_of(forest_plan<T> const& plan, rank_column const& column, Value x) noexcept {
    auto const* const search = plan.searches.data() + column.search;
    auto const near = static_cast<float>(x);
    std::uint32_t at = 1;
    for (unsigned level = 0; level != column.levels; ++level)
        at = 2 * at + static_cast<std::uint32_t>(std::same_as<T, double> ? search[at] < near : search[at] <= near);
    at -= 1U << column.levels;
    if constexpr (std::same_as<T, double>) at += plan.sorted[column.sorted + at] <= static_cast<double>(x);
    return at;
}

template <std::floating_point T, class In>
[[nodiscard]] std::uint8_t* rank_number(forest_plan<T> const& plan, rank_column const& column, In x,
                                        std::uint8_t* ranks) noexcept {
    using value = rank_value<T, In>;
    auto one = static_cast<value>(x);
    bool const absent = read(one, rule_of<value>(plan, column));
    auto const rank = rank_of(plan, column, one) ^ 0x80U;
    *ranks = static_cast<std::uint8_t>(absent ? 0x7fU : rank);
    ranks += column.used[0];
    *ranks = static_cast<std::uint8_t>(absent ? 0x80U : rank);
    return ranks + column.used[1];
}

/// A rank for each condition, less 128.
template <std::floating_point T, class In>
[[nodiscard]] std::uint8_t* rank_categories(forest_plan<T> const& plan, rank_column const& column, In x,
                                            std::uint8_t* ranks) noexcept {
    auto const category = category_or_missing(plan, x);
    for_each_category_condition(plan, column, [&](category_condition const& condition) {
        *ranks++ =
            (condition.goes_left(plan.source.rule.categories, category) ? category_left_rank : category_right_rank) ^
            0x80U;
    });
    return ranks;
}

/// The ranks of a row, less 128, in all columns of bytes of a part. Missing values have the lowest rank where they go
/// left, and the highest, which is above every cut, where they go right.
template <std::floating_point T, class In>
void rank_row(forest_plan<T> const& plan, forest_part const& part, batch_view<In const> x, std::size_t row,
              std::uint8_t* ranks) noexcept {
    for (auto const& column : plan.columns.subspan(part.first_column, part.columns))
        if (column.missing == missing_kind::category)
            ranks = rank_categories(plan, column, x(row, column.feature), ranks);
        else ranks = rank_number(plan, column, x(row, column.feature), ranks);
}

}  // namespace arenite::inline ARENITE_ABI::detail
