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

/// The fields 0, 2, 4, 6 or 1, 3, 5, 7.
struct half_group {
    __m512i digits;  ///< closed up
    std::uint64_t up_to_point, minus, wrong;
};

struct field_group {
    __m512i even_digits, odd_digits;
    __m128i up_to_point;  ///< a word for each field
    __mmask8 minus, empty, unread;
    std::uint64_t even_wrong, odd_wrong;
};

inline constexpr std::uint64_t first_of_16 = 0x0001'0001'0001'0001, last_of_16 = first_of_16 << 15;
inline constexpr std::uint64_t last_two_of_16 =
    last_of_16 | last_of_16 >> 1;  // a field's last byte is no point, nor a minus

inline constexpr byte_table count_in_lane_16{
    [](unsigned i) { return (i + 1) % 16; }};  // 0 for the byte behind the field
inline constexpr byte_table even_lengths{[](unsigned i) { return i / 16 * 8; }};
inline constexpr byte_table odd_lengths{[](unsigned i) { return i / 16 * 8 + 4; }};
inline constexpr byte_table left_in_lane_16{[](unsigned i) { return i % 16 == 0 ? 0x80 : i % 16 - 1; }};

/// 10^(16 - i), and 1 for i = 0.
inline constexpr auto powers_by_bytes = [] {
    std::array<double, 16> powers{};
    for (std::size_t i = 0; i != 16; ++i) powers[i] = signed_powers_of_ten[0][(16 - i) % 16];
    return powers;
}();

inline constexpr long long bits_behind_float = 0x1FFF'FFFF, middle_of_floats = 0x1000'0000;

/// What all groups share.
struct group_constants {
    __m512i even_field = kept(even_lengths.load()), odd_field = kept(odd_lengths.load());
    __m512i count_in_lane = kept(count_in_lane_16.load()), left = kept(left_in_lane_16.load());
    __m512i zero = kept(_mm512_set1_epi8('0')), nine = kept(_mm512_set1_epi8(9));
    __m512i point, minus = kept(_mm512_set1_epi8('-'));
    __m512i tens = kept(_mm512_set1_epi16(0x010A)), hundreds = kept(_mm512_set1_epi32(0x0001'0064));
    __m512i ten_thousands = kept(_mm512_set1_epi32(0x0001'2710)),
            hundred_millions = kept(_mm512_set1_epi64(100'000'000));
    __m512i behind_float = kept(_mm512_set1_epi64(bits_behind_float)),
            middle = kept(_mm512_set1_epi64(middle_of_floats));
    __m512d low_powers = kept(_mm512_loadu_pd(powers_by_bytes.data()));
    __m512d high_powers = kept(_mm512_loadu_pd(powers_by_bytes.data() + 8));
    __m256i sixteen = kept(_mm256_set1_epi32(16)), fifteen = kept(_mm256_set1_epi32(15));
    __m256i most_left;  ///< of 15 bytes, in front of a field that is read

    [[ARENITE_AVX512_TEXT gnu::always_inline]] explicit group_constants(field_rules rules) noexcept
        : point(kept(_mm512_set1_epi8(rules.point))),
          most_left(kept(_mm256_set1_epi32(rules.unread_empty == 0 ? 15 : 14))) {}
};

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

/// `left`: in each lane, the bytes in front of the field, of 15.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline half_group look_at_half(__m512i bytes, __m512i left,
                                                                          group_constants const& all) noexcept {
    std::uint64_t const inside = _mm512_cmpgt_epu8_mask(all.count_in_lane, left);
    auto const offsets = _mm512_sub_epi8(bytes, all.zero);
    std::uint64_t const are_digits = _mm512_mask_cmple_epu8_mask(inside, offsets, all.nine);
    std::uint64_t const points = _mm512_mask_cmpeq_epi8_mask(inside, bytes, all.point);
    std::uint64_t const minuses = _mm512_mask_cmpeq_epi8_mask(inside, bytes, all.minus);
    auto const minus = minuses & ~last_two_of_16 & ~(inside << 1);
    auto const stops = (points & ~last_two_of_16) | last_of_16;
    auto const up_to_point = stops ^ (stops - first_of_16);
    auto const digits = _mm512_maskz_mov_epi8(are_digits, offsets);
    return {_mm512_mask_shuffle_epi8(digits, up_to_point, digits, all.left), up_to_point, minus,
            inside & ~(are_digits | (stops & up_to_point) | minus)};
}

/// A bit for each lane of 16 that has any, but for the last of a lane.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::uint64_t lanes_with(std::uint64_t bits) noexcept {
    return _pext_u64((bits & ~last_of_16) + ~last_of_16, last_of_16);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline unsigned fields_with(std::uint64_t even, std::uint64_t odd) noexcept {
    return static_cast<unsigned>(_pdep_u64(lanes_with(even), 0x55) | _pdep_u64(lanes_with(odd), 0xAA));
}

/// A word for each field: of the even and the odd ones in turn.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m128i words_of(std::uint64_t even, std::uint64_t odd) noexcept {
    return _mm_unpacklo_epi16(_mm_cvtsi64_si128(static_cast<long long>(even)),
                              _mm_cvtsi64_si128(static_cast<long long>(odd)));
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline field_group look_at_group(char const* text,
                                                                            std::uint32_t const* starts,
                                                                            std::uint32_t const* ends,
                                                                            group_constants const& all) noexcept {
    auto const left =
        _mm256_sub_epi32(_mm256_add_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)), all.sixteen),
                         _mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)));
    auto const all_left = _mm512_castsi256_si512(left);
    auto const even = look_at_half(load_lanes_16(text, ends[0], ends[2], ends[4], ends[6]),
                                   _mm512_permutexvar_epi8(all.even_field, all_left), all);
    auto const odd = look_at_half(load_lanes_16(text, ends[1], ends[3], ends[5], ends[7]),
                                  _mm512_permutexvar_epi8(all.odd_field, all_left), all);
    return {even.digits,
            odd.digits,
            words_of(even.up_to_point, odd.up_to_point),
            static_cast<__mmask8>(fields_with(even.minus, odd.minus)),
            _mm256_cmpeq_epi32_mask(left, all.fifteen),
            _mm256_cmpgt_epu32_mask(left, all.most_left),
            even.wrong,
            odd.wrong};
}

/// In each lane of 16: eight numbers of two digits, then four of four.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i fours_of(__m512i digits) noexcept {
    auto const pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
    return _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001'0064));
}

/// The eight numbers without their points.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i numbers_of(field_group const& group,
                                                                     group_constants const& all) noexcept {
    auto const even_fours = _mm512_madd_epi16(_mm512_maddubs_epi16(group.even_digits, all.tens), all.hundreds);
    auto const odd_fours = _mm512_madd_epi16(_mm512_maddubs_epi16(group.odd_digits, all.tens), all.hundreds);
    auto const eights = _mm512_madd_epi16(_mm512_packus_epi32(even_fours, odd_fours), all.ten_thousands);
    return _mm512_add_epi64(_mm512_mul_epu32(eights, all.hundred_millions), _mm512_srli_epi64(eights, 32));
}

/// Of doubles that become T: which need a closer look, being in the middle of two floats, and which are whole ones that
/// T does not hold.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_outcome rounding_of(__m512d values, __mmask8 whole) noexcept {
    if constexpr (sizeof(T) == sizeof(double)) return {};
    auto const behind = _mm512_and_si512(_mm512_castpd_si512(values), _mm512_set1_epi64(bits_behind_float));
    unsigned const middle = _mm512_cmpeq_epi64_mask(behind, _mm512_set1_epi64(middle_of_floats));
    return {middle & ~unsigned{whole}, _mm512_mask_test_epi64_mask(whole, behind, behind)};
}

/// A bit for each that is one or the other.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __mmask8 rounded_oddly(__m512d values, __mmask8 whole,
                                                                         group_constants const& all) noexcept {
    if constexpr (sizeof(T) == sizeof(double)) return 0;
    auto const behind = _mm512_and_si512(_mm512_castpd_si512(values), all.behind_float);
    auto const good_if_whole = _mm512_maskz_mov_epi64(_knot_mask8(whole), all.middle);
    return _kxor_mask8(_mm512_cmpeq_epi64_mask(behind, good_if_whole), whole);
}

/// Stores doubles as T, with their signs; NaN for empty fields.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void store_numbers(__m512d values, __mmask8 minus, __mmask8 empty,
                                                                     float* numbers) noexcept {
    auto const rounded = _mm256_castps_si256(_mm512_cvtpd_ps(values));
    auto const with_sign =
        _mm256_mask_xor_epi32(rounded, minus, rounded, _mm256_set1_epi32(std::numeric_limits<int>::min()));
    auto const missing = _mm256_set1_ps(std::numeric_limits<float>::quiet_NaN());
    _mm256_storeu_ps(numbers, _mm256_mask_mov_ps(_mm256_castsi256_ps(with_sign), empty, missing));
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void store_numbers(__m512d values, __mmask8 minus, __mmask8 empty,
                                                                     double* numbers) noexcept {
    auto const bits = _mm512_castpd_si512(values);
    auto const sign = _mm512_set1_epi64(std::numeric_limits<long long>::min());
    auto const with_sign = _mm512_castsi512_pd(_mm512_mask_xor_epi64(bits, minus, bits, sign));
    auto const missing = _mm512_set1_pd(std::numeric_limits<double>::quiet_NaN());
    _mm512_storeu_pd(numbers, _mm512_mask_mov_pd(with_sign, empty, missing));
}

/// Eight numbers without their signs, and what else is known of their fields.
struct group_values {
    __m512d values;
    __mmask8 minus, empty, whole;  ///< whole: without a point
    std::uint64_t odd;             ///< not 0: some need a closer look
};

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline group_values values_of(field_group const& group,
                                                                         group_constants const& all) noexcept {
    auto const bytes_up_to_point = _mm512_cvtepu16_epi64(_mm_popcnt_epi16(group.up_to_point));
    auto const powers = _mm512_permutex2var_pd(all.low_powers, bytes_up_to_point, all.high_powers);
    return {_mm512_div_pd(_mm512_cvtepi64_pd(numbers_of(group, all)), powers), group.minus, group.empty,
            _mm_movepi16_mask(group.up_to_point),  // the point of last resort is the last byte
            group.even_wrong | group.odd_wrong | group.unread};
}

/// False: some need a closer look, or are whole numbers that T does not hold.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline bool store_clean_values(group_values const& group,
                                                                          group_constants const& all,
                                                                          T* numbers) noexcept {
    store_numbers(group.values, group.minus, group.empty, numbers);
    return (group.odd | rounded_oddly<T>(group.values, group.whole, all)) == 0;
}

/// What is odd about a group of which no field is too long.
template <class T>
[[ARENITE_AVX512_TEXT gnu::noinline]] inline group_outcome outcome_of(field_group const& group,
                                                                      group_values const& values) noexcept {
    auto outcome = rounding_of<T>(values.values, values.whole);
    outcome.unread |= fields_with(group.even_wrong, group.odd_wrong) | group.unread;
    return outcome;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
