// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/write/detail/line_buffer.hpp>
#include <arenite/write/detail/npy_front.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI {

/// Writes batches as a NumPy array, a .npy of version 1.0: rows × columns of T (f4, f8 or i4), little-endian, C order;
/// the bytes are those of numpy.save. Rows are collected in a caller's buffer and handed to a sink when it is full;
/// what is larger goes to the sink without a copy. Call `finish` at the end: a destructor could not report what went
/// wrong.
///
/// How many rows there are is known beforehand, or written in front when all of them are there; until then the file
/// is no .npy.
///
/// Errors:    what the sink throws. From then on it gets nothing more, as nobody knows what it took, and `finish`
///            throws std::system_error (io_error).
/// Allocates: nothing.
/// Lifetime:  borrows sink and buffer.
/// Format:    NumPy enhancement proposal 1 and numpy.lib.format.
template <batch_value T>
class npy_writer {
public:
    /// As many rows as are known, into any sink.
    npy_writer(byte_sink_ref to_sink, std::span<char> row_buffer, std::size_t array_columns, std::uint64_t known_rows)
        : out_(to_sink, row_buffer), columns_(array_columns), known_rows_(known_rows) {
        out_.put(detail::npy_front<T>(known_rows, columns_));
        out_.end_line();
    }

    /// As many rows as will come, into a sink that has taken nothing yet.
    template <patchable_sink Sink>
    npy_writer(Sink& to_sink, std::span<char> row_buffer, std::size_t array_columns)
        : out_(to_sink, row_buffer), columns_(array_columns), patched_sink_(&to_sink), patch_(&patch<Sink>) {
        out_.put(std::string_view{std::array<char, detail::npy_front_bytes>{}.data(), detail::npy_front_bytes});
        out_.end_line();
    }

    /// The rows of a batch at any strides, which has as many columns as the array.
    void write(batch_view<T const> batch) {
        contract(batch.cols() == columns_, "the rows of an array have its columns");
        rows_ += batch.rows();
        contract(!known_rows_ || rows_ <= *known_rows_, "an array has as many rows as were announced");
        auto const row_size = static_cast<std::ptrdiff_t>(columns_);
        if (batch.col_stride() == 1 && batch.row_stride() == row_size)
            return put_rows(batch.data(), batch.rows() * columns_);
        for (std::size_t r = 0; r != batch.rows(); ++r) write_row(batch.middle_rows(r, 1));
    }

    /// Everything is with the sink, and the array is complete. Write nothing afterwards.
    void finish() {
        contract(!known_rows_ || rows_ == *known_rows_, "an array has as many rows as were announced");
        out_.flush();
        if (patch_ != nullptr) patch_(patched_sink_, detail::npy_front<T>(rows_, columns_));
    }

    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
    template <class Sink>
    static void patch(void* sink, std::string_view front) {
        static_cast<Sink*>(sink)->write_at(0, front);
    }

    void write_row(batch_view<T const> row) {
        if (row.col_stride() == 1) return put_rows(row.data(), columns_);
        for (std::size_t c = 0; c != columns_; ++c) put(&row(0, c), 1);
        out_.end_line();
    }

    void put_rows(T const* first, std::size_t count) {
        put(first, count);
        out_.end_line();
    }

    void put(T const* first, std::size_t count) { out_.put({reinterpret_cast<char const*>(first), count * sizeof(T)}); }

    detail::line_buffer out_;
    std::size_t columns_;
    std::uint64_t rows_ = 0;
    std::optional<std::uint64_t> known_rows_;
    void* patched_sink_ = nullptr;
    void (*patch_)(void*, std::string_view) = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI
