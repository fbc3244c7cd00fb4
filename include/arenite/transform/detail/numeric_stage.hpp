// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/core/detail/number_vector.hpp>
#include <arenite/core/detail/processor.hpp>
#include <arenite/transform/detail/program_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a Change gets for a number, or for as many of them as are in a vector: the numbers that its columns have. They
/// lie in as many rows of `cols` as a column has numbers. By reference, as keep_rounded.
template <class T>
struct numbers_of_columns {
    T const* first;
    std::size_t cols;

    template <class Value>
    [[gnu::always_inline]] void read(std::size_t which, Value& into) const noexcept {
        std::memcpy(&into, first + which * cols, sizeof(Value));
    }
};

template <class Change, class Value, class T>
[[gnu::always_inline]] inline void change_at(T const* from, T* to, T const* numbers, std::size_t cols) noexcept {
    Value value;
    std::memcpy(&value, from, sizeof(Value));
    Change::change(value, numbers_of_columns<T>{numbers, cols});
    std::memcpy(to, &value, sizeof(Value));
}

/// A row, in vectors of Bytes, the rest in smaller ones, the rest of that one by one; all with the same bits.
template <std::size_t Bytes, class Change, class T>
[[gnu::always_inline]] inline void change_row(T const* from, T* to, T const* numbers, std::size_t cols) noexcept {
    std::size_t c = 0;
    for (constexpr auto size = number_vector<T, Bytes>::size; cols - c >= size; c += size)
        change_at<Change, vector_of<T, Bytes>>(from + c, to + c, numbers + c, cols);
    if constexpr (Bytes > 16)
        for (constexpr auto size = number_vector<T>::size; cols - c >= size; c += size)
            change_at<Change, vector_of<T>>(from + c, to + c, numbers + c, cols);
    for (; c != cols; ++c) change_at<Change, T>(from + c, to + c, numbers + c, cols);
}

template <std::size_t Bytes, class Change, class T>
[[gnu::always_inline]] inline void change_rows(batch_view<T const> from, batch_view<T> to, T const* numbers) noexcept {
    for (std::size_t r = 0; r != from.rows(); ++r)
        change_row<Bytes, Change>(&from(r, 0), &to(r, 0), numbers, from.cols());
}

/// Cells at any strides.
template <class Change, class T>
void change_cells(batch_view<T const> from, batch_view<T> to, T const* numbers) noexcept {
    for (std::size_t r = 0; r != from.rows(); ++r)
        for (std::size_t c = 0; c != from.cols(); ++c)
            change_at<Change, T>(&from(r, c), &to(r, c), numbers + c, from.cols());
}

#if defined(__x86_64__)
template <class Change, class T>
[[gnu::target("avx2")]] void change_rows_avx2(batch_view<T const> const& from, batch_view<T> const& to,
                                              T const* numbers) noexcept {
    change_rows<32, Change>(from, to, numbers);
}
template <class Change, class T>
[[gnu::target("avx512f")]] void change_rows_avx512(batch_view<T const> const& from, batch_view<T> const& to,
                                                   T const* numbers) noexcept {
    change_rows<64, Change>(from, to, numbers);
}
#endif

/// Changes each column by itself; `to` may be where `from` is.
template <class Change, class T>
void change_columns([[maybe_unused]] instruction_set instructions, batch_view<T const> from, batch_view<T> to,
                    std::span<T const> numbers) noexcept {
    if (from.col_stride() != 1 || to.col_stride() != 1) return change_cells<Change>(from, to, numbers.data());
#if defined(__x86_64__)
    if (instructions == instruction_set::avx512) return change_rows_avx512<Change>(from, to, numbers.data());
    if (instructions == instruction_set::avx2) return change_rows_avx2<Change>(from, to, numbers.data());
#endif
    change_rows<16, Change>(from, to, numbers.data());
}

/// A stage that changes numbers, each column by itself, as Change says: by Change::numbers numbers that each column
/// has. A base: who derives from it has `check(before)`, and `fill(before, numbers)` which fills as many rows of
/// before.size() numbers, those of columns that stay as they are with numbers that leave them so.
template <class ChangeOfColumns>
struct numeric_stage {
    using change = ChangeOfColumns;
    template <class T>
    using constant_of = T;

    [[nodiscard]] static std::size_t constants(schema_view before) noexcept { return change::numbers * before.size(); }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<T const> numbers) const noexcept {
        change_columns<change, T>(best_instruction_set(), tile, tile, numbers);
    }
    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to, std::span<T const> numbers) const noexcept {
        change_columns<change, T>(best_instruction_set(), from, to, numbers);
    }
};

/// The numbers for all columns that `fill` gets, row by row.
template <class T>
[[nodiscard]] constexpr std::span<T> row_of_numbers(std::span<T> all, schema_view before, std::size_t which) noexcept {
    return all.subspan(which * before.size(), before.size());
}

}  // namespace arenite::inline ARENITE_ABI::detail
