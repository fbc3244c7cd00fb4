// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_cuts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Stands for the category of a missing value.
inline constexpr std::uint32_t missing_category = negative_category - 1;

/// The category of a value of a row, as the trainer reads it.
template <std::floating_point T, class In>
[[nodiscard]] std::uint32_t category_or_missing(forest_plan<T> const& plan, In x) noexcept {
    auto const value = plan.source.rule.read(x);
    return value != value ? missing_category : category_of(value, plan.source.rule.split.fractions);
}

/// A set of categories, and where missing values go.
struct category_condition {
    category_set const& set;
    bool missing_left;

    template <std::floating_point T>
    [[nodiscard]] bool goes_left(forest_plan<T> const& plan, std::uint32_t category) const noexcept {
        return category == missing_category ? missing_left : plan.source.rule.categories.goes_left(set, category);
    }
};

/// Calls visit(condition) for each condition of a column of categories, in the order of their numbers.
template <std::floating_point T, class Visit>
void for_each_category_condition(forest_plan<T> const& plan, rank_column const& column, Visit&& visit) noexcept {
    column_cuts<T> const cuts{plan.searches, plan.sorted};
    auto const* uses = plan.uses.data() + column.uses;
    for (unsigned direction = 0; direction != 2; ++direction) {
        if (!column.used[direction]) continue;
        for (std::size_t k = 0; k != column.cuts; ++k)
            if (uses[k] != 0)
                visit(category_condition{plan.source.rule.categories.sets[static_cast<std::size_t>(cuts.at(column, k))],
                                         direction != 0});
        uses += column.cuts;
    }
}

/// How many categories any set of a column has a bit for.
template <std::floating_point T>
[[nodiscard]] std::size_t most_categories(forest_plan<T> const& plan, rank_column const& column) noexcept {
    std::uint32_t words = 0;
    for_each_category_condition(plan, column, [&](auto const& condition) { words = std::max(words, condition.set.words); });
    return std::size_t{32} * words;
}

}  // namespace arenite::inline ARENITE_ABI::detail
