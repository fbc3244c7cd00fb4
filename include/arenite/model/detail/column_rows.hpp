// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_dots.hpp>
#include <arenite/model/detail/linear_terms.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The margins of rows that lie side by side, Vectors vectors of them from row `first` on, and of Outputs outputs from
/// `output` on.
template <std::size_t Bytes, std::size_t Vectors, std::size_t Outputs, std::floating_point T>
[[gnu::always_inline]] inline void score_columns(linear_terms<T> const& of, std::size_t output, batch_view<T const> x,
                                                 std::size_t first, batch_view<T> y) noexcept {
    constexpr auto width = number_vector<T, Bytes>::size;
    auto const stride = static_cast<std::ptrdiff_t>(of.stride);
    column_dots<T, Bytes, Vectors, Outputs> dots{row_data(x, first),        x.col_stride(), of.cols,
                                                 of.weights(output).data(), stride,         1};
    T scores[Outputs][Vectors * width];
#pragma GCC unroll 8
    for (std::size_t k = 0; k != Outputs; ++k)
#pragma GCC unroll 4
        for (std::size_t v = 0; v != Vectors; ++v) {
            auto const margins = dots.of(k, v) + of.intercepts[output + k];
            std::memcpy(scores[k] + v * width, &margins, Bytes);
        }
    for (std::size_t r = 0; r != Vectors * width; ++r)
        for (std::size_t k = 0; k != Outputs; ++k) y(first + r, output + k) = scores[k][r];
}

/// The margins of all rows, where these lie side by side. The last rows overlap with those before, and so do the last
/// outputs. Requires: row_stride 1; Vectors vectors of rows; Outputs outputs.
template <std::size_t Bytes, std::size_t Vectors, std::size_t Outputs, std::floating_point T>
[[gnu::always_inline]] inline void column_rows(linear_terms<T> const& of, batch_view<T const> x,
                                               batch_view<T> y) noexcept {
    constexpr auto step = Vectors * number_vector<T, Bytes>::size;
    auto const last = x.rows() - step, last_output = of.outputs() - Outputs;
    for (std::size_t next = 0; next < x.rows(); next += step)
        for (std::size_t k = 0; k < of.outputs(); k += Outputs) {
            auto const first = next < last ? next : last, output = k < last_output ? k : last_output;
            score_columns<Bytes, Vectors, Outputs>(of, output, x, first, y);
        }
}

}  // namespace arenite::inline ARENITE_ABI::detail
