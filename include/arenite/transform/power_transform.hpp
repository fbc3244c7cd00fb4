// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/power_formulas.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

/// Families of powers that make numbers more like a normal distribution.
enum class power_family : unsigned char {
    yeo_johnson,  ///< of any number
    box_cox,      ///< of numbers above 0
};

/// What `power_transform` returns.
template <class Lambdas>
class power_transform_stage {
public:
    static constexpr std::string_view stage_name = "power_transform";
    using constant = double;  // lambda; NaN: the column stays

    constexpr power_transform_stage(power_family chosen_family, Lambdas lambdas_of_columns)
        : family_(chosen_family), lambdas_(std::move(lambdas_of_columns)) {}

    void check(schema_view before) const { detail::numbers_in(lambdas_).check(stage_name, before); }
    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return before.size(); }
    void fill(schema_view before, std::span<double> to) const noexcept {
        detail::numbers_in(lambdas_).fill(before, to, std::numeric_limits<double>::quiet_NaN());
    }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<double const> lambdas) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r)
            for (std::size_t c = 0; c != lambdas.size(); ++c)
                if (lambdas[c] == lambdas[c]) tile(r, c) = static_cast<T>(transformed(tile(r, c), lambdas[c]));
    }

    void lower(schema_view before, detail::program_writer& to) const {
        auto const op = family_ == power_family::yeo_johnson ? column_op::yeo_johnson : column_op::box_cox;
        auto const lambda = to.worked_out(constants(before), [&](std::span<double> all) { fill(before, all); });
        for (std::size_t i = 0; i != before.size(); ++i)
            if (lambda(i) != lambda(i)) to.keep(to.column(i));
            else to.keep_new({.op = op, .from = to.column(i), .by = lambda(i)});
    }

private:
    [[nodiscard]] double transformed(double x, double lambda) const noexcept {
        return family_ == power_family::yeo_johnson ? detail::yeo_johnson(x, lambda) : detail::box_cox(x, lambda);
    }

    power_family family_;
    Lambdas lambdas_;
};

/// A stage that transforms numbers by powers, as scikit-learn's PowerTransformer without standardizing (put
/// `standardize` behind it): lambdas are one for all columns, one for each column of numbers in their order, or what
/// was fitted. A column whose lambda is NaN stays, and so do categories. Missing stays missing; box_cox makes -inf of 0
/// and NaN of what is less.
///
/// Errors:    composing throws shape_error where a column has no lambda.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but the planned number for each column.
template <detail::numbers_for_columns Lambdas>
[[nodiscard]] constexpr auto power_transform(power_family chosen_family, Lambdas&& lambdas_of_columns) {
    return power_transform_stage<detail::numbers_type<Lambdas>>{chosen_family,
                                                                detail::hold_numbers<Lambdas>(lambdas_of_columns)};
}

/// For columns by name; the others stay.
template <std::size_t N>
[[nodiscard]] constexpr auto power_transform(power_family chosen_family, column_value const (&lambdas_of_columns)[N]) {
    return power_transform_stage<detail::named_numbers<N>>{chosen_family, std::to_array(lambdas_of_columns)};
}

}  // namespace arenite::inline ARENITE_ABI
