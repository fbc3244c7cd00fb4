// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_layout.hpp>
#include <arenite/load/detail/csv_machine_avx2.hpp>

#include <array>
#include <limits>

// Four fields at once, each of up to 15 bytes, in lanes of 16 that end with the byte behind the field:
//
//     lane          9 , - 1 2 . 7 5 ,          the byte behind the field is the point of last resort
//     in the field  . . x x x x x x .
//     up to point   x x x x x x . . .          the first point; of a whole number, all of the lane
//     offsets       0 0 0 1 2 ? 7 5 0          from '0'; 0 outside of the field and of a minus
//     closed up     0 0 0 0 1 2 7 5 0          bytes up to the point take their left neighbour's
//     number        12750 / 10^3               3 bytes were behind the point
//
// What is no digit then is wrong. Fields 0 and 2 are in one vector, 1 and 3 in another.
// The number is below 10^15 and the power is exact, so that one division rounds correctly. A float is the rounded
// double, except where that lies in the middle of two floats: those need a closer look.

namespace arenite::inline ARENITE_ABI::detail::avx2 {

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i two_lanes(__m128i low, __m128i high) noexcept {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i two_of(long long high, long long low) noexcept {
    return _mm256_broadcastsi128_si256(_mm_set_epi64x(high, low));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i load_lane(char const* text, std::uint32_t end) noexcept {
    return _mm_loadu_si128(reinterpret_cast<__m128i const*>(text - 15 + end));
}

/// What lanes of 16 and of 8 share. The compiler does not know them: see `kept`.
struct lane_constants {
    __m256i place;         ///< in the lane; -1 for the last one, which is outside of all fields
    __m256i may_be_point;  ///< a field's last byte is no point, nor a minus
    __m256i last_point;
    __m256i counted;  ///< bytes up to the point, but for the first one
    __m256i point, minus = kept(_mm256_set1_epi8('-'));
    __m256i zero = kept(_mm256_set1_epi8('0')), nine = kept(_mm256_set1_epi8(9));
    __m256i tens = kept(_mm256_set1_epi16(0x010A)), hundreds = kept(_mm256_set1_epi32(0x0001'0064));
    __m256i ten_thousands = kept(_mm256_set1_epi32(0x0001'2710));
};

inline constexpr long long highest_bit = std::numeric_limits<long long>::min();

/// The upper halves of 10^7 to 1 as doubles, whose lower halves are 0.
inline constexpr auto powers_by_bytes = [] {
    std::array<std::uint32_t, 8> powers{};
    double power = 1;
    for (std::size_t k = 0; k != 8; ++k, power *= 10)
        powers[7 - k] = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(power) >> 32);
    return powers;
}();

/// For lanes of 16.
struct group_constants : lane_constants {
    __m256i even_field = kept(two_lanes(_mm_set1_epi8(0), _mm_set1_epi8(8)));
    __m256i odd_field = kept(two_lanes(_mm_set1_epi8(4), _mm_set1_epi8(12)));
    __m256i first_half = kept(two_of(0, -1));
    __m256i powers = kept(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(powers_by_bytes.data())));
    __m256d one = kept(_mm256_set1_pd(1)), eight_zeros = kept(_mm256_set1_pd(100'000'000));
    __m256i hundred_millions = kept(_mm256_set1_epi64x(100'000'000));
    __m256i last_bit = kept(_mm256_set1_epi64x(1));
    __m256i two_to_52 = kept(_mm256_set1_epi64x(0x4330'0000'0000'0000)), sign = kept(_mm256_set1_epi64x(highest_bit));
    __m256i behind_float = kept(_mm256_set1_epi64x(0x1FFF'FFFF)), middle = kept(_mm256_set1_epi64x(0x1000'0000));
    __m128i sixteen = kept(_mm_set1_epi32(16)), fifteen = kept(_mm_set1_epi32(15));
    __m128i unread_empty;

    static constexpr std::size_t fields = 8;  ///< that one loop turn parses: two groups

    [[ARENITE_AVX2_TEXT gnu::always_inline]] explicit group_constants(field_rules rules) noexcept
        : lane_constants{kept(two_of(static_cast<long long>(0xFF0E'0D0C'0B0A'0908), 0x0706'0504'0302'0100)),
                         kept(two_of(0x0000'8080'8080'8080, static_cast<long long>(0x8080'8080'8080'8080))),
                         kept(two_of(highest_bit, 0)), kept(two_of(0x0101'0101'0101'0101, 0x0101'0101'0101'0100)),
                         kept(_mm256_set1_epi8(rules.point))},
          unread_empty(kept(_mm_set1_epi32(rules.unread_empty == 0 ? 0 : -1))) {}

    [[ARENITE_AVX2_TEXT gnu::always_inline]] __m256i left_neighbours(__m256i bytes) const noexcept {
        return _mm256_bslli_epi128(bytes, 1);
    }
    /// The second half of a lane is looked at if there is none in the first.
    [[ARENITE_AVX2_TEXT gnu::always_inline]] __m256i up_to_first(__m256i stops) const noexcept {
        auto const none = _mm256_cmpeq_epi64(stops, _mm256_setzero_si256());
        auto const up_to = _mm256_xor_si256(stops, _mm256_add_epi64(stops, _mm256_set1_epi8(-1)));
        return _mm256_and_si256(up_to, _mm256_or_si256(_mm256_bslli_epi128(none, 8), first_half));
    }
};

/// The fields of a vector, one or two words of 64 bits for each.
struct looked_at_lanes {
    __m256i fours;           ///< numbers of four digits
    __m256i wrong;           ///< not 0: bytes that are no digits
    __m256i point_and_sign;  ///< sums: the bytes in front of the point, but for the first one; 128 more for a minus
};

/// `first_byte`: where in its lane each of the fields begins.
template <class Constants>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline looked_at_lanes look_at_lanes(__m256i bytes, __m256i first_byte,
                                                                              Constants const& all) noexcept {
    auto const outside = _mm256_cmpgt_epi8(first_byte, all.place);
    auto const point_places = _mm256_andnot_si256(outside, all.may_be_point);
    auto const points = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, all.point), point_places);
    auto const up_to_point = all.up_to_first(_mm256_or_si256(points, all.last_point));
    auto const first_place = _mm256_and_si256(_mm256_cmpeq_epi8(first_byte, all.place), all.may_be_point);
    auto const minus = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, all.minus), first_place);
    auto const is_minus = _mm256_cmpgt_epi8(_mm256_setzero_si256(), minus);
    auto const offsets = _mm256_andnot_si256(_mm256_or_si256(outside, is_minus), _mm256_sub_epi8(bytes, all.zero));
    auto const closed_up = _mm256_blendv_epi8(offsets, all.left_neighbours(offsets), up_to_point);
    auto const marks = _mm256_or_si256(_mm256_and_si256(up_to_point, all.counted), minus);
    return {_mm256_madd_epi16(_mm256_maddubs_epi16(closed_up, all.tens), all.hundreds),
            _mm256_subs_epu8(closed_up, all.nine), _mm256_sad_epu8(marks, _mm256_setzero_si256())};
}

/// Four fields: bits and words are in their order.
struct field_group {
    __m256i even_fours, odd_fours;
    __m256i point_and_sign;
    __m256i even_wrong, odd_wrong;
    __m128i empty, unread;  ///< unread, in the highest bits: for their lengths
};

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m256i words) noexcept {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(words)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m128i words) noexcept {
    return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(words)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline field_group look_at_group(char const* text, std::uint32_t const* starts,
                                                                          std::uint32_t const* ends,
                                                                          group_constants const& all) noexcept {
    auto const first_bytes =
        _mm_sub_epi32(_mm_add_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(starts)), all.sixteen),
                      _mm_loadu_si128(reinterpret_cast<__m128i const*>(ends)));
    auto const first_each = _mm256_broadcastsi128_si256(first_bytes);
    auto const even = look_at_lanes(two_lanes(load_lane(text, ends[0]), load_lane(text, ends[2])),
                                    _mm256_shuffle_epi8(first_each, all.even_field), all);
    auto const odd = look_at_lanes(two_lanes(load_lane(text, ends[1]), load_lane(text, ends[3])),
                                   _mm256_shuffle_epi8(first_each, all.odd_field), all);
    auto const point_and_sign = _mm256_add_epi64(_mm256_unpacklo_epi64(even.point_and_sign, odd.point_and_sign),
                                                 _mm256_unpackhi_epi64(even.point_and_sign, odd.point_and_sign));
    auto const empty = _mm_cmpeq_epi32(first_bytes, all.fifteen);
    auto const unread = _mm_or_si128(first_bytes, _mm_and_si128(empty, all.unread_empty));
    return {even.fours, odd.fours, point_and_sign, even.wrong, odd.wrong, empty, unread};
}

/// 10^k with the sign of the number, k bytes being behind the point: 10^(k % 8) by 1 or 10^8.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256d powers_of(field_group const& group,
                                                                  group_constants const& all) noexcept {
    auto const upper = _mm256_permutevar8x32_epi32(all.powers, _mm256_slli_epi64(group.point_and_sign, 32));
    auto const small = _mm256_castsi256_pd(_mm256_blend_epi32(upper, _mm256_setzero_si256(), 0x55));
    auto const eight_more = _mm256_castsi256_pd(_mm256_slli_epi64(group.point_and_sign, 60));
    auto const sign = _mm256_and_si256(_mm256_slli_epi64(group.point_and_sign, 56), all.sign);
    auto const large = _mm256_blendv_pd(all.eight_zeros, all.one, eight_more);
    return _mm256_mul_pd(small, _mm256_xor_pd(large, _mm256_castsi256_pd(sign)));
}

/// Four numbers, and what else is known of their fields.
struct group_values {
    __m256d values;
    __m256i whole;  ///< in the highest bits: without a point
};

/// Below 2^52 a whole number is the low bits of a double of that size.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_values values_of(field_group const& group,
                                                                       group_constants const& all) noexcept {
    auto const eights = _mm256_madd_epi16(_mm256_packus_epi32(group.even_fours, group.odd_fours), all.ten_thousands);
    auto const numbers =
        _mm256_add_epi64(_mm256_mul_epu32(eights, all.hundred_millions), _mm256_srli_epi64(eights, 32));
    auto const as_doubles =
        _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(numbers, all.two_to_52)), _mm256_castsi256_pd(all.two_to_52));
    return {_mm256_div_pd(as_doubles, powers_of(group, all)),
            _mm256_slli_epi64(_mm256_add_epi64(group.point_and_sign, all.last_bit), 59)};
}

/// Of doubles that become T: which need a closer look, being in the middle of two floats, and which are whole ones that
/// T does not hold: those words have their highest bits set.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i rounded_oddly(group_values const& group,
                                                                      group_constants const& all) noexcept {
    if constexpr (sizeof(T) == sizeof(double)) return _mm256_setzero_si256();
    auto const behind = _mm256_and_si256(_mm256_castpd_si256(group.values), all.behind_float);
    auto const good_if_whole = _mm256_andnot_si256(_mm256_cmpgt_epi64(_mm256_setzero_si256(), group.whole), all.middle);
    return _mm256_xor_si256(_mm256_cmpeq_epi64(behind, good_if_whole), group.whole);
}

/// Stores doubles as T; NaN for empty fields, whose numbers are 0.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_numbers(__m256d values, __m128i empty,
                                                                   float* numbers) noexcept {
    auto const missing = _mm_set1_ps(std::numeric_limits<float>::quiet_NaN());
    _mm_storeu_ps(numbers, _mm_or_ps(_mm256_cvtpd_ps(values), _mm_and_ps(_mm_castsi128_ps(empty), missing)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_numbers(__m256d values, __m128i empty,
                                                                   double* numbers) noexcept {
    auto const missing = _mm256_set1_pd(std::numeric_limits<double>::quiet_NaN());
    auto const all_empty = _mm256_castsi256_pd(_mm256_cvtepi32_epi64(empty));
    _mm256_storeu_pd(numbers, _mm256_or_pd(values, _mm256_and_pd(all_empty, missing)));
}

/// Two groups, so that none waits for the other. False: some fields need a closer look, or are whole numbers that T
/// does not hold.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline bool store_clean(char const* text, std::uint32_t const* starts,
                                                                 std::uint32_t const* ends, group_constants const& all,
                                                                 T* numbers) noexcept {
    auto const group = look_at_group(text, starts, ends, all), next = look_at_group(text, starts + 4, ends + 4, all);
    auto const values = values_of(group, all), next_values = values_of(next, all);
    store_numbers(values.values, group.empty, numbers);
    store_numbers(next_values.values, next.empty, numbers + 4);
    auto const wrong = _mm256_or_si256(_mm256_or_si256(group.even_wrong, group.odd_wrong),
                                       _mm256_or_si256(next.even_wrong, next.odd_wrong));
    auto const oddly = _mm256_or_si256(rounded_oddly<T>(values, all), rounded_oddly<T>(next_values, all));
    return _mm256_testz_si256(wrong, wrong) != 0 &&
           (words_with(oddly) | words_with(_mm_or_si128(group.unread, next.unread))) == 0;
}

/// The fields with bytes that are wrong.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned wrong_fields(field_group const& group) noexcept {
    auto const even = ~mask_of(_mm256_cmpeq_epi8(group.even_wrong, _mm256_setzero_si256()));
    auto const odd = ~mask_of(_mm256_cmpeq_epi8(group.odd_wrong, _mm256_setzero_si256()));
    return unsigned{(even & 0xFFFF) != 0} | unsigned{(odd & 0xFFFF) != 0} << 1 | unsigned{(even >> 16) != 0} << 2 |
           unsigned{(odd >> 16) != 0} << 3;
}

/// What is odd about a group of which no field is too long.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome outcome_of(field_group const& group,
                                                                         group_values const& values,
                                                                         group_constants const& all) noexcept {
    auto const oddly = words_with(rounded_oddly<T>(values, all)), whole = words_with(values.whole);
    return {wrong_fields(group) | words_with(group.unread) | (oddly & ~whole), oddly & whole};
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
