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

/// Sixteen values of a column on their way to ranks. `read_from` makes them what they are compared as.
template <class Value>
struct sixteen_values;

template <>
struct sixteen_values<float> {
    __m512 x;
    __mmask16 absent;

    [[ARENITE_AVX512 gnu::always_inline]] inline void read_from(float const* from,
                                                                column_rule<float> const& rule) noexcept {
        x = _mm512_loadu_ps(from);
        auto const missing =
            _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q) | _mm512_cmp_ps_mask(x, _mm512_set1_ps(rule.missing), _CMP_EQ_OQ);
        auto const tiny = _mm512_cmp_ps_mask(_mm512_abs_ps(x), _mm512_set1_ps(rule.tiny), _CMP_LE_OQ);
        auto const zeroed = tiny | (rule.missing_is_zero ? missing : 0);
        x = _mm512_maskz_mov_ps(static_cast<__mmask16>(~zeroed), x);
        absent = static_cast<__mmask16>((rule.missing_is_zero ? 0 : missing) | (rule.zero_is_missing ? tiny : 0));
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512 near() const noexcept { return x; }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512d low() const noexcept {
        return _mm512_cvtps_pd(_mm512_castps512_ps256(x));
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512d high() const noexcept {
        return _mm512_cvtps_pd(_mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(x), 1)));
    }
};

template <>
struct sixteen_values<double> {
    __m512d a, b;
    __mmask16 absent;

    [[ARENITE_AVX512 gnu::always_inline]] static inline __mmask8 read(__m512d& x,
                                                                      column_rule<double> const& rule) noexcept {
        auto const missing =
            _mm512_cmp_pd_mask(x, x, _CMP_UNORD_Q) | _mm512_cmp_pd_mask(x, _mm512_set1_pd(rule.missing), _CMP_EQ_OQ);
        auto const tiny = _mm512_cmp_pd_mask(_mm512_abs_pd(x), _mm512_set1_pd(rule.tiny), _CMP_LE_OQ);
        auto const zeroed = tiny | (rule.missing_is_zero ? missing : 0);
        x = _mm512_maskz_mov_pd(static_cast<__mmask8>(~zeroed), x);
        return static_cast<__mmask8>((rule.missing_is_zero ? 0 : missing) | (rule.zero_is_missing ? tiny : 0));
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline void read_from(double const* from,
                                                                column_rule<double> const& rule) noexcept {
        a = _mm512_loadu_pd(from);
        b = _mm512_loadu_pd(from + 8);
        auto const absent_low = read(a, rule), absent_high = read(b, rule);
        absent = static_cast<__mmask16>(absent_low | absent_high << 8);
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512 near() const noexcept {
        auto const first = _mm512_castps_pd(_mm512_castps256_ps512(_mm512_cvtpd_ps(a)));
        return _mm512_castpd_ps(_mm512_insertf64x4(first, _mm256_castps_pd(_mm512_cvtpd_ps(b)), 1));
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512d low() const noexcept { return a; }
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512d high() const noexcept { return b; }
};

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
