// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/numeric_stage.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct divide_change {
    static constexpr std::size_t numbers = 1;

    template <class Value, class T>
    [[gnu::always_inline]] static void change(Value& value, numbers_of_columns<T> const& of) noexcept {
        Value norm;
        of.read(0, norm);
        value /= norm;
    }

    template <class Number>
    static std::uint32_t lower(program_writer& to, std::uint32_t from, Number number) noexcept {
        if (number(0) == 1) return from;
        return to.add({.op = column_op::standardize, .from = from, .by = 0, .other_number = number(0)});
    }
};

}  // namespace detail

/// What `normalize_columns` returns.
template <class Norms>
class normalize_columns_stage : public detail::numeric_stage<detail::divide_change> {
public:
    static constexpr std::string_view stage_name = "normalize_columns";

    constexpr explicit normalize_columns_stage(Norms norms_of_columns) : norms_(std::move(norms_of_columns)) {}

    void check(schema_view before) const { detail::numbers_in(norms_).check(stage_name, before); }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        detail::numbers_in(norms_).fill(before, to, 1);
        for (auto& norm : to)
            if (norm < 10 * std::numeric_limits<T>::epsilon()) norm = 1;
    }

private:
    Norms norms_;
};

/// A stage that divides columns by their norms, as scikit-learn's `normalize(x, axis=0)` and, of largest absolute
/// values, MaxAbsScaler, with the same bits: one norm for all columns, one for each column of numbers in their order,
/// or what was fitted. A norm below 10 epsilons counts as 1. Missing stays missing, and categories stay.
///
/// Errors:    composing throws shape_error where a column has no norm.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but the planned number for each column.
template <detail::numbers_for_columns Norms>
[[nodiscard]] constexpr auto normalize_columns(Norms&& norms_of_columns) {
    return normalize_columns_stage<detail::numbers_type<Norms>>{detail::hold_numbers<Norms>(norms_of_columns)};
}

/// For columns by name; the others stay.
template <std::size_t N>
[[nodiscard]] constexpr auto normalize_columns(column_value const (&norms_of_columns)[N]) {
    return normalize_columns_stage<detail::named_numbers<N>>{std::to_array(norms_of_columns)};
}

}  // namespace arenite::inline ARENITE_ABI
