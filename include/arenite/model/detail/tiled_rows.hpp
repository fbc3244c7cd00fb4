// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_tile.hpp>
#include <arenite/model/detail/tile_of_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

struct feature_range {
    std::size_t begin, end;
};

/// The products of the rows of a tile and the outputs from `output` on, of features from a whole step on to another or
/// to the last; the rows `ahead` are brought nearer meanwhile.
template <std::floating_point T, std::size_t Bytes, std::size_t Rows, std::size_t Outputs>
[[gnu::always_inline]] inline void add_tile(dot_tile<T, Bytes, Rows, Outputs>& dots, linear_terms<T> const& of,
                                            std::size_t output, tile_of_rows<T, Bytes, Rows> const& x,
                                            feature_range features, std::ptrdiff_t ahead) noexcept {
    T const* weights[Outputs];
#pragma GCC unroll 8
    for (std::size_t k = 0; k != Outputs; ++k) weights[k] = of.first_weight + (output + k) * of.stride;
    auto c = features.begin;
    for (; c + sum_lanes<T> <= features.end; c += sum_lanes<T>) {
#pragma GCC unroll 8
        for (T const* row : x.rows) __builtin_prefetch(row + ahead + c);
        dots.add(x.rows, weights, c);
    }
#pragma GCC unroll 8
    for (T const*& rest : weights) rest += c;
    if (c != features.end) dots.add(x.tails, weights, 0);
}

/// The margins of Rows rows and of Outputs outputs from `output` on, into y from row `first` on.
template <std::floating_point T, std::size_t Bytes, std::size_t Rows, std::size_t Outputs>
[[gnu::always_inline]] inline void put_scores(dot_tile<T, Bytes, Rows, Outputs>& dots, linear_terms<T> const& of,
                                              std::size_t output, batch_view<T> y, std::size_t first) noexcept {
    T totals[dot_tile<T, Bytes, Rows, Outputs>::room];
    dots.total(totals);
    auto* row = &y(first, output);
#pragma GCC unroll 8
    for (std::size_t r = 0; r != Rows; ++r, row += y.row_stride()) {
        auto* score = row;
#pragma GCC unroll 8
        for (std::size_t k = 0; k != Outputs; ++k, score += y.col_stride())
            *score = totals[r * Outputs + k] + of.intercepts[output + k];
    }
}

template <std::size_t Outputs, std::floating_point T, std::size_t Bytes, std::size_t Rows>
[[gnu::always_inline]] inline void score_tile(linear_terms<T> const& of, std::size_t output,
                                              tile_of_rows<T, Bytes, Rows> const& x, std::ptrdiff_t ahead,
                                              batch_view<T> y, std::size_t first) noexcept {
    dot_tile<T, Bytes, Rows, Outputs> dots;
    add_tile(dots, of, output, x, {0, of.cols}, ahead);
    put_scores(dots, of, output, y, first);
}

/// The margins of all rows, Rows × Outputs at a time; the last rows overlap with those before.
/// Requires: col_stride 1; weights that are followed by zeros up to the next multiple of sum_lanes; Rows rows.
template <std::size_t Bytes, std::size_t Rows, std::size_t Outputs, std::floating_point T>
[[gnu::always_inline]] inline void tiled_rows(linear_terms<T> const& of, batch_view<T const> x,
                                              batch_view<T> y) noexcept {
    auto const last = x.rows() - Rows;
    tile_of_rows<T, Bytes, Rows> tile{x};
    for (std::size_t next = 0; next < x.rows(); next += Rows) {
        auto const first = next < last ? next : last, after = first + Rows < last ? first + Rows : last;
        auto const ahead = static_cast<std::ptrdiff_t>(after - first) * x.row_stride();
        tile.move_to(first);
        tile.take_tails(first);
        std::size_t k = 0;
        for (; k + Outputs <= of.outputs(); k += Outputs) score_tile<Outputs>(of, k, tile, ahead, y, first);
        for (; k != of.outputs(); ++k) score_tile<1>(of, k, tile, ahead, y, first);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
