// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/core/contract.hpp>

namespace arenite::inline ARENITE_ABI {

/// A number for each column of a schema, as it was fitted: means, medians, standard deviations. Stages take it: they
/// look a column up by its name, or by its place where columns have none. What it says of a column that is not of
/// numbers does not matter.
///
/// Allocates: nothing.
/// Lifetime:  borrows the columns and the numbers; whoever fitted them outlives every stage that was made with them.
class column_values {
public:
    constexpr column_values() = default;

    /// given_values[i] is for fitted_columns[i]. Requires: as many of the one as of the other.
    constexpr column_values(schema_view fitted_columns, std::span<double const> given_values)
        : column_values(fitted_columns, given_values.data(), 1) {
        contract(fitted_columns.size() == given_values.size(), "a column has one value, and a value one column");
    }

    /// As above for numbers that lie `step_between` doubles apart, a member of each of many structs: that of column i
    /// is first_value[i * step_between].
    constexpr column_values(schema_view fitted_columns, double const* first_value, std::size_t step_between) noexcept
        : columns_(fitted_columns), first_(first_value), step_(step_between) {}

    [[nodiscard]] constexpr schema_view columns() const noexcept { return columns_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return columns_.size(); }

    /// Of column i. Requires: i < size(); not checked.
    [[nodiscard]] constexpr double operator[](std::size_t i) const noexcept { return first_[i * step_]; }

private:
    schema_view columns_;
    double const* first_ = nullptr;
    std::size_t step_ = 1;
};

}  // namespace arenite::inline ARENITE_ABI
