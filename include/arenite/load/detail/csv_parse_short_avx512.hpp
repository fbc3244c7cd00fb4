// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx512.hpp>

// Eight fields of up to 7 bytes, in lanes of 8: half the work of csv_parse_avx512.hpp, which has the drawing. The
// numbers are below 10^7, which a float holds exactly, and so are the powers: one division of floats rounds correctly.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

inline constexpr byte_table count_in_lane_8{[](unsigned i) { return (i + 1) % 8; }};
inline constexpr byte_table lengths_8{[](unsigned i) { return i / 8 * 4; }};
inline constexpr byte_table left_in_lane_8{[](unsigned i) { return i % 8 == 0 ? 0x80 : i % 16 - 1; }};

/// 10^(8 - i), and 1 for i = 0.
template <class T>
inline constexpr auto powers_by_bytes_8 = [] {
    std::array<T, 8> powers{};
    for (std::size_t i = 0; i != 8; ++i) powers[i] = static_cast<T>(signed_powers_of_ten[0][(8 - i) % 8]);
    return powers;
}();

/// Lanes that end with bytes ends[0] and ends[1].
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m128i load_two_lanes_8(char const* text,
                                                                           std::uint32_t const* ends) noexcept {
    auto const first = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(text - 7 + ends[0]));
    auto const second = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(text - 7 + ends[1]));
    return _mm_unpacklo_epi64(first, second);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i load_lanes_8(char const* text,
                                                                       std::uint32_t const* ends) noexcept {
    auto const low = _mm256_inserti128_si256(_mm256_castsi128_si256(load_two_lanes_8(text, ends)),
                                             load_two_lanes_8(text, ends + 2), 1);
    auto const high = _mm256_inserti128_si256(_mm256_castsi128_si256(load_two_lanes_8(text, ends + 4)),
                                              load_two_lanes_8(text, ends + 6), 1);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void store_quotients(__m256i whole, __m128i bytes_up_to_point,
                                                                       __mmask8 minus, __mmask8 empty,
                                                                       float* numbers) noexcept {
    auto const power = _mm256_permutexvar_ps(_mm256_cvtepu8_epi32(bytes_up_to_point),
                                             _mm256_loadu_ps(powers_by_bytes_8<float>.data()));
    auto const quotient = _mm256_castps_si256(_mm256_div_ps(_mm256_cvtepi32_ps(whole), power));
    auto const sign = _mm256_set1_epi32(std::numeric_limits<int>::min());
    auto const missing = _mm256_set1_ps(std::numeric_limits<float>::quiet_NaN());
    auto const with_sign = _mm256_castsi256_ps(_mm256_mask_xor_epi32(quotient, minus, quotient, sign));
    _mm256_storeu_ps(numbers, _mm256_mask_mov_ps(with_sign, empty, missing));
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void store_quotients(__m256i whole, __m128i bytes_up_to_point,
                                                                       __mmask8 minus, __mmask8 empty,
                                                                       double* numbers) noexcept {
    auto const power = _mm512_permutexvar_pd(_mm512_cvtepu8_epi64(bytes_up_to_point),
                                             _mm512_loadu_pd(powers_by_bytes_8<double>.data()));
    store_numbers(_mm512_div_pd(_mm512_cvtepi32_pd(whole), power), minus, empty, numbers);
}

/// Requires: no field has more than 7 bytes.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome parse_short_group(char const* text, __m256i lengths,
                                                                                  std::uint32_t const* ends,
                                                                                  field_rules rules,
                                                                                  T* numbers) noexcept {
    constexpr std::uint64_t first_of_8 = 0x0101'0101'0101'0101, last_of_8 = 0x8080'8080'8080'8080;
    constexpr std::uint64_t last_two_of_8 = last_of_8 | last_of_8 >> 1;
    auto const first_count = _mm512_permutexvar_epi8(
        lengths_8.load(), _mm512_castsi256_si512(_mm256_sub_epi32(_mm256_set1_epi32(9), lengths)));
    auto const bytes = load_lanes_8(text, ends);
    std::uint64_t const inside = _mm512_cmpge_epu8_mask(count_in_lane_8.load(), first_count);
    auto const offsets = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    std::uint64_t const are_digits = _mm512_mask_cmple_epu8_mask(inside, offsets, _mm512_set1_epi8(9));
    std::uint64_t const points = _mm512_mask_cmpeq_epi8_mask(inside, bytes, _mm512_set1_epi8(rules.point));
    std::uint64_t const minuses = _mm512_mask_cmpeq_epi8_mask(inside, bytes, _mm512_set1_epi8('-'));
    auto const minus = minuses & ~(inside << 1 | last_two_of_8);
    auto const stops = (points & ~last_two_of_8) | last_of_8;
    auto const up_to_point = stops ^ (stops - first_of_8);
    auto const wrong = inside & ~(are_digits | (stops & up_to_point) | minus);
    auto const digits = _mm512_maskz_mov_epi8(are_digits, offsets);
    auto const closed_up = _mm512_mask_shuffle_epi8(digits, up_to_point, digits, left_in_lane_8.load());
    auto const whole = _mm256_madd_epi16(_mm512_cvtepi32_epi16(fours_of(closed_up)), _mm256_set1_epi32(0x0001'2710));
    auto const signs = _mm_cvtsi64_si128(static_cast<long long>(minus));
    __mmask8 const empty = _mm256_cmpeq_epi32_mask(lengths, _mm256_set1_epi32(1));
    store_quotients(whole, _mm_popcnt_epi8(_mm_cvtsi64_si128(static_cast<long long>(up_to_point))),
                    static_cast<__mmask8>(_mm_test_epi8_mask(signs, signs)), empty, numbers);
    group_outcome outcome;
    outcome.unread = empty & rules.unread_empty;
    if (wrong != 0) [[unlikely]] {
        auto const wrong_bytes = _mm_cvtsi64_si128(static_cast<long long>(wrong));
        outcome.unread |= _mm_test_epi8_mask(wrong_bytes, wrong_bytes);
    }
    return outcome;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
