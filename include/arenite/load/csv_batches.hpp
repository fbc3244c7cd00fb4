// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/batch/workers.hpp>
#include <arenite/load/detail/csv_reading.hpp>
#include <arenite/load/detail/reading_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// A lazy, single-pass range of batches of the rows of a CSV text: RFC 4180 with LF or CRLF, UTF-8; with options, TSV,
/// decimal commas and lines of comments.
///
/// Columns are matched by the names of a header, in any order, or else by position. Columns that nobody reads are never
/// parsed. Of names and categories without quotes, blanks around them count where the schema has such a text, and else
/// not. Lines without a byte are skipped. Every row in front of a bad one is delivered before the error.
///
/// Numbers:    the value of T nearest to the text; blanks around it, a leading + and quotes are accepted; missing is
///             NaN.
/// Categories: the text's position in the column's vocabulary; missing is NaN, and so is unseen, unless the column
///            refuses it, then it is a bad row, or gives it a code: column::unseen.
/// Hashed:     category_hash of all of the text, blanks around it too; no text is missing, and float cannot hold it.
/// Texts:      kept as bytes without their quotes: `batch.text(k, row)`, the id column first.
/// Shapes:     a batch has the schema's columns but texts, and up to batch_rows() rows; fewer at the end, in front of a
///             bad row, and where the texts fill csv_options::text_bytes.
/// Errors:     at construction std::system_error, and shape_error for hashed categories as float; in the loop also
///             data_error for the text (source, line, column, byte, what was found and expected) and shape_error for
///             columns that do not fit the schema. What the byte source throws goes through, and the rows that were
///             read of that batch are gone. After an error the range is at its end.
/// Allocates:  nothing but what its admission acquires once.
/// Lifetime:   borrows the schema, the byte source and what the options borrow; a batch is valid until the next.
/// Threads:    one at a time.
template <class T = double>
class csv_batches : public detail::reading_batches<detail::csv_reading<T>> {
    static_assert(std::same_as<T, float> || std::same_as<T, double>, "rows of a CSV text are float or double");
    using base = detail::reading_batches<detail::csv_reading<T>>;
    using base::reading_;

public:
    /// Opens the file; nothing is read before `begin`. Workers read parts of it at once, each into a batch of its own;
    /// of a pipe, and of a source that is lent, one of them reads.
    csv_batches(std::string const& file_path, schema_view schema_to_read, csv_options const& reading_options = {},
                workers const& lent_workers = {})
        : base(std::in_place, detail::held_source{file_path}, schema_to_read, reading_options, lent_workers) {}

    template <byte_source Source>
    csv_batches(Source& borrowed_source, schema_view schema_to_read, csv_options const& reading_options = {})
        : base(std::in_place, detail::held_source{byte_source_ref{borrowed_source}}, schema_to_read, reading_options) {}

    template <byte_source Source>
    csv_batches(Source const&& temporary_source, schema_view, csv_options const& = {}) = delete;  // it would be gone

    /// Numbers so far that are too large: ±inf.
    [[nodiscard]] std::uint64_t overflows() const noexcept { return reading_.overflows(); }

    /// Numbers so far that are too small: ±0.
    [[nodiscard]] std::uint64_t underflows() const noexcept { return reading_.underflows(); }

    /// Whole numbers so far that T does not hold: the nearest one is read, 16777216 for 16777217 as float.
    [[nodiscard]] std::uint64_t inexact() const noexcept { return reading_.inexact(); }

    /// Rows so far that could not be read: with on_bad::null they are NaN, with on_bad::collect left out. A record that
    /// is longer than csv_options::buffer_bytes is one, unless it is the first or the text ends in a quote of it: then
    /// it is an error.
    [[nodiscard]] std::uint64_t bad_rows() const noexcept { return reading_.bad_rows(); }

    /// The first csv_options::most_rejects of those that were left out; empty when the pipeline's memory has gone.
    [[nodiscard]] std::span<rejected_row const> rejects() const noexcept { return reading_.rejects(); }

    /// Those of the current batch that are NaN, by their row in it.
    [[nodiscard]] std::span<std::uint32_t const> null_rows() const noexcept { return reading_.null_rows(); }
};

static_assert(adaptive_batch_range<csv_batches<double>> && adaptive_batch_range<csv_batches<float>>);

}  // namespace arenite::inline ARENITE_ABI
