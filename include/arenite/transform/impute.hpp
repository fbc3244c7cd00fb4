// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/numeric_stage.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct impute_change {
    static constexpr std::size_t numbers = 1;

    template <class Value, class T>
    [[gnu::always_inline]] static void change(Value& value, numbers_of_columns<T> const& of) noexcept {
        Value fill;
        of.read(0, fill);
        value = value == value ? value : fill;
    }

    template <class Number>
    static std::uint32_t lower(program_writer& to, std::uint32_t from, Number number) noexcept {
        if (number(0) != number(0)) return from;
        return to.add({.op = column_op::fill, .from = from, .by = number(0)});
    }
};

}  // namespace detail

/// What `impute` returns.
template <class Held>
class impute_stage : public detail::numeric_stage<detail::impute_change> {
public:
    static constexpr std::string_view stage_name = "impute";

    constexpr explicit impute_stage(Held fill_in) : values_(std::move(fill_in)) {}

    void check(schema_view before) const { detail::numbers_in(values_).check(stage_name, before); }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        detail::numbers_in(values_).fill(before, to, std::numeric_limits<double>::quiet_NaN());
    }

private:
    Held values_;
};

/// A stage that puts numbers in the place of missing ones, as scikit-learn's SimpleImputer: one number for all columns,
/// one for each column of numbers in their order, or what was fitted, `impute(seen.means())`. Categories stay, and so
/// does what is missing where the number for its column is NaN.
///
/// Errors:    composing throws shape_error where a column has no number.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but the planned number for each column.
template <detail::numbers_for_columns Values>
[[nodiscard]] constexpr auto impute(Values&& fill_in) {
    return impute_stage<detail::numbers_type<Values>>{detail::hold_numbers<Values>(fill_in)};
}

/// For columns by name; the others stay: `impute({{"age", 30}, {"income", 0}})`. Errors: shape_error also where there
/// is no column of that name, or it is not one of numbers.
template <std::size_t N>
[[nodiscard]] constexpr auto impute(column_value const (&fill_in)[N]) {
    return impute_stage<detail::named_numbers<N>>{std::to_array(fill_in)};
}

}  // namespace arenite::inline ARENITE_ABI
