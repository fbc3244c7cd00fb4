// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/values_avx2.hpp>

#include <bit>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// The first 32 entries of a search tree in registers; the other levels are gathered.
struct search_table {
    __m256 top, third, fourth_low, fourth_high;
    float const* all;

    [[ARENITE_AVX2 gnu::always_inline]] explicit search_table(float const* from) noexcept
        : top(_mm256_loadu_ps(from)), third(_mm256_loadu_ps(from + 8)), fourth_low(_mm256_loadu_ps(from + 16)),
          fourth_high(_mm256_loadu_ps(from + 24)), all(from) {}

    /// Entries 2^Level to 2^(Level + 1) - 1 at `at`.
    template <unsigned Level>
    [[ARENITE_AVX2 gnu::always_inline]] inline __m256 entries(__m256i at) const noexcept {
        if constexpr (Level < 3) return _mm256_permutevar8x32_ps(top, at);
        else if constexpr (Level == 3) return _mm256_permutevar8x32_ps(third, at);
        else if constexpr (Level == 4)
            return _mm256_blendv_ps(_mm256_permutevar8x32_ps(fourth_low, at), _mm256_permutevar8x32_ps(fourth_high, at),
                                    _mm256_castsi256_ps(_mm256_slli_epi32(at, 28)));
        else return _mm256_i32gather_ps(all, at, 4);
    }
};

/// One level down for each of a few vectors: to entry 2i or 2i + 1.
template <class T, unsigned Level, std::size_t Count>
[[ARENITE_AVX2 gnu::always_inline]] inline void descend(search_table const& table, __m256 const (&x)[Count],
                                                        __m256i (&at)[Count]) noexcept {
    constexpr int passed = std::same_as<T, double> ? _CMP_LT_OQ : _CMP_LE_OQ;
#pragma GCC unroll 4
    for (std::size_t i = 0; i != Count; ++i) {
        auto const is = _mm256_castps_si256(_mm256_cmp_ps(table.entries<Level>(at[i]), x[i], passed));
        at[i] = _mm256_sub_epi32(_mm256_add_epi32(at[i], at[i]), is);
    }
}

/// Of double models: one more where the next cut is passed too, which floats could not tell.
template <class Value>
[[ARENITE_AVX2 gnu::always_inline]] inline __m256i decided(__m256i rank, eight_values<Value> const& x,
                                                           double const* sorted) noexcept {
    auto const low = _mm256_i32gather_pd(sorted, _mm256_castsi256_si128(rank), 8);
    auto const high = _mm256_i32gather_pd(sorted, _mm256_extracti128_si256(rank, 1), 8);
    auto const is = narrowed(_mm256_cmp_pd(low, x.low(), _CMP_LE_OQ), _mm256_cmp_pd(high, x.high(), _CMP_LE_OQ));
    return _mm256_sub_epi32(rank, _mm256_castps_si256(is));
}

/// The ranks of a column's values, times RowBytes; of missing ones 256 times that.
template <std::size_t RowBytes, class T, class Value>
[[ARENITE_AVX2 gnu::always_inline]] inline void rank_values(forest_plan<T> const& plan, rank_column const& column,
                                                            Value const* values, std::uint16_t* ranks) noexcept {
    constexpr int shift = std::countr_zero(RowBytes);
    constexpr std::size_t count = 2;
    auto const rule = eight_values<Value>::in_lanes(rule_of<Value>(plan, column));
    search_table const table{plan.searches.data() + column.search};
    auto const* const sorted = plan.sorted.data() + column.sorted;
    for (std::size_t r = 0; r != 8 * RowBytes; r += 8 * count) {
        eight_values<Value> x[count];
        __m256 near[count];
        __m256i at[count];
#pragma GCC unroll 4
        for (std::size_t i = 0; i != count; ++i) {
            x[i].read_from(values + r + 8 * i, rule);
            near[i] = x[i].near();
            at[i] = _mm256_set1_epi32(1);
        }
        descend<T, 0>(table, near, at), descend<T, 1>(table, near, at), descend<T, 2>(table, near, at);
        descend<T, 3>(table, near, at), descend<T, 4>(table, near, at);
        if (column.levels == 8)
            descend<T, 5>(table, near, at), descend<T, 6>(table, near, at), descend<T, 7>(table, near, at);
        auto const first = _mm256_set1_epi32(1 << column.levels);
#pragma GCC unroll 4
        for (std::size_t i = 0; i != count; ++i) {
            at[i] = _mm256_sub_epi32(at[i], first);
            if constexpr (std::same_as<T, double>) at[i] = decided(at[i], x[i], sorted);
            at[i] = _mm256_blendv_epi8(at[i], _mm256_set1_epi32(256), _mm256_castps_si256(x[i].absent));
            at[i] = _mm256_slli_epi32(at[i], shift);
        }
        auto const packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(at[0], at[1]), 0xd8);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(ranks + r), packed);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
#pragma GCC diagnostic pop
