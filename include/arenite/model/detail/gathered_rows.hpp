// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/model/detail/tiled_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The most rows of a tile, for whatever instructions: scratch holds this many or a multiple.
inline constexpr std::size_t tile_rows = 4;

template <std::floating_point T>
[[nodiscard]] constexpr std::size_t gathered_bytes(std::size_t cols) noexcept {
    return round_up(saturating_bytes(cols, tile_rows * sizeof(T)));
}

/// A row-major copy of rows of any strides.
template <std::floating_point T>
[[nodiscard]] batch_view<T const> gather(batch_view<T const> x, T* room) noexcept {
    if (x.cols() == 0) return {room, x.rows(), 0};  // data may be null, from which no step leads on
    auto const* row = x.data();
    for (std::size_t r = 0; r != x.rows(); ++r, row += x.row_stride()) {
        auto const* number = row;
        for (std::size_t c = 0; c != x.cols(); ++c, number += x.col_stride()) room[r * x.cols() + c] = *number;
    }
    return {room, x.rows(), x.cols()};
}

/// The margins of all rows, Rows × Outputs at a time; the last rows overlap with those before.
/// Requires: Rows rows, and room for them; weights as tiled_rows.
template <std::size_t Bytes, std::size_t Rows, std::size_t Outputs, std::floating_point T>
[[gnu::always_inline]] inline void gathered_rows(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y,
                                                 T* room) noexcept {
    auto const last = x.rows() - Rows;
    for (std::size_t next = 0; next < x.rows(); next += Rows) {
        auto const first = next < last ? next : last;
        tiled_rows<Bytes, Rows, Outputs>(of, gather(x.middle_rows(first, Rows), room), y.middle_rows(first, Rows));
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
