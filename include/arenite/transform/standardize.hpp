// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/numeric_stage.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct center_and_scale {
    static constexpr std::size_t numbers = 2;

    template <class Value, class T>
    [[gnu::always_inline]] static void change(Value& value, numbers_of_columns<T> const& of) noexcept {
        Value center, scale;
        of.read(0, center);
        of.read(1, scale);
        value = (value - center) / scale;
    }

    template <class Number>
    static std::uint32_t lower(program_writer& to, std::uint32_t from, Number number) noexcept {
        if (number(0) == 0 && !std::signbit(number(0)) && number(1) == 1) return from;
        return to.add({.op = column_op::standardize, .from = from, .by = number(0), .other_number = number(1)});
    }
};

/// Centers and scales in two rows of numbers; a scale below `least` becomes 1.
template <class T>
void fill_centers_and_scales(column_numbers const& centers, column_numbers const& scales, T least, schema_view before,
                             std::span<T> to) noexcept {
    centers.fill(before, row_of_numbers(to, before, 0), 0);
    auto const scales_of = row_of_numbers(to, before, 1);
    scales.fill(before, scales_of, 1);
    for (auto& scale : scales_of)
        if (scale < least) scale = 1;
}

}  // namespace detail

/// What `standardize` returns.
template <class Centers, class Scales>
class standardize_stage : public detail::numeric_stage<detail::center_and_scale> {
public:
    static constexpr std::string_view stage_name = "standardize";

    constexpr standardize_stage(Centers means_of_columns, Scales deviations_of_columns)
        : means_(std::move(means_of_columns)), deviations_(std::move(deviations_of_columns)) {}

    void check(schema_view before) const {
        detail::numbers_in(means_).check(stage_name, before);
        detail::numbers_in(deviations_).check(stage_name, before);
    }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        detail::fill_centers_and_scales(detail::numbers_in(means_), detail::numbers_in(deviations_),
                                        std::numeric_limits<T>::denorm_min(), before, to);
    }

private:
    Centers means_;
    Scales deviations_;
};

/// A stage that makes (x - mean) / deviation of x, as scikit-learn's StandardScaler, with the same bits: means and
/// standard deviations are one for all columns, one for each column of numbers in their order, or what was fitted. A
/// deviation of 0 counts as 1. Missing stays missing, and categories stay.
///
/// Errors:    composing throws shape_error where a column has no mean or no deviation.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but two planned numbers for each column.
template <detail::numbers_for_columns Means, detail::numbers_for_columns Deviations>
[[nodiscard]] constexpr auto standardize(Means&& means_of_columns, Deviations&& deviations_of_columns) {
    return standardize_stage<detail::numbers_type<Means>, detail::numbers_type<Deviations>>{
        detail::hold_numbers<Means>(means_of_columns), detail::hold_numbers<Deviations>(deviations_of_columns)};
}

/// For columns by name; the others stay.
template <std::size_t N, std::size_t M>
[[nodiscard]] constexpr auto standardize(column_value const (&means_of_columns)[N],
                                         column_value const (&deviations_of_columns)[M]) {
    return standardize_stage<detail::named_numbers<N>, detail::named_numbers<M>>{std::to_array(means_of_columns),
                                                                                 std::to_array(deviations_of_columns)};
}

}  // namespace arenite::inline ARENITE_ABI
