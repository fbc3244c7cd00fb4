// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_rows.hpp>
#include <arenite/model/detail/linear_margins.hpp>
#include <arenite/model/detail/linear_rows.hpp>
#include <arenite/model/detail/output_columns.hpp>
#include <arenite/model/detail/wide_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

#if defined(__x86_64__)
/// Tiles fit the registers: 16 of AVX2, 32 of AVX-512. Where there is no whole tile, setting one up does not pay; and
/// functions apart, so that one row does not pay for the room that the other ways take.
template <std::floating_point T>
[[gnu::target("avx2")]] void avx2_rows(linear_terms<T> const& of, batch_view<T const> const& x,
                                       batch_view<T> const& y) noexcept {
    if (x.col_stride() != 1 || x.rows() * of.outputs() < 2) return linear_rows(of, x, y);
    if (x.rows() >= 2) return tiled_rows<32, 2, 3>(of, x, y);
    tiled_rows<32, 1, 3>(of, x, y);
}
template <std::floating_point T>
[[gnu::target("avx2")]] void avx2_linear(linear_way way, linear_terms<T> const& of, batch_view<T const> x,
                                         batch_view<T> y, scratch_view scratch) noexcept {
    switch (way) {
        case linear_way::groups: return score_groups<32, 3>(of, x, y, room_in<T>(scratch));
        case linear_way::columns: return column_rows<32, 2, 5>(of, x, y);
        case linear_way::columns_for_one: return column_rows<32, 4, 1>(of, x, y);
        case linear_way::gathered: return gathered_rows<32, 2, 3>(of, x, y, room_in<T>(scratch));
        case linear_way::wide: return score_wide<32, 2, 3>(of, x, y, room_in<T>(scratch), wide_rows_in(of, scratch));
        case linear_way::rows: break;
    }
}
template <std::floating_point T>
[[gnu::target("avx512f")]] void avx512_rows(linear_terms<T> const& of, batch_view<T const> const& x,
                                            batch_view<T> const& y) noexcept {
    if (x.col_stride() != 1 || x.rows() * of.outputs() < 4) return linear_rows(of, x, y);
    if (x.rows() >= 4) return tiled_rows<64, 4, 5>(of, x, y);
    tiled_rows<64, 1, 5>(of, x, y);
}
template <std::floating_point T>
[[gnu::target("avx512f")]] void avx512_linear(linear_way way, linear_terms<T> const& of, batch_view<T const> x,
                                              batch_view<T> y, scratch_view scratch) noexcept {
    switch (way) {
        case linear_way::groups: return score_groups<64, 6>(of, x, y, room_in<T>(scratch));
        case linear_way::columns: return column_rows<64, 2, 5>(of, x, y);
        case linear_way::columns_for_one: return column_rows<64, 4, 1>(of, x, y);
        case linear_way::gathered: return gathered_rows<64, 4, 5>(of, x, y, room_in<T>(scratch));
        case linear_way::wide: return score_wide<64, 4, 5>(of, x, y, room_in<T>(scratch), wide_rows_in(of, scratch));
        case linear_way::rows: break;
    }
}
#endif

template <std::floating_point T>
void linear_margins([[maybe_unused]] instruction_set instructions, linear_terms<T> const& of,
                    batch_view<T const> const& x, batch_view<T> const& y,
                    [[maybe_unused]] scratch_view scratch) noexcept {
#if defined(__x86_64__)
    if (instructions == instruction_set::portable) return linear_rows(of, x, y);
    bool const wide_vectors = instructions == instruction_set::avx512;
    auto const way = linear_way_of(of, x, scratch);
    if (way == linear_way::rows) return wide_vectors ? avx512_rows(of, x, y) : avx2_rows(of, x, y);
    if (wide_vectors) return avx512_linear(way, of, x, y, scratch);
    avx2_linear(way, of, x, y, scratch);
#else
    linear_rows(of, x, y);
#endif
}

}  // namespace arenite::inline ARENITE_ABI::detail
