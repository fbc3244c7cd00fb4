// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/load/detail/libsvm_reading.hpp>
#include <arenite/load/detail/reading_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// A lazy, single-pass range of dense batches of the rows of a LibSVM (SVMlight) text, UTF-8:
///
///     label[:weight] [qid:N] index:value ... # comment
///
/// Column k of the schema is the feature of index k (with `index_base` 1: k + 1); names play no part. Fields have
/// spaces or tabs between them, lines end in LF or CRLF, pairs stand in any order. Lines without a field are skipped.
/// Every row in front of a bad one is delivered before the error.
///
/// Numbers:    the value of T nearest to the text; a leading +, `inf` and `nan` (NaN) are accepted in any case.
///             Categories are their codes. A value of a column that nobody reads is passed over, whatever it is, and
///             stays NaN.
/// Bad rows:   a label, weight or qid that is no number; a field that is not index:value; an index that the schema does
///             not have, or that the row has twice: the trainers refuse such a file, or add up what is there twice.
/// Shapes:     a batch is row-major and has the schema's columns and up to batch_rows() rows; fewer at the end and in
///             front of a bad row. An empty text has none.
/// Errors:     at construction std::system_error, and shape_error for a schema with texts; in the loop also data_error:
///             source, line, column (the number of the pair, from 1; 0: what is in front of the pairs), byte, what was
///             found and expected. What the byte source throws goes through, and the rows that were read of that batch
///             are gone. After an error the range is at its end.
/// Allocates:  nothing but what its admission acquires once.
/// Lifetime:   borrows the schema and the byte source; a batch is valid until the next.
/// Threads:    one at a time.
/// Format:     the README of LIBSVM 3 (Chang and Lin), with SVMlight's qid and comments, and XGBoost's weights.
template <class T = double>
class libsvm_batches : public detail::reading_batches<detail::libsvm_reading<T>> {
    static_assert(std::same_as<T, float> || std::same_as<T, double>, "rows of a LibSVM text are float or double");
    using base = detail::reading_batches<detail::libsvm_reading<T>>;

public:
    /// Opens the file; nothing is read before `begin`.
    libsvm_batches(std::string const& file_path, schema_view schema_to_read, libsvm_options const& reading_options = {})
        : base(std::in_place, detail::held_source{file_path}, schema_to_read, reading_options) {}

    template <byte_source Source>
    libsvm_batches(Source& borrowed_source, schema_view schema_to_read, libsvm_options const& reading_options = {})
        : base(std::in_place, detail::held_source{byte_source_ref{borrowed_source}}, schema_to_read, reading_options) {}

    template <byte_source Source>
    libsvm_batches(Source const&& temporary_source, schema_view, libsvm_options const& = {}) = delete;  // it would go

    /// The labels of the current batch's rows if the options keep them, NaN for a row that could not be read; else
    /// none.
    [[nodiscard]] std::span<T const> labels() const noexcept { return this->reading_.labels(); }

    /// Numbers so far that are too large: ±inf.
    [[nodiscard]] std::uint64_t overflows() const noexcept { return this->reading_.overflows(); }

    /// Numbers so far that are too small: ±0.
    [[nodiscard]] std::uint64_t underflows() const noexcept { return this->reading_.underflows(); }

    /// Rows so far that could not be read and are NaN. A line that is longer than libsvm_options::buffer_bytes is one,
    /// unless it is a comment.
    [[nodiscard]] std::uint64_t bad_rows() const noexcept { return this->reading_.bad_rows(); }

    /// Those of the current batch, by their row in it.
    [[nodiscard]] std::span<std::uint32_t const> null_rows() const noexcept { return this->reading_.null_rows(); }
};

static_assert(adaptive_batch_range<libsvm_batches<double>> && adaptive_batch_range<libsvm_batches<float>>);

}  // namespace arenite::inline ARENITE_ABI
