// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_values.hpp>
#include <arenite/core/detail/target.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// Eight floats of a row, whatever it holds.
[[ARENITE_AVX2 gnu::always_inline]] inline __m256 load_floats(float const* from) noexcept {
    return _mm256_loadu_ps(from);
}
[[ARENITE_AVX2 gnu::always_inline]] inline __m256 load_floats(double const* from) noexcept {
    return _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(from + 4)), _mm256_cvtpd_ps(_mm256_loadu_pd(from)));
}

/// Turns 8 rows of 8 floats into columns, `stride` apart.
template <class In>
[[ARENITE_AVX2 gnu::always_inline]] inline void transpose_square(In const* const* rows, std::size_t first,
                                                                 std::size_t stride, float* to) noexcept {
    __m256 pairs[8], fours[8];
#pragma GCC unroll 4
    for (std::size_t j = 0; j != 4; ++j) {
        auto const a = load_floats(rows[2 * j] + first), b = load_floats(rows[2 * j + 1] + first);
        pairs[2 * j] = _mm256_unpacklo_ps(a, b);
        pairs[2 * j + 1] = _mm256_unpackhi_ps(a, b);
    }
#pragma GCC unroll 2
    for (std::size_t j = 0; j != 2; ++j) {
        fours[4 * j] = _mm256_shuffle_ps(pairs[4 * j], pairs[4 * j + 2], 0x44);
        fours[4 * j + 1] = _mm256_shuffle_ps(pairs[4 * j], pairs[4 * j + 2], 0xee);
        fours[4 * j + 2] = _mm256_shuffle_ps(pairs[4 * j + 1], pairs[4 * j + 3], 0x44);
        fours[4 * j + 3] = _mm256_shuffle_ps(pairs[4 * j + 1], pairs[4 * j + 3], 0xee);
    }
#pragma GCC unroll 4
    for (std::size_t c = 0; c != 4; ++c) {
        _mm256_storeu_ps(to + c * stride, _mm256_permute2f128_ps(fours[c], fours[4 + c], 0x20));
        _mm256_storeu_ps(to + (c + 4) * stride, _mm256_permute2f128_ps(fours[c], fours[4 + c], 0x31));
    }
}

/// Turns 4 rows of 4 doubles into columns.
[[ARENITE_AVX2 gnu::always_inline]] inline void transpose_square(double const* const* rows, std::size_t first,
                                                                 std::size_t stride, double* to) noexcept {
    auto const a = _mm256_loadu_pd(rows[0] + first), b = _mm256_loadu_pd(rows[1] + first);
    auto const c = _mm256_loadu_pd(rows[2] + first), d = _mm256_loadu_pd(rows[3] + first);
    auto const low = _mm256_unpacklo_pd(a, b), high = _mm256_unpackhi_pd(a, b);
    auto const low_after = _mm256_unpacklo_pd(c, d), high_after = _mm256_unpackhi_pd(c, d);
    _mm256_storeu_pd(to, _mm256_permute2f128_pd(low, low_after, 0x20));
    _mm256_storeu_pd(to + stride, _mm256_permute2f128_pd(high, high_after, 0x20));
    _mm256_storeu_pd(to + 2 * stride, _mm256_permute2f128_pd(low, low_after, 0x31));
    _mm256_storeu_pd(to + 3 * stride, _mm256_permute2f128_pd(high, high_after, 0x31));
}

/// Turns values first to first + 15 of each row into columns; rows behind the last one repeat it.
template <class In, class Value>
[[ARENITE_AVX2 gnu::noinline]] void transpose(batch_view<In const> x, std::size_t first, std::size_t block,
                                              Value* columns) noexcept {
    constexpr std::size_t side = 32 / sizeof(Value);
    auto const stride = block + 16;
    for (std::size_t r = 0; r != block; r += side) {
        In const* rows[side];
        for (std::size_t j = 0; j != side; ++j) rows[j] = &x(std::min(r + j, x.rows() - 1), first);
        for (std::size_t f = 0; f != features_at_once; f += side)
            transpose_square(rows, f, stride, columns + f * stride + r);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
#pragma GCC diagnostic pop
