// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/values_avx512.hpp>

#include <bit>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"  // g++ 12, unoptimised: gathers are macros
#pragma GCC diagnostic ignored "-Wuninitialized"    // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// A search tree in registers: 16 of them at 8 levels.
template <unsigned Levels>
struct search_table {
    __m512 entry[(1U << Levels) / 16];

    [[ARENITE_AVX512 gnu::always_inline]] explicit search_table(float const* from) noexcept {
#pragma GCC unroll 16
        for (std::size_t i = 0; i != (1U << Levels) / 16; ++i) entry[i] = _mm512_loadu_ps(from + 16 * i);
    }

    /// Entries 2^Level to 2^(Level + 1) - 1 at `at`: one permutation up to level 3, then selections among more.
    template <unsigned Level>
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512 entries(__m512i at) const noexcept {
        if constexpr (Level < 4) return _mm512_permutexvar_ps(at, entry[0]);
        else if constexpr (Level == 4) return _mm512_permutexvar_ps(at, entry[1]);
        else return selected<Level - 5, (1U << Level) / 16>(at);
    }

private:
    /// Which of 2^(Bits + 1) registers from First on: bit 4 of `at` is for the permutation, the next ones are tested.
    template <unsigned Bits, std::size_t First>
    [[ARENITE_AVX512 gnu::always_inline]] inline __m512 selected(__m512i at) const noexcept {
        if constexpr (Bits == 0) {
            return _mm512_permutex2var_ps(entry[First], at, entry[First + 1]);
        } else {
            auto const high = _mm512_test_epi32_mask(at, _mm512_set1_epi32(16 << Bits));
            return _mm512_mask_mov_ps(selected<Bits - 1, First>(at), high,
                                      selected<Bits - 1, First + (std::size_t{1} << Bits)>(at));
        }
    }
};

/// One level down for each of four vectors, in lock step since a search waits for itself: to entry 2i or 2i + 1.
template <class T, unsigned Level, unsigned Levels>
[[ARENITE_AVX512 gnu::always_inline]] inline void descend(search_table<Levels> const& table, __m512 const (&x)[4],
                                                          __m512i (&at)[4]) noexcept {
    constexpr int passed = std::same_as<T, double> ? _CMP_LT_OQ : _CMP_LE_OQ;
    __mmask16 is[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) is[i] = _mm512_cmp_ps_mask(table.template entries<Level>(at[i]), x[i], passed);
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        at[i] = _mm512_add_epi32(at[i], at[i]);
        at[i] = _mm512_mask_add_epi32(at[i], is[i], at[i], _mm512_set1_epi32(1));
    }
}

/// Of double models: one more where the next cut is passed too, which floats could not tell.
template <class Value>
[[ARENITE_AVX512 gnu::always_inline]] inline __m512i decided(__m512i rank, sixteen_values<Value> const& x,
                                                             double const* sorted) noexcept {
    auto const low = _mm512_i32gather_pd(_mm512_castsi512_si256(rank), sorted, 8);
    auto const high = _mm512_i32gather_pd(_mm512_extracti64x4_epi64(rank, 1), sorted, 8);
    auto const is = _mm512_cmp_pd_mask(low, x.low(), _CMP_LE_OQ) | _mm512_cmp_pd_mask(high, x.high(), _CMP_LE_OQ) << 8;
    return _mm512_mask_add_epi32(rank, static_cast<__mmask16>(is), rank, _mm512_set1_epi32(1));
}

template <std::size_t RowBytes, unsigned Levels, class T, class Value>
[[ARENITE_AVX512 gnu::noinline]] void rank_in_levels(forest_plan<T> const& plan, rank_column const& column,
                                                     Value const* values, std::uint16_t* ranks) noexcept {
    constexpr unsigned shift = std::countr_zero(RowBytes);
    auto const rule = rule_of<Value>(plan, column);
    search_table<Levels> const table{plan.searches.data() + column.search};
    auto const* const sorted = plan.sorted.data() + column.sorted;
    for (std::size_t r = 0; r != 8 * RowBytes; r += 64) {
        sixteen_values<Value> x[4];
        __m512 near[4];
        __m512i at[4];
#pragma GCC unroll 4
        for (std::size_t i = 0; i != 4; ++i) {
            x[i].read_from(values + r + 16 * i, rule);
            near[i] = x[i].near();
            at[i] = _mm512_set1_epi32(1);
        }
        descend<T, 0>(table, near, at), descend<T, 1>(table, near, at), descend<T, 2>(table, near, at);
        descend<T, 3>(table, near, at), descend<T, 4>(table, near, at);
        if constexpr (Levels == 8)
            descend<T, 5>(table, near, at), descend<T, 6>(table, near, at), descend<T, 7>(table, near, at);
#pragma GCC unroll 4
        for (std::size_t i = 0; i != 4; ++i) {
            at[i] = _mm512_sub_epi32(at[i], _mm512_set1_epi32(1 << Levels));
            if constexpr (std::same_as<T, double>) at[i] = decided(at[i], x[i], sorted);
            at[i] = _mm512_mask_mov_epi32(at[i], x[i].absent, _mm512_set1_epi32(256));
            at[i] = _mm512_slli_epi32(at[i], shift);
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(ranks + r + 16 * i), _mm512_cvtepi32_epi16(at[i]));
        }
    }
}

/// The ranks of a column's values, times RowBytes; of missing ones 256 times that.
template <std::size_t RowBytes, class T, class Value>
[[ARENITE_AVX512 gnu::always_inline]] inline void rank_values(forest_plan<T> const& plan, rank_column const& column,
                                                              Value const* values, std::uint16_t* ranks) noexcept {
    if (column.levels == 8) rank_in_levels<RowBytes, 8>(plan, column, values, ranks);
    else rank_in_levels<RowBytes, 5>(plan, column, values, ranks);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
