// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/load/detail/npy_reading.hpp>
#include <arenite/load/detail/reading_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// A lazy, single-pass range of batches of the rows of a NumPy array: a .npy of version 1.0, 2.0 or 3.0 with two
/// dimensions, or with one, which is a column. Columns of the array are those of the schema, by position.
///
/// Elements:   f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1, little-endian; each becomes the nearest T, a bool 0 or 1. Missing
///             is NaN, as stored; categories are their codes.
/// Order:      C, from any source, a few rows at a time; or Fortran, from a file that can be read at any place or from
///             bytes in memory. Elements of type T go from the source into the batch without a copy in between.
/// In memory:  of bytes in memory (a mapped file, say) the header is read at construction. Where elements are T and
///             aligned, batches show them as they lie there, those of columns that nobody reads too; then no batch is
///             planned.
/// Shapes:     a batch has the schema's columns, by rows (C) or by columns (Fortran), and batch_rows() rows; fewer at
///             the end. An array without rows has none. Cells of columns that nobody reads are NaN.
/// Errors:     data_error (source, byte, what was found and expected; no lines) for what is no such array, a type that
///             is not listed, and a size other than the shape says: whole rows in front are delivered first, but of
///             Fortran order and of memory none; shape_error for other columns than the schema's; std::system_error at
///             construction for the file. What the byte source throws goes through. After an error the range is at its
///             end.
/// Allocates:  nothing but what its admission acquires once.
/// Lifetime:   borrows the schema, the byte source, the bytes in memory; a batch is valid until the next.
/// Threads:    one at a time.
/// Format:     NumPy enhancement proposal 1 and numpy.lib.format.
template <class T = double>
class npy_batches : public detail::reading_batches<detail::npy_reading<T>> {
    static_assert(std::same_as<T, float> || std::same_as<T, double>, "rows of an array are float or double");
    using base = detail::reading_batches<detail::npy_reading<T>>;

public:
    /// Opens the file; nothing is read before `begin`.
    npy_batches(std::string const& file_path, schema_view schema_to_read, npy_options const& reading_options = {})
        : base(std::in_place, detail::npy_input{detail::held_source{file_path}}, schema_to_read, reading_options) {}

    template <byte_source Source>
    npy_batches(Source& borrowed_source, schema_view schema_to_read, npy_options const& reading_options = {})
        : base(std::in_place, detail::npy_input{detail::held_source{byte_source_ref{borrowed_source}}}, schema_to_read,
               reading_options) {}

    template <byte_source Source>
    npy_batches(Source const&& temporary_source, schema_view, npy_options const& = {}) = delete;  // it would be gone

    /// Of a whole .npy in memory; `name_in_errors` is copied.
    npy_batches(std::span<std::byte const> bytes_in_memory, schema_view schema_to_read,
                npy_options const& reading_options = {}, std::string_view name_in_errors = "memory")
        : base(std::in_place, detail::npy_input{bytes_in_memory, name_in_errors}, schema_to_read, reading_options) {}

    /// Whole numbers so far that T does not hold exactly: beyond 2^24 (float) or 2^53 (double).
    [[nodiscard]] std::uint64_t inexact() const noexcept { return this->reading_.counts().inexact; }

    /// Finite numbers so far that are too large for T: ±inf.
    [[nodiscard]] std::uint64_t overflows() const noexcept { return this->reading_.counts().overflows; }
};

static_assert(adaptive_batch_range<npy_batches<double>> && adaptive_batch_range<npy_batches<float>>);

}  // namespace arenite::inline ARENITE_ABI
