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

    /// As category_table says, without branches, which nobody could predict.
    [[nodiscard]] bool goes_left(category_table const& table, std::uint32_t category) const noexcept {
        static constexpr std::uint32_t none = 0;
        auto const* const words = table.words.empty() ? &none : table.words.data();
        bool const has_bit = category / 32 < set.words;
        auto const word = words[(set.first_word + category / 32) & -std::uint32_t{has_bit}];
        auto const without =
            unsigned{set.others_left} | unsigned{set.negatives_left} << 1 | unsigned{missing_left} << 2;
        auto const kind = unsigned{category == negative_category} + 2 * unsigned{category == missing_category};
        return (((word >> category % 32) & std::uint32_t{has_bit}) |
                ((without >> kind) & std::uint32_t{!has_bit} & 1)) != 0;
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
    for_each_category_condition(plan, column,
                                [&](auto const& condition) { words = std::max(words, condition.set.words); });
    return std::size_t{32} * words;
}

}  // namespace arenite::inline ARENITE_ABI::detail
