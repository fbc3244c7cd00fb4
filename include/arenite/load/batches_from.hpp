// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/reading_batches.hpp>
#include <arenite/load/detail/row_reading.hpp>

namespace arenite::inline ARENITE_ABI {

/// A lazy, single-pass range of batches of a caller's rows: what `batches_from` makes.
///
/// Allocates: nothing but what its admission acquires once.
template <class T, class Range, class Cells>
class row_batches : public detail::reading_batches<detail::row_reading<T, Range, Cells>> {
    static_assert(std::same_as<T, float> || std::same_as<T, double>, "rows of batches are float or double");
    using reading = detail::row_reading<T, Range, Cells>;
    using detail::reading_batches<reading>::reading_;

public:
    row_batches(Range&& given_rows, Cells reading_cells, row_options const& reading_options)
        : detail::reading_batches<reading>(std::in_place, static_cast<Range&&>(given_rows), std::move(reading_cells),
                                           reading_options) {}

    /// Whole numbers so far that T does not hold exactly: beyond 2^24 (float) or 2^53 (double).
    [[nodiscard]] std::uint64_t inexact() const noexcept { return reading_.losses().inexact; }

    /// Finite numbers so far that are too large for T: ±inf.
    [[nodiscard]] std::uint64_t overflows() const noexcept { return reading_.losses().overflows; }

    /// Numbers so far that are too small for T: ±0.
    [[nodiscard]] std::uint64_t underflows() const noexcept { return reading_.losses().underflows; }
};

namespace detail {

/// What cells become unless it is said: rows of float stay float.
template <class T, class Row>
struct cell_type {
    using type = std::conditional_t<std::is_void_v<T>, double, T>;
};
template <class Row>
    requires std::ranges::range<Row const>
struct cell_type<void, Row> {
    using type = std::conditional_t<std::same_as<std::ranges::range_value_t<Row const>, float>, float, double>;
};
template <>
struct cell_type<void, float> {
    using type = float;
};

}  // namespace detail

/// Batches of rows whose columns are fields: pointers to members, or functions of a row, that give numbers, bools or
/// optional ones; none is NaN. `batches_from(people, &person::age, &person::income) | score_with(model)`
///
/// Numbers:  become the nearest T, double unless it is said: `batches_from<float>(…)`; a bool is 0 or 1. A category is
///           its code. Columns that nobody reads are filled as well.
/// Shapes:   a batch has a column for each field, and batch_rows() rows; fewer at the end.
/// Errors:   shape_error at construction when the schema has other columns than the fields. What the caller's range
///           throws goes through, and the rows that were read of that batch are gone. After an error the range is at
///           its end.
/// Lifetime: an lvalue range is borrowed, an rvalue is taken; so are views. Any input range will do: a row is read
///           once, and the next is not asked for before a batch needs it. A batch is valid until the next.
/// Threads:  one at a time.
template <class T = double, std::ranges::input_range Range, class... Fields>
    requires(sizeof...(Fields) != 0 && (detail::row_field<Fields, detail::row_of<Range>> && ...))
[[nodiscard]] auto batches_from(Range&& given_rows, row_options const& reading_options, Fields... row_fields) {
    using cells = detail::field_cells<Fields...>;
    return row_batches<T, Range, cells>{static_cast<Range&&>(given_rows), cells{{std::move(row_fields)...}},
                                        reading_options};
}
template <class T = double, std::ranges::input_range Range, class... Fields>
    requires(sizeof...(Fields) != 0 && (detail::row_field<Fields, detail::row_of<Range>> && ...))
[[nodiscard]] auto batches_from(Range&& given_rows, Fields... row_fields) {
    return batches_from<T>(static_cast<Range&&>(given_rows), row_options{}, std::move(row_fields)...);
}

/// Batches of rows that are numbers: arrays, spans, vectors, or a number alone, which is a row of one column. As above,
/// but that rows of float stay float unless a T is said. Where rows lie one behind the other and are arrays of T, or T
/// alone, batches show them where they lie: nothing is copied, and no batch is planned.
///
/// Errors: as above; shape_error at construction also for rows whose type does not state their length when there is no
///         schema; in the loop data_error for a row of another length, which it numbers from 0. Rows in front of it are
///         delivered first.
template <class T = void, std::ranges::input_range Range>
    requires detail::number_row<detail::row_of<Range>>
[[nodiscard]] auto batches_from(Range&& given_rows, row_options const& reading_options = {}) {
    using row = detail::row_of<Range>;
    using cells = detail::number_cells<row>;
    return row_batches<typename detail::cell_type<T, row>::type, Range, cells>{static_cast<Range&&>(given_rows),
                                                                               cells{}, reading_options};
}

}  // namespace arenite::inline ARENITE_ABI
