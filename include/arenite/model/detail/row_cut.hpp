// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_cuts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Where a split's cut lies: left iff the rank in this column of bytes is <= k.
struct row_cut {
    std::uint8_t column, k;
};

/// Ranks of the columns of bytes that conditions on categories have: each is one, of two ranks.
inline constexpr std::uint8_t category_left_rank = 0, category_right_rank = 255, category_cut = 127;

/// Finds the cuts of splits in a plan's columns. Each column and direction of missing values is one of bytes, and each
/// condition on categories.
template <std::floating_point T>
class row_cut_finder {
public:
    row_cut_finder(forest_plan<T> const& of_forest, forest_part const& of_part) noexcept
        : plan_(&of_forest), columns_(of_forest.columns.subspan(of_part.first_column, of_part.columns)) {}

    [[nodiscard]] row_cut find(tree_split<T> const& split) const noexcept {
        auto const wanted = feature_cut_of(split, plan_->source.rule.split.compare);
        auto const [column, k] = column_cuts<T>{plan_->searches, plan_->sorted}.find(columns_, wanted);
        bool const left = wanted.goes_left();
        auto const first = before(*column);
        if (column->missing == missing_kind::category)
            return {to_byte(first + condition(*column, left, k)), category_cut};
        return {to_byte(first + std::size_t{left && column->used[0]}), to_byte(k)};
    }

private:
    [[nodiscard]] static std::uint8_t to_byte(std::size_t number) noexcept { return static_cast<std::uint8_t>(number); }

    /// Columns of bytes in front of this one's.
    [[nodiscard]] std::size_t before(rank_column const& column) const noexcept {
        std::size_t count = 0;
        for (auto const* c = columns_.data(); c != &column; ++c)
            count += c->missing == missing_kind::category
                         ? condition(*c, false, c->cuts * c->used[0]) + conditions_left(*c)
                         : std::size_t{c->used[0]} + std::size_t{c->used[1]};
        return count;
    }
    [[nodiscard]] std::size_t conditions_left(rank_column const& column) const noexcept {
        return column.used[1] ? conditions_before(plan_->uses, column, true, column.cuts) : 0;
    }
    /// The number of a condition on categories among those of its column.
    [[nodiscard]] std::size_t condition(rank_column const& column, bool left, std::size_t k) const noexcept {
        auto const right = left && column.used[0] ? conditions_before(plan_->uses, column, false, column.cuts) : 0;
        return right + conditions_before(plan_->uses, column, left, k);
    }

    forest_plan<T> const* plan_;
    std::span<rank_column const> columns_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
