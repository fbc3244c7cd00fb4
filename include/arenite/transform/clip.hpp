// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/numeric_stage.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct clip_change {
    static constexpr std::size_t numbers = 2;

    template <class Value, class T>
    [[gnu::always_inline]] static void change(Value& value, numbers_of_columns<T> const& of) noexcept {
        Value least, most;
        of.read(0, least);
        of.read(1, most);
        value = value < least ? least : value;
        value = value > most ? most : value;
    }

    template <class Number>
    static std::uint32_t lower(program_writer& to, std::uint32_t from, Number number) noexcept {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        if (number(0) == -infinity && number(1) == infinity) return from;
        return to.add({.op = column_op::clip, .from = from, .by = number(0), .other_number = number(1)});
    }
};

}  // namespace detail

/// What `clip` returns.
template <class Least, class Most>
class clip_stage : public detail::numeric_stage<detail::clip_change> {
public:
    static constexpr std::string_view stage_name = "clip";

    constexpr clip_stage(Least least_of_columns, Most most_of_columns)
        : least_(std::move(least_of_columns)), most_(std::move(most_of_columns)) {}

    void check(schema_view before) const {
        detail::numbers_in(least_).check(stage_name, before);
        detail::numbers_in(most_).check(stage_name, before);
    }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        detail::numbers_in(least_).fill(before, detail::row_of_numbers(to, before, 0), -infinity);
        detail::numbers_in(most_).fill(before, detail::row_of_numbers(to, before, 1), infinity);
    }

private:
    Least least_;
    Most most_;
};

/// A stage that makes numbers below `least` that one, and above `most` that one, as numpy.clip: one for all columns,
/// one for each column of numbers in their order, or what was fitted. Missing stays missing, and categories stay.
///
/// Errors:    composing throws shape_error where a column has no bound.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but two planned numbers for each column.
template <detail::numbers_for_columns Least, detail::numbers_for_columns Most>
[[nodiscard]] constexpr auto clip(Least&& least_of_columns, Most&& most_of_columns) {
    return clip_stage<detail::numbers_type<Least>, detail::numbers_type<Most>>{
        detail::hold_numbers<Least>(least_of_columns), detail::hold_numbers<Most>(most_of_columns)};
}

/// For columns by name; the others stay.
template <std::size_t N, std::size_t M>
[[nodiscard]] constexpr auto clip(column_value const (&least_of_columns)[N], column_value const (&most_of_columns)[M]) {
    return clip_stage<detail::named_numbers<N>, detail::named_numbers<M>>{std::to_array(least_of_columns),
                                                                          std::to_array(most_of_columns)};
}

}  // namespace arenite::inline ARENITE_ABI
