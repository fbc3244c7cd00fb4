// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx512.hpp>
#include <arenite/load/detail/csv_powers.hpp>

// Eight fields of up to 31 bytes, two at a time in lanes of 32 (csv_parse_avx512.hpp has the drawing), of up to 19
// digits. Their number m < 10^19 is the sum of two doubles, and so are the power of ten and the product:
//
//     m = high + low                         high: the double nearest to m
//     p = p_high + p_low                     off by less than 2^-106 p
//     q = high p_high
//     c = (high p_high - q) + (high p_low + low p_high)     the first difference is exact in a fused product
//
// In units of 2^-106 q: p is off by 1, low p_low is missing by 1, the second product is rounded by 1 and the sums that
// follow by 2, 3 and 3. So q + c is off by less than 2^-102 q. Where that could round otherwise, a closer look is
// needed (Ziv's test).

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"  // g++ 12, unoptimised: gathers are macros
#pragma GCC diagnostic ignored "-Wuninitialized"    // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

inline constexpr byte_table byte_in_lane_32{[](unsigned i) { return i % 32; }};
inline constexpr byte_table left_neighbour{[](unsigned i) { return (i + 63) % 64; }};
inline constexpr byte_table lengths_32{[](unsigned i) { return i / 32 * 4; }};

/// Two fields in lanes of 32.
struct long_pair {
    __m512i fours;
    std::uint64_t up_to_point, minus, wrong;
};

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline long_pair look_at_pair(__m512i bytes, __m512i first_byte,
                                                                         char point) noexcept {
    constexpr std::uint64_t first_of_32 = 0x0000'0001'0000'0001, last_of_32 = first_of_32 << 31;
    std::uint64_t const inside = _mm512_cmpge_epu8_mask(byte_in_lane_32.load(), first_byte);
    std::uint64_t const first = _mm512_cmpeq_epu8_mask(byte_in_lane_32.load(), first_byte);
    auto const offsets = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    std::uint64_t const are_digits = _mm512_mask_cmple_epu8_mask(inside, offsets, _mm512_set1_epi8(9));
    std::uint64_t const points = _mm512_mask_cmpeq_epi8_mask(inside & ~last_of_32, bytes, _mm512_set1_epi8(point));
    std::uint64_t const minus = _mm512_mask_cmpeq_epi8_mask(first & ~last_of_32, bytes, _mm512_set1_epi8('-'));
    auto const stops = points | last_of_32;
    auto const up_to_point = stops ^ (stops - first_of_32);
    auto const whole = up_to_point & last_of_32, all_of_whole = (whole << 1) - (whole >> 31);
    auto const moved = up_to_point & ~(all_of_whole | first_of_32);
    auto const digits = _mm512_maskz_mov_epi8(are_digits, offsets);
    auto const closed_up = _mm512_mask_permutexvar_epi8(digits, moved, left_neighbour.load(), digits);
    return {fours_of(closed_up), up_to_point, minus, inside & ~(are_digits | (points & up_to_point) | minus)};
}

/// Eight m as words, from numbers of four digits.
struct long_numbers {
    __m512i whole;
    __mmask8 too_many_digits;
};

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i sixteens_of(__m512i fours, __m512i more_fours) noexcept {
    auto const eights = _mm512_madd_epi16(_mm512_packus_epi32(fours, more_fours), _mm512_set1_epi32(0x0001'2710));
    return _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100'000'000)), _mm512_srli_epi64(eights, 32));
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline long_numbers long_numbers_of(long_pair const (&pairs)[4]) noexcept {
    auto const first = sixteens_of(pairs[0].fours, pairs[1].fours);
    auto const second = sixteens_of(pairs[2].fours, pairs[3].fours);
    auto const high = _mm512_permutex2var_epi64(first, _mm512_setr_epi64(0, 4, 1, 5, 8, 12, 9, 13), second);
    auto const low = _mm512_permutex2var_epi64(first, _mm512_setr_epi64(2, 6, 3, 7, 10, 14, 11, 15), second);
    auto const sixteen_zeros = _mm512_set1_epi64(10'000'000'000'000'000);
    return {_mm512_add_epi64(low, _mm512_mullo_epi64(high, sixteen_zeros)),
            _mm512_cmpgt_epu64_mask(high, _mm512_set1_epi64(999))};
}

struct long_products {
    __m512d values;
    __mmask8 unsure, not_a_double;
};

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline long_products multiply(__m512i whole, __m512d power_high,
                                                                         __m512d power_low) noexcept {
    auto const high = _mm512_cvtepu64_pd(whole);
    auto const low = _mm512_cvtepi64_pd(_mm512_sub_epi64(whole, _mm512_cvtpd_epu64(high)));
    auto const product = kept(_mm512_mul_pd(high, power_high));  // rounded: no sum takes it in as it is
    auto const lower = _mm512_fmadd_pd(low, power_high, _mm512_mul_pd(high, power_low));
    auto const rest = _mm512_add_pd(_mm512_fmsub_pd(high, power_high, product), lower);
    auto const off = _mm512_mul_pd(product, _mm512_set1_pd(0x1p-102));  // exact: fused or not
    auto const least = _mm512_add_pd(product, _mm512_sub_pd(rest, off));
    auto const most = _mm512_add_pd(product, _mm512_add_pd(rest, off));
    return {least, _mm512_cmp_pd_mask(least, most, _CMP_NEQ_UQ),
            _mm512_cmp_pd_mask(low, _mm512_setzero_pd(), _CMP_NEQ_UQ)};
}

/// Eight fields, of which `exponents` stood behind; `lengths`: with the byte in front of the field.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome parse_long_lanes(char const* text, __m256i lengths,
                                                                                 std::uint32_t const* ends,
                                                                                 __m256i exponents, field_rules rules,
                                                                                 T* numbers) noexcept {
    auto const first_bytes = _mm512_castsi256_si512(
        _mm256_max_epi32(_mm256_setzero_si256(), _mm256_sub_epi32(_mm256_set1_epi32(33), lengths)));
    long_pair pairs[4];
    alignas(32) std::uint64_t up_to_point[4], minus[4], wrong[4];
#pragma GCC unroll 4
    for (int i = 0; i != 4; ++i) {
        auto const* const from = text - 32;
        auto const bytes = _mm512_inserti64x4(
            _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(from + ends[2 * i]))),
            _mm256_loadu_si256(reinterpret_cast<__m256i const*>(from + ends[2 * i + 1])), 1);
        auto const which = _mm512_add_epi8(lengths_32.load(), _mm512_set1_epi8(static_cast<char>(8 * i)));
        pairs[i] = look_at_pair(bytes, _mm512_permutexvar_epi8(which, first_bytes), rules.point);
        up_to_point[i] = pairs[i].up_to_point, minus[i] = pairs[i].minus, wrong[i] = pairs[i].wrong;
    }
    auto const load_four = reinterpret_cast<__m256i const*>(up_to_point);
    auto const behind_point =
        _mm256_sub_epi32(_mm256_set1_epi32(32), _mm256_popcnt_epi32(_mm256_load_si256(load_four)));
    auto const signs = _mm256_load_si256(reinterpret_cast<__m256i const*>(minus));
    auto const wrongs = _mm256_load_si256(reinterpret_cast<__m256i const*>(wrong));
    auto const* const powers = &long_powers<T>[0][0].high;
    auto const place =
        _mm256_add_epi32(_mm256_sub_epi32(exponents, behind_point), _mm256_set1_epi32(-least_exponent<T>));
    auto const row = _mm256_slli_epi32(_mm256_min_epu32(place, _mm256_set1_epi32(power_count<T>)), 1);
    auto const [whole, too_many_digits] = long_numbers_of(pairs);
    auto const [values, unsure, not_a_double] =
        multiply(whole, _mm512_i32gather_pd(row, powers, 8), _mm512_i32gather_pd(row, powers + 1, 8));
    __mmask8 const empty = _mm256_cmpeq_epi32_mask(lengths, _mm256_set1_epi32(1));
    __mmask8 const are_whole = _mm256_testn_epi32_mask(behind_point, behind_point);
    store_numbers(values, _mm256_test_epi32_mask(signs, signs), empty, numbers);
    auto outcome = rounding_of<T>(values, 0);
    outcome.unread |= unsigned{too_many_digits} | unsure | _mm256_test_epi32_mask(wrongs, wrongs) |
                      _mm256_cmpgt_epu32_mask(lengths, _mm256_set1_epi32(32));
    outcome.unread |= empty & rules.unread_empty;
    outcome.inexact = not_a_double & are_whole;
    if constexpr (sizeof(T) == sizeof(float)) {
        auto const behind = _mm512_set1_epi64(bits_behind_float);
        outcome.inexact |= _mm512_mask_test_epi64_mask(are_whole, _mm512_castpd_si512(values), behind);
    }
    return outcome;
}

template <class T>
[[ARENITE_AVX512_TEXT gnu::noinline]] inline group_outcome parse_long_group(char const* text,
                                                                            std::uint32_t const* starts,
                                                                            std::uint32_t const* ends,
                                                                            field_rules rules, T* numbers) noexcept {
    auto const lengths = _mm256_sub_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)),
                                          _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));
    return parse_long_lanes(text, lengths, ends, _mm256_setzero_si256(), rules, numbers);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
