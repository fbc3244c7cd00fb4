// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

/// How long a row is.
enum class row_norm : unsigned char {
    l1,       ///< the sum of absolute values
    l2,       ///< the square root of the sum of squares
    largest,  ///< the largest absolute value
};

/// What `normalize_rows` returns.
template <std::size_t N>
class normalize_rows_stage {
public:
    static constexpr std::string_view stage_name = "normalize_rows";
    using constant = std::size_t;  // places of the columns

    constexpr normalize_rows_stage(row_norm chosen_norm, std::array<std::string_view, N> names_of_columns)
        : norm_(chosen_norm), columns_{column_kind::number, names_of_columns} {}

    void check(schema_view before) { columns_.find(stage_name, before); }
    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return columns_.count(before); }
    void fill(schema_view before, std::span<std::size_t> places) const noexcept {
        detail::fill_places(columns_, before, places);
    }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<std::size_t const> places) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r) {
            auto norm = norm_of<T>(tile.middle_rows(r, 1), places);
            if (norm < 10 * std::numeric_limits<T>::epsilon()) norm = 1;
            for (auto const c : places) tile(r, c) /= norm;
        }
    }

    void lower(schema_view before, detail::program_writer& to) const {
        constexpr auto least = 10 * std::numeric_limits<double>::epsilon();
        auto const norm = lower_norm(before, to);
        for (std::size_t i = 0; i != before.size(); ++i)
            if (!columns_.contains(before, i)) to.keep(to.column(i));
            else to.keep_new({.op = column_op::quotient, .from = to.column(i), .second = norm, .by = least});
    }

private:
    [[nodiscard]] std::uint32_t lower_norm(schema_view before, detail::program_writer& to) const {
        auto const length = norm_ == row_norm::l2 ? column_op::square : column_op::absolute;
        auto const both = norm_ == row_norm::largest ? column_op::larger : column_op::sum;
        std::uint32_t norm = 0;
        columns_.for_each(before, [&, is_first = true](std::size_t place) mutable {
            auto const added = to.add({.op = length, .from = to.column(place)});
            norm = std::exchange(is_first, false) ? added : to.add({.op = both, .from = added, .second = norm});
        });
        return norm_ == row_norm::l2 ? to.add({.op = column_op::square_root, .from = norm}) : norm;
    }

    template <class T>
    [[nodiscard]] T norm_of(batch_view<T const> row, std::span<std::size_t const> places) const noexcept {
        T norm = 0;
        for (auto const c : places) add(norm, row(0, c));
        return norm_ == row_norm::l2 ? std::sqrt(norm) : norm;
    }

    template <class T>
    void add(T& norm, T x) const noexcept {
        if (norm_ == row_norm::l1) norm += std::abs(x);
        else if (norm_ == row_norm::l2) norm += rounded(x * x);
        else if (!(std::abs(x) <= norm) && norm == norm) norm = std::abs(x);  // a missing one makes it NaN for good
    }

    row_norm norm_;
    detail::columns_of_kind<N> columns_;
};

/// A stage that divides each row's numbers by their norm, as scikit-learn's Normalizer; no names: all columns of
/// numbers. A norm below 10 epsilons counts as 1; a missing number makes the row missing. Categories stay.
///
/// Errors:    composing throws shape_error where there is no column of a name, or it is not one of numbers.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto normalize_rows(row_norm chosen_norm, Names&&... names) {
    return normalize_rows_stage<sizeof...(Names)>{chosen_norm, detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
