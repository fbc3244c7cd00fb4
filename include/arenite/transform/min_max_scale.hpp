// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/numeric_stage.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// Where `min_max_scale` puts the smallest and the largest number.
struct min_max_options {
    double low = 0, high = 1;
    bool clip = false;  ///< numbers outside of what was fitted become low or high
};

namespace detail {

template <class Value>
[[gnu::always_inline]] inline void round_product(Value& product) noexcept {
    if constexpr (std::floating_point<Value>) product = rounded(product);
    else keep_rounded(product);
}

/// scale, offset, least, most
struct scale_and_shift {
    static constexpr std::size_t numbers = 4;

    template <class Value, class T>
    [[gnu::always_inline]] static void change(Value& value, numbers_of_columns<T> const& of) noexcept {
        Value scale, offset, least, most;
        of.read(0, scale);
        of.read(1, offset);
        of.read(2, least);
        of.read(3, most);
        value *= scale;
        round_product(value);
        value += offset;
        value = value < least ? least : value;
        value = value > most ? most : value;
    }

    template <class Number>
    static std::uint32_t lower(program_writer& to, std::uint32_t from, Number number) noexcept {
        if (number(0) != 1 || number(1) != 0 || !std::signbit(number(1)))
            from = to.add({.op = column_op::affine, .from = from, .by = number(0), .other_number = number(1)});
        if (std::isinf(number(2)) && std::isinf(number(3))) return from;
        return to.add({.op = column_op::clip, .from = from, .by = number(2), .other_number = number(3)});
    }
};

}  // namespace detail

/// What `min_max_scale` returns.
template <class Least, class Most>
class min_max_scale_stage : public detail::numeric_stage<detail::scale_and_shift> {
public:
    static constexpr std::string_view stage_name = "min_max_scale";

    constexpr min_max_scale_stage(Least least_of_columns, Most most_of_columns, min_max_options const& scaling_options)
        : least_(std::move(least_of_columns)), most_(std::move(most_of_columns)), options_(scaling_options) {}

    void check(schema_view before) const {
        if (!(options_.low < options_.high)) raise(shape_error{"min_max_scale: low is not less than high"});
        detail::numbers_in(least_).check(stage_name, before);
        detail::numbers_in(most_).check(stage_name, before);
    }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        auto const scales = detail::row_of_numbers(to, before, 0), offsets = detail::row_of_numbers(to, before, 1);
        constexpr auto missing = std::numeric_limits<double>::quiet_NaN();
        detail::numbers_in(most_).fill(before, scales, missing);
        detail::numbers_in(least_).fill(before, offsets, missing);
        fill_bounds(detail::row_of_numbers(to, before, 2), detail::row_of_numbers(to, before, 3), scales);
        for (std::size_t i = 0; i != before.size(); ++i) fill_scale(scales[i], offsets[i]);
    }

private:
    /// From the largest and the smallest number; a column without leaves a number as it is: x * 1 + -0.
    template <class T>
    void fill_scale(T& scale, T& offset) const noexcept {
        if (scale != scale || offset != offset) {
            scale = 1, offset = T{-0.0};
            return;
        }
        auto const low = static_cast<T>(options_.low), high = static_cast<T>(options_.high);
        auto range = scale - offset;
        if (range < 10 * std::numeric_limits<T>::epsilon()) range = 1;
        scale = (high - low) / range;
        offset = low - rounded(offset * scale);
    }

    template <class T>
    void fill_bounds(std::span<T> least, std::span<T> most, std::span<T> scales) const noexcept {
        constexpr auto infinity = std::numeric_limits<T>::infinity();
        for (std::size_t i = 0; i != scales.size(); ++i) {
            bool const clipped = options_.clip && scales[i] == scales[i];
            least[i] = clipped ? static_cast<T>(options_.low) : -infinity;
            most[i] = clipped ? static_cast<T>(options_.high) : infinity;
        }
    }

    Least least_;
    Most most_;
    min_max_options options_;
};

/// A stage that brings numbers between `least` and `most` into [0, 1], or what the options say, as scikit-learn's
/// MinMaxScaler, with the same bits: least and most are one for all columns, one for each column of numbers in their
/// order, or what was fitted. Where they are the same, the scale is 1. Missing stays missing, and categories stay.
///
/// Errors:    composing throws shape_error where a column has no least or no most number, or low is not below high.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but four planned numbers for each column.
template <detail::numbers_for_columns Least, detail::numbers_for_columns Most>
[[nodiscard]] constexpr auto min_max_scale(Least&& least_of_columns, Most&& most_of_columns,
                                           min_max_options const& scaling_options = {}) {
    return min_max_scale_stage<detail::numbers_type<Least>, detail::numbers_type<Most>>{
        detail::hold_numbers<Least>(least_of_columns), detail::hold_numbers<Most>(most_of_columns), scaling_options};
}

/// For columns by name; the others stay.
template <std::size_t N, std::size_t M>
[[nodiscard]] constexpr auto min_max_scale(column_value const (&least_of_columns)[N],
                                           column_value const (&most_of_columns)[M],
                                           min_max_options const& scaling_options = {}) {
    return min_max_scale_stage<detail::named_numbers<N>, detail::named_numbers<M>>{
        std::to_array(least_of_columns), std::to_array(most_of_columns), scaling_options};
}

}  // namespace arenite::inline ARENITE_ABI
