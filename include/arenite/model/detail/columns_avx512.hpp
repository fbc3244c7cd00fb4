// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_values.hpp>
#include <arenite/core/detail/target.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// Sixteen floats of a row.
[[ARENITE_AVX512 gnu::always_inline]] inline __m512 load_floats(float const* from) noexcept {
    return _mm512_loadu_ps(from);
}
[[ARENITE_AVX512 gnu::always_inline]] inline __m512 load_floats(double const* from) noexcept {
    auto const low = _mm512_cvtpd_ps(_mm512_loadu_pd(from)), high = _mm512_cvtpd_ps(_mm512_loadu_pd(from + 8));
    return _mm512_castpd_ps(
        _mm512_insertf64x4(_mm512_castps_pd(_mm512_castps256_ps512(low)), _mm256_castps_pd(high), 1));
}

/// Turns 16 rows of 16 floats into columns, `stride` apart: pairs of rows, fours of rows, then quarters of vectors.
template <class In>
[[ARENITE_AVX512 gnu::always_inline]] inline void transpose_square(In const* const* rows, std::size_t stride,
                                                                   float* to) noexcept {
    __m512 pairs[16];
    __m512i fours[16];
#pragma GCC unroll 8
    for (std::size_t j = 0; j != 8; ++j) {
        auto const a = load_floats(rows[2 * j]), b = load_floats(rows[2 * j + 1]);
        pairs[2 * j] = _mm512_unpacklo_ps(a, b);
        pairs[2 * j + 1] = _mm512_unpackhi_ps(a, b);
    }
#pragma GCC unroll 4
    for (std::size_t j = 0; j != 4; ++j) {
        auto const* const p = pairs + 4 * j;
        auto const low = _mm512_castps_pd(p[0]), low_after = _mm512_castps_pd(p[2]);
        auto const high = _mm512_castps_pd(p[1]), high_after = _mm512_castps_pd(p[3]);
        fours[4 * j] = _mm512_castpd_si512(_mm512_unpacklo_pd(low, low_after));
        fours[4 * j + 1] = _mm512_castpd_si512(_mm512_unpackhi_pd(low, low_after));
        fours[4 * j + 2] = _mm512_castpd_si512(_mm512_unpacklo_pd(high, high_after));
        fours[4 * j + 3] = _mm512_castpd_si512(_mm512_unpackhi_pd(high, high_after));
    }
#pragma GCC unroll 4
    for (std::size_t c = 0; c != 4; ++c) {  // quarter l of fours[4 * j + c]: rows 4j to 4j + 3 of column 4l + c
        auto const even = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0x88);
        auto const odd = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0xdd);
        auto const even_after = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0x88);
        auto const odd_after = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0xdd);
        _mm512_storeu_si512(to + c * stride, _mm512_shuffle_i32x4(even, even_after, 0x88));
        _mm512_storeu_si512(to + (c + 4) * stride, _mm512_shuffle_i32x4(odd, odd_after, 0x88));
        _mm512_storeu_si512(to + (c + 8) * stride, _mm512_shuffle_i32x4(even, even_after, 0xdd));
        _mm512_storeu_si512(to + (c + 12) * stride, _mm512_shuffle_i32x4(odd, odd_after, 0xdd));
    }
}

/// Turns 8 rows of 16 doubles into columns.
[[ARENITE_AVX512 gnu::always_inline]] inline void transpose_square(double const* const* rows, std::size_t stride,
                                                                   double* to) noexcept {
    for (std::size_t first = 0; first != features_at_once; first += 8, to += 8 * stride) {
        __m512d pairs[8];
#pragma GCC unroll 4
        for (std::size_t j = 0; j != 4; ++j) {
            auto const a = _mm512_loadu_pd(rows[2 * j] + first), b = _mm512_loadu_pd(rows[2 * j + 1] + first);
            pairs[2 * j] = _mm512_unpacklo_pd(a, b);
            pairs[2 * j + 1] = _mm512_unpackhi_pd(a, b);
        }
#pragma GCC unroll 2
        for (std::size_t c = 0; c != 2; ++c) {  // quarter l of pairs[2 * j + c]: rows 2j and 2j + 1 of column 2l + c
            auto const even = _mm512_shuffle_f64x2(pairs[c], pairs[2 + c], 0x88);
            auto const odd = _mm512_shuffle_f64x2(pairs[c], pairs[2 + c], 0xdd);
            auto const even_after = _mm512_shuffle_f64x2(pairs[4 + c], pairs[6 + c], 0x88);
            auto const odd_after = _mm512_shuffle_f64x2(pairs[4 + c], pairs[6 + c], 0xdd);
            _mm512_storeu_pd(to + c * stride, _mm512_shuffle_f64x2(even, even_after, 0x88));
            _mm512_storeu_pd(to + (c + 2) * stride, _mm512_shuffle_f64x2(odd, odd_after, 0x88));
            _mm512_storeu_pd(to + (c + 4) * stride, _mm512_shuffle_f64x2(even, even_after, 0xdd));
            _mm512_storeu_pd(to + (c + 6) * stride, _mm512_shuffle_f64x2(odd, odd_after, 0xdd));
        }
    }
}

/// Turns values first to first + 15 of each row into columns; rows behind the last one repeat it.
template <class In, class Value>
[[ARENITE_AVX512 gnu::noinline]] void transpose(batch_view<In const> x, std::size_t first, std::size_t block,
                                                Value* columns) noexcept {
    constexpr std::size_t side = 64 / sizeof(Value);
    for (std::size_t r = 0; r != block; r += side) {
        In const* rows[side];
        for (std::size_t j = 0; j != side; ++j) rows[j] = &x(std::min(r + j, x.rows() - 1), first);
        transpose_square(rows, block + 16, columns + r);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
