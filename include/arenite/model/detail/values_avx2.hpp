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

/// The rule of a column in all lanes.
struct rule_in_lanes {
    __m256 missing, tiny, zero_is_missing, missing_is_zero;
};

/// Makes values what they are compared as; which are missing.
[[ARENITE_AVX2 gnu::always_inline]] inline __m256 read(__m256& x, rule_in_lanes const& rule) noexcept {
    auto const magnitude = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x);
    auto const tiny = _mm256_cmp_ps(magnitude, rule.tiny, _CMP_LE_OQ);
    auto const absent = _mm256_or_ps(_mm256_cmp_ps(x, x, _CMP_UNORD_Q), _mm256_cmp_ps(x, rule.missing, _CMP_EQ_OQ));
    auto const zeroed = _mm256_or_ps(tiny, _mm256_and_ps(absent, rule.missing_is_zero));
    x = _mm256_andnot_ps(zeroed, x);
    return _mm256_or_ps(_mm256_andnot_ps(rule.missing_is_zero, absent), _mm256_and_ps(tiny, rule.zero_is_missing));
}

struct double_rule_in_lanes {
    __m256d missing, tiny, zero_is_missing, missing_is_zero;
};

[[ARENITE_AVX2 gnu::always_inline]] inline __m256d read(__m256d& x, double_rule_in_lanes const& rule) noexcept {
    auto const magnitude = _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
    auto const tiny = _mm256_cmp_pd(magnitude, rule.tiny, _CMP_LE_OQ);
    auto const absent = _mm256_or_pd(_mm256_cmp_pd(x, x, _CMP_UNORD_Q), _mm256_cmp_pd(x, rule.missing, _CMP_EQ_OQ));
    auto const zeroed = _mm256_or_pd(tiny, _mm256_and_pd(absent, rule.missing_is_zero));
    x = _mm256_andnot_pd(zeroed, x);
    return _mm256_or_pd(_mm256_andnot_pd(rule.missing_is_zero, absent), _mm256_and_pd(tiny, rule.zero_is_missing));
}

/// A mask of 8 lanes from two of 4.
[[ARENITE_AVX2 gnu::always_inline]] inline __m256 narrowed(__m256d low, __m256d high) noexcept {
    auto const mixed = _mm256_shuffle_ps(_mm256_castpd_ps(low), _mm256_castpd_ps(high), 0x88);
    return _mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(mixed), 0xd8));
}

/// Eight values of a column on their way to ranks.
template <class Value>
struct eight_values;

template <>
struct eight_values<float> {
    using rule = rule_in_lanes;
    __m256 x, absent;

    [[ARENITE_AVX2 gnu::always_inline]] static inline rule in_lanes(column_rule<float> const& from) noexcept {
        auto const flag = [](bool set) { return set ? -1 : 0; };
        return {_mm256_set1_ps(from.missing), _mm256_set1_ps(from.tiny),
                _mm256_castsi256_ps(_mm256_set1_epi32(flag(from.zero_is_missing))),
                _mm256_castsi256_ps(_mm256_set1_epi32(flag(from.missing_is_zero)))};
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void read_from(float const* from, rule const& how) noexcept {
        x = _mm256_loadu_ps(from);
        absent = read(x, how);
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256 near() const noexcept { return x; }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256d low() const noexcept {
        return _mm256_cvtps_pd(_mm256_castps256_ps128(x));
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256d high() const noexcept {
        return _mm256_cvtps_pd(_mm256_extractf128_ps(x, 1));
    }
};

template <>
struct eight_values<double> {
    using rule = double_rule_in_lanes;
    __m256d a, b;
    __m256 absent;

    [[ARENITE_AVX2 gnu::always_inline]] static inline rule in_lanes(column_rule<double> const& from) noexcept {
        auto const flag = [](bool set) { return set ? -1 : 0; };
        return {_mm256_set1_pd(from.missing), _mm256_set1_pd(from.tiny),
                _mm256_castsi256_pd(_mm256_set1_epi64x(flag(from.zero_is_missing))),
                _mm256_castsi256_pd(_mm256_set1_epi64x(flag(from.missing_is_zero)))};
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void read_from(double const* from, rule const& how) noexcept {
        a = _mm256_loadu_pd(from);
        b = _mm256_loadu_pd(from + 4);
        auto const absent_low = read(a, how), absent_high = read(b, how);
        absent = narrowed(absent_low, absent_high);
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256 near() const noexcept {
        return _mm256_set_m128(_mm256_cvtpd_ps(b), _mm256_cvtpd_ps(a));
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256d low() const noexcept { return a; }
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256d high() const noexcept { return b; }
};

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
#pragma GCC diagnostic pop
