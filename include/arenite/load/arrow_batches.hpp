// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/load/detail/arrow_reading.hpp>
#include <arenite/load/detail/reading_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// A lazy, single-pass range of batches of the rows of an Arrow C stream: what pyarrow, Polars, DuckDB, nanoarrow and
/// others hand over without a copy.
///
/// Columns are matched by name, in any order, or by position if the schema has no names. Columns that nobody reads are
/// never touched: they may have any format. Rows in front of what is wrong are delivered before the error.
///
/// Numbers:    formats c C s S i I l L e f g b; each becomes the nearest T, a bool 0 or 1. Missing, all of a column of
///             format n, and every column of a row that is null as a whole: NaN.
/// Categories: texts (u U vu), or a dictionary of them that may be another in every record batch: the text's position
///             in the column's own vocabulary; missing is NaN, and so is unseen, unless the column
///             refuses it, then it is a bad row, or gives it a code: column::unseen.
/// Texts:      of the same formats, where the producer has them: `batch.text(k, row)`; missing is empty.
/// Shapes:     a batch lies by columns; it has the schema's columns but texts, and batch_rows() rows, however the
///             record batches are cut; fewer at the end, in front of a bad row and, of a schema with texts, at the end
///             of a record batch.
/// Errors:     data_error (source, column, what was found and expected; neither lines nor bytes) for a released stream,
///             at construction, and in the loop for a format that its column cannot be read from and for arrays that
///             contradict themselves: what the interface does not tell, such as the sizes of buffers, nobody can check.
///             shape_error for columns that do not fit the schema, std::system_error with the producer's number and
///             message for what it refuses. After an error the range is at its end.
/// Allocates:  nothing but what its admission acquires once; what the producer does is its own affair.
/// Lifetime:   takes over the stream, even if construction throws, and releases it in the destructor; a record batch is
///             released before the next is asked for, the schema at once. Borrows the schema that it is given. A batch
///             is valid until the next.
/// Threads:    one at a time.
/// Format:     the Arrow C data interface and the Arrow C stream interface.
template <class T = double>
class arrow_batches : public detail::reading_batches<detail::arrow_reading<T>> {
    static_assert(std::same_as<T, float> || std::same_as<T, double>, "rows of a stream are float or double");
    using reading = detail::arrow_reading<T>;
    using detail::reading_batches<reading>::reading_;

public:
    /// Nothing is asked of the stream before `begin`.
    arrow_batches(ArrowArrayStream& stream_to_take, schema_view schema_to_read,
                  arrow_options const& reading_options = {})
        : detail::reading_batches<reading>(std::in_place, stream_to_take, schema_to_read, reading_options) {}

    /// Whole numbers so far that T does not hold exactly: beyond 2^24 (float) or 2^53 (double).
    [[nodiscard]] std::uint64_t inexact() const noexcept { return reading_.losses().inexact; }

    /// Finite numbers so far that are too large for T: ±inf.
    [[nodiscard]] std::uint64_t overflows() const noexcept { return reading_.losses().overflows; }

    /// Numbers so far that are too small for T: ±0.
    [[nodiscard]] std::uint64_t underflows() const noexcept { return reading_.losses().underflows; }
};

static_assert(adaptive_batch_range<arrow_batches<double>> && adaptive_batch_range<arrow_batches<float>>);

}  // namespace arenite::inline ARENITE_ABI
