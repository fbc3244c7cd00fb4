// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_dots.hpp>
#include <arenite/model/detail/turned_group.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The margins of Rows rows, of a group of outputs side by side.
template <std::floating_point T, std::size_t Bytes, std::size_t Rows>
class output_columns {
    static constexpr std::size_t width = number_vector<T, Bytes>::size, group = sum_lanes<T>, parts = group / width;

public:
    [[gnu::always_inline]] output_columns(T const* turned_weights, batch_view<T const> all_rows,
                                          std::size_t first_row) noexcept
        : dots_(turned_weights, group, all_rows.cols(), row_data(all_rows, first_row), all_rows.row_stride(),
                all_rows.col_stride()) {
        auto const* intercepts = turned_weights + all_rows.cols() * group;
#pragma GCC unroll 8
        for (std::size_t r = 0; r != Rows; ++r)
#pragma GCC unroll 2
            for (std::size_t p = 0; p != parts; ++p) dots_.of(r, p) += vector_at<Bytes>(intercepts + p * width).numbers;
    }

    /// Writes the whole group, of which numbers behind the model's outputs may be.
    [[gnu::always_inline]] void write(T* to, std::ptrdiff_t row_stride) noexcept {
#pragma GCC unroll 8
        for (std::size_t r = 0; r != Rows; ++r, to += row_stride)
#pragma GCC unroll 2
            for (std::size_t p = 0; p != parts; ++p) std::memcpy(to + p * width, &dots_.of(r, p), Bytes);
    }

    /// Writes `count` outputs.
    [[gnu::always_inline]] void write(std::size_t count, T* to, std::ptrdiff_t row_stride,
                                      std::ptrdiff_t col_stride) noexcept {
        T margins[Rows][group];
        write(margins[0], group);
        for (std::size_t r = 0; r != Rows; ++r, to += row_stride)
            for (std::size_t k = 0; k != count; ++k) to[static_cast<std::ptrdiff_t>(k) * col_stride] = margins[r][k];
    }

private:
    column_dots<T, Bytes, parts, Rows> dots_;
};

/// The margins of a group of `count` outputs from `output` on, of all rows.
template <std::size_t Bytes, std::size_t Rows, std::floating_point T>
[[gnu::always_inline]] inline void score_group(T const* weights, batch_view<T const> x, std::size_t output,
                                               std::size_t count, batch_view<T> y) noexcept {
    bool const is_dense = y.col_stride() == 1 && y.row_stride() == static_cast<std::ptrdiff_t>(y.cols());
    auto const missing = turned_group::outputs<T> - count, last = x.rows() - Rows;
    for (std::size_t next = 0; next < x.rows(); next += Rows) {
        auto const first = next < last ? next : last;
        output_columns<T, Bytes, Rows> margins{weights, x, first};
        // What is written in the place of missing outputs belongs to rows behind, and is overwritten.
        bool const is_harmless = missing == 0 ? y.col_stride() == 1 : is_dense && (last - first) * y.cols() >= missing;
        if (is_harmless) margins.write(&y(first, output), y.row_stride());
        else margins.write(count, &y(first, output), y.row_stride(), y.col_stride());
    }
}

/// The margins of all rows, at any strides, Rows at a time; the last rows overlap with those before. The last group of
/// outputs is the first to be written.
/// Requires: Rows rows; room for turned_group::bytes(of.cols).
template <std::size_t Bytes, std::size_t Rows, std::floating_point T>
[[gnu::always_inline]] inline void score_groups(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y,
                                                T* room) noexcept {
    constexpr auto group = turned_group::outputs<T>;
    for (auto end = of.outputs(); end != 0;) {
        auto const output = (end - 1) / group * group;
        turn_weights(of, output, end - output, room);
        score_group<Bytes, Rows>(room, x, output, end - output, y);
        end = output;
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
