// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/short_decimal.hpp>
#include <arenite/load/detail/csv_layout.hpp>
#include <arenite/load/detail/csv_machine_avx512.hpp>

#include <algorithm>
#include <limits>

// Eight fields at once, each of up to 15 bytes, in lanes of 16 that end with the byte behind the field:
//
//     lane          9 , - 1 2 . 7 5 ,          the byte behind the field is the point of last resort
//     in the field  . . x x x x x x .
//     up to point   x x x x x x . . .          the first point; of a whole number, all of the lane
//     digits        0 0 0 1 2 0 7 5 0
//     closed up     0 0 0 0 1 2 7 5 0          bytes up to the point take their left neighbour's digit
//     number        12750 / 10^3               3 bytes were behind the point
//
// The number is below 10^15 and the power is exact, so that one division rounds correctly. A float is the rounded
// double, except where that lies in the middle of two floats (Goldberg's double rounding): those need a closer look.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// Of eight fields: a bit for each.
struct group_outcome {
    unsigned unread = 0;   ///< they need a closer look
    unsigned inexact = 0;  ///< whole numbers that the type does not hold
};

/// What the fields may hold, and the constants that all groups share.
struct field_rules {
    char point;
    bool empty_is_missing;
};

/// The fields 0, 2, 4, 6 or 1, 3, 5, 7.
struct half_group {
    __m512i digits;
    std::uint64_t up_to_point, minus, wrong;
};

struct field_group {
    half_group even, odd;
    __mmask8 empty, too_long;
};

inline constexpr std::uint64_t first_of_16 = 0x0001'0001'0001'0001, last_of_16 = 0x8000'8000'8000'8000;

inline constexpr byte_table count_in_lane_16{
    [](unsigned i) { return (i + 1) % 16; }};  // 0 for the byte behind the field
inline constexpr byte_table even_lengths{[](unsigned i) { return i / 16 * 8; }};
inline constexpr byte_table odd_lengths{[](unsigned i) { return i / 16 * 8 + 4; }};
inline constexpr byte_table left_in_lane_16{[](unsigned i) { return i % 16 == 0 ? 0x80 : i % 16 - 1; }};
inline constexpr byte_table not_last_of_16{[](unsigned i) { return i % 16 < 14 ? 0 : 0xFF; }};

/// Lanes that end with bytes a, b, c and d.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i load_lanes_16(char const* text, std::uint32_t a,
                                                                        std::uint32_t b, std::uint32_t c,
                                                                        std::uint32_t d) noexcept {
    auto const* const from = text - 15;
    auto const low =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const*>(from + a))),
                                _mm_loadu_si128(reinterpret_cast<__m128i const*>(from + b)), 1);
    auto const high =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const*>(from + c))),
                                _mm_loadu_si128(reinterpret_cast<__m128i const*>(from + d)), 1);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline half_group look_at_half(__m512i bytes, __m512i first_count,
                                                                          field_rules rules) noexcept {
    auto const not_last = not_last_of_16.load();  // the last byte of a field is neither a point nor a minus
    std::uint64_t const inside = _mm512_cmpge_epu8_mask(count_in_lane_16.load(), first_count);
    auto const digits = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    std::uint64_t const are_digits = _mm512_mask_cmple_epu8_mask(inside, digits, _mm512_set1_epi8(9));
    std::uint64_t const points =
        _mm512_mask_cmpeq_epi8_mask(inside, bytes, _mm512_or_si512(_mm512_set1_epi8(rules.point), not_last));
    std::uint64_t const minus =
        _mm512_mask_cmpeq_epi8_mask(inside, bytes, _mm512_or_si512(_mm512_set1_epi8('-'), not_last)) & ~(inside << 1);
    auto const stops = points | last_of_16;
    auto const up_to_point = stops ^ (stops - first_of_16);
    return {_mm512_maskz_mov_epi8(are_digits, digits), up_to_point, minus,
            inside & ~(are_digits | (stops & up_to_point) | minus)};
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline field_group look_at_group(char const* text,
                                                                            std::uint32_t const* starts,
                                                                            std::uint32_t const* ends,
                                                                            field_rules rules) noexcept {
    auto const lengths = _mm256_sub_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)),
                                          _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));  // and one
    auto const first_counts = _mm512_castsi256_si512(_mm256_sub_epi32(_mm256_set1_epi32(17), lengths));
    return {look_at_half(load_lanes_16(text, ends[0], ends[2], ends[4], ends[6]),
                         _mm512_permutexvar_epi8(even_lengths.load(), first_counts), rules),
            look_at_half(load_lanes_16(text, ends[1], ends[3], ends[5], ends[7]),
                         _mm512_permutexvar_epi8(odd_lengths.load(), first_counts), rules),
            _mm256_cmpeq_epi32_mask(lengths, _mm256_set1_epi32(1)),
            _mm256_cmpgt_epu32_mask(lengths, _mm256_set1_epi32(16))};
}

/// In each lane of 16: eight numbers of two digits, then four of four.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i fours_of(__m512i digits) noexcept {
    auto const pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
    return _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001'0064));
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i closed_up_16(half_group const& half) noexcept {
    return _mm512_mask_shuffle_epi8(half.digits, half.up_to_point, half.digits, left_in_lane_16.load());
}

/// The eight numbers without their points.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i numbers_of(field_group const& group) noexcept {
    auto const fours = _mm512_packus_epi32(fours_of(closed_up_16(group.even)), fours_of(closed_up_16(group.odd)));
    auto const eights = _mm512_madd_epi16(fours, _mm512_set1_epi32(0x0001'2710));
    return _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100'000'000)), _mm512_srli_epi64(eights, 32));
}

/// A word for each field: of the even and the odd ones in turn.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m128i words_of(std::uint64_t even, std::uint64_t odd) noexcept {
    return _mm_unpacklo_epi16(_mm_cvtsi64_si128(static_cast<long long>(even)),
                              _mm_cvtsi64_si128(static_cast<long long>(odd)));
}

/// 10^(16 - i), and 1 for i = 0.
inline constexpr auto powers_by_bytes = [] {
    std::array<double, 16> powers{};
    for (std::size_t i = 0; i != 16; ++i) powers[i] = signed_powers_of_ten[0][(16 - i) % 16];
    return powers;
}();

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512d powers_of(__m128i bytes_up_to_point) noexcept {
    return _mm512_permutex2var_pd(_mm512_loadu_pd(powers_by_bytes.data()), _mm512_cvtepu16_epi64(bytes_up_to_point),
                                  _mm512_loadu_pd(powers_by_bytes.data() + 8));
}

inline constexpr long long bits_behind_float = 0x1FFF'FFFF, middle_of_floats = 0x1000'0000;

/// Stores doubles as T, with their signs; NaN for empty fields. Says which need a closer look, and which whole ones
/// T does not hold.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome store_numbers(__m512d values, __mmask8 minus,
                                                                              __mmask8 empty, __mmask8 whole,
                                                                              float* numbers) noexcept {
    auto const behind = _mm512_and_si512(_mm512_castpd_si512(values), _mm512_set1_epi64(bits_behind_float));
    unsigned const middle = _mm512_cmpeq_epi64_mask(behind, _mm512_set1_epi64(middle_of_floats));
    unsigned const inexact = _mm512_mask_test_epi64_mask(whole, behind, behind);
    auto const rounded = _mm256_castps_si256(_mm512_cvtpd_ps(values));
    auto const with_sign =
        _mm256_mask_xor_epi32(rounded, minus, rounded, _mm256_set1_epi32(std::numeric_limits<int>::min()));
    auto const missing = _mm256_set1_ps(std::numeric_limits<float>::quiet_NaN());
    _mm256_storeu_ps(numbers, _mm256_mask_mov_ps(_mm256_castsi256_ps(with_sign), empty, missing));
    return {middle & ~unsigned{whole}, inexact};
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome store_numbers(__m512d values, __mmask8 minus,
                                                                              __mmask8 empty, __mmask8,
                                                                              double* numbers) noexcept {
    auto const bits = _mm512_castpd_si512(values);
    auto const sign = _mm512_set1_epi64(std::numeric_limits<long long>::min());
    auto const with_sign = _mm512_castsi512_pd(_mm512_mask_xor_epi64(bits, minus, bits, sign));
    auto const missing = _mm512_set1_pd(std::numeric_limits<double>::quiet_NaN());
    _mm512_storeu_pd(numbers, _mm512_mask_mov_pd(with_sign, empty, missing));
    return {};
}

/// A bit for each field that has any.
[[ARENITE_AVX512_TEXT gnu::noinline]] inline unsigned fields_with(std::uint64_t even, std::uint64_t odd) noexcept {
    auto const words = words_of(even, odd);
    return _mm_test_epi16_mask(words, words);
}

template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome convert_group(field_group const& group,
                                                                              field_rules rules, T* numbers) noexcept {
    auto const stops = words_of(group.even.up_to_point, group.odd.up_to_point);
    auto const bytes_up_to_point = _mm_popcnt_epi16(stops);
    auto const whole = _mm_movepi16_mask(stops);  // the point of last resort is the last byte
    auto const signs = words_of(group.even.minus, group.odd.minus);
    auto const values = _mm512_div_pd(_mm512_cvtepi64_pd(numbers_of(group)), powers_of(bytes_up_to_point));
    auto outcome = store_numbers(values, _mm_test_epi16_mask(signs, signs), group.empty, whole, numbers);
    if (!rules.empty_is_missing) outcome.unread |= group.empty;
    if ((group.even.wrong | group.odd.wrong) != 0) [[unlikely]]
        outcome.unread |= fields_with(group.even.wrong, group.odd.wrong);
    return outcome;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
