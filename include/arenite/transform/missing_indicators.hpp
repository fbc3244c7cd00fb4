// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Copies the tile into the first columns of a wider one.
template <class T>
void copy_in_front(batch_view<T const> from, batch_view<T> to) noexcept {
    for (std::size_t r = 0; r != from.rows(); ++r)
        for (std::size_t c = 0; c != from.cols(); ++c) to(r, c) = from(r, c);
}

}  // namespace detail

/// What `missing_indicators` returns.
template <std::size_t N>
class missing_indicators_stage {
public:
    static constexpr std::string_view stage_name = "missing_indicators";
    using constant = std::size_t;  // places of the columns

    constexpr explicit missing_indicators_stage(std::array<std::string_view, N> names_of_columns)
        : columns_{column_kind::number, names_of_columns} {}

    void check(schema_view before) { columns_.find(stage_name, before); }

    [[nodiscard]] std::size_t columns(schema_view before) const noexcept {
        return before.size() + columns_.count(before);
    }
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        return i < before.size() ? before[i] : column{.made = true};
    }
    void write_name(schema_view before, std::size_t i, name_sink to) const {
        if (i < before.size()) return before.name(i).write(to);
        to("missingindicator_");
        columns_.for_each(before, [&, left = i - before.size()](std::size_t place) mutable {
            if (left-- == 0) before.name(place).write(to);
        });
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return columns_.count(before); }
    void fill(schema_view before, std::span<std::size_t> places) const noexcept {
        detail::fill_places(columns_, before, places);
    }

    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to, std::span<std::size_t const> places) const noexcept {
        detail::copy_in_front(from, to);
        for (std::size_t r = 0; r != from.rows(); ++r)
            for (std::size_t i = 0; i != places.size(); ++i) {
                auto const x = from(r, places[i]);
                to(r, from.cols() + i) = static_cast<T>(x == x ? 0 : 1);
            }
    }

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != before.size(); ++i) to.keep(to.column(i));
        columns_.for_each(
            before, [&](std::size_t place) { to.keep_new({.op = column_op::is_missing, .from = to.column(place)}); });
    }

private:
    detail::columns_of_kind<N> columns_;
};

/// A stage that appends an indicator for each of these columns, 1 where its number is missing, else 0; no names: for
/// all columns of numbers. In front of `impute` it is scikit-learn's `SimpleImputer(add_indicator=True)`, whose
/// indicators are those of MissingIndicator with the columns that were missing when it was fitted.
///
/// Names:     `missingindicator_age`, as scikit-learn's.
/// Errors:    composing throws shape_error where there is no column of a name, or it is not one of numbers.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto missing_indicators(Names&&... names) {
    return missing_indicators_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
