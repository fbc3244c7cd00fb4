// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/transform_column.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

namespace detail {

// Functions by name: of float as of double, rounded once. `step()` is what it is in a column_program.
struct log1p_function {
    static constexpr std::string_view name = "log1p";
    double operator()(double x) const noexcept { return std::log1p(x); }
    [[nodiscard]] static constexpr column_step step() noexcept { return {.op = column_op::logarithm_of_1_plus}; }
};
struct expm1_function {
    static constexpr std::string_view name = "expm1";
    double operator()(double x) const noexcept { return std::expm1(x); }
    [[nodiscard]] static constexpr column_step step() noexcept { return {.op = column_op::exponential_minus_1}; }
};
struct log_function {
    static constexpr std::string_view name = "log";
    double operator()(double x) const noexcept { return std::log(x); }
    [[nodiscard]] static constexpr column_step step() noexcept { return {.op = column_op::logarithm}; }
};
struct sqrt_function {
    static constexpr std::string_view name = "sqrt";
    double operator()(double x) const noexcept { return std::sqrt(x); }
    [[nodiscard]] static constexpr column_step step() noexcept { return {.op = column_op::square_root}; }
};
struct abs_function {
    static constexpr std::string_view name = "abs";
    double operator()(double x) const noexcept { return std::abs(x); }
    [[nodiscard]] static constexpr column_step step() noexcept { return {.op = column_op::absolute}; }
};
struct power_function {
    static constexpr std::string_view name = "power";
    double exponent;
    double operator()(double x) const noexcept { return std::pow(x, exponent); }
    [[nodiscard]] constexpr column_step step() const noexcept { return {.op = column_op::power, .by = exponent}; }
};

}  // namespace detail

/// What `log1p` and the like return.
template <class F, std::size_t N>
class function_stage : public detail::column_function<F, N> {
public:
    static constexpr std::string_view stage_name = F::name;

    using detail::column_function<F, N>::column_function;
    void check(schema_view before) { this->find_columns(stage_name, before); }
};

namespace detail {

template <class F, name_of_column... Names>
[[nodiscard]] constexpr auto stage_of(F function, Names&&... names) {
    return function_stage<F, sizeof...(Names)>{function, column_names(static_cast<Names&&>(names)...)};
}

}  // namespace detail

/// A stage that makes log(1 + x) of each x of these columns; no names: of all columns of numbers. Missing stays
/// missing, -1 is -inf, and what is less is missing: NaN. Categories stay.
///
/// Errors:    composing throws shape_error where there is no column of a name, or it is not one of numbers.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto log1p(Names&&... names) {
    return detail::stage_of(detail::log1p_function{}, static_cast<Names&&>(names)...);
}

/// As log1p: exp(x) - 1.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto expm1(Names&&... names) {
    return detail::stage_of(detail::expm1_function{}, static_cast<Names&&>(names)...);
}

/// As log1p: the natural logarithm; of 0 -inf, of what is less NaN.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto log(Names&&... names) {
    return detail::stage_of(detail::log_function{}, static_cast<Names&&>(names)...);
}

/// As log1p: the square root; of what is less than 0 NaN.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto sqrt(Names&&... names) {
    return detail::stage_of(detail::sqrt_function{}, static_cast<Names&&>(names)...);
}

/// As log1p: the absolute value.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto abs(Names&&... names) {
    return detail::stage_of(detail::abs_function{}, static_cast<Names&&>(names)...);
}

/// As log1p: x to the power of `exponent`, as std::pow has it.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto power(double exponent, Names&&... names) {
    return detail::stage_of(detail::power_function{exponent}, static_cast<Names&&>(names)...);
}

}  // namespace arenite::inline ARENITE_ABI
