// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx2.hpp>

// Eight fields of up to 7 bytes, in lanes of 8: half the work of csv_parse_avx2.hpp, which has the drawing. Lanes are
// words of 64 bits here, whose borrows and shifts find the first point and close up. The numbers are below 10^7, which
// a float holds exactly, and so are the powers: one division of floats rounds correctly.
//
// Vectors of fields are {0 1 4 5} and {2 3 6 7}, from which packs and shuffles within halves make {0 1 2 3 4 5 6 7}.

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// What all groups share. The compiler does not know them: see `kept`.
struct short_constants {
    __m256i place = kept(_mm256_set1_epi64x(0x0706'0504'0302'0100));
    __m256i first_fields = kept(_mm256_broadcastsi128_si256(_mm_set_epi64x(0x0404'0404'0404'0404, 0)));
    __m256i other_fields =
        kept(_mm256_broadcastsi128_si256(_mm_set_epi64x(0x0C0C'0C0C'0C0C'0C0C, 0x0808'0808'0808'0808)));
    __m256i zero = kept(_mm256_set1_epi8('0')), nine = kept(_mm256_set1_epi8(9)), minus = kept(_mm256_set1_epi8('-'));
    __m256i may_be_point = kept(_mm256_set1_epi64x(0x0000'8080'8080'8080));
    __m256i last_point = kept(_mm256_set1_epi64x(std::numeric_limits<long long>::min()));
    __m256i one_each = kept(_mm256_set1_epi8(1));
    __m256i tens = kept(_mm256_set1_epi16(0x010A)), hundreds = kept(_mm256_set1_epi32(0x0001'0064));
    __m256i ten_thousands = kept(_mm256_set1_epi32(0x0001'2710));
    __m256i eight = kept(_mm256_set1_epi32(8)), seven = kept(_mm256_set1_epi32(7));
    __m256i sign = kept(_mm256_set1_epi32(std::numeric_limits<int>::min()));
    __m256 powers = kept(_mm256_setr_ps(1, 1e7F, 1e6F, 1e5F, 1e4F, 1e3F, 1e2F, 1e1F));  ///< by bytes up to the point
    __m256i point, unread_empty;

    [[ARENITE_AVX2_TEXT gnu::always_inline]] explicit short_constants(field_rules rules) noexcept
        : point(kept(_mm256_set1_epi8(rules.point))),
          unread_empty(kept(_mm256_set1_epi32(rules.unread_empty == 0 ? 0 : -1))) {}
};

/// Four lanes.
struct short_fields {
    __m256i fours;           ///< two numbers of four digits
    __m256i point_and_sign;  ///< the bytes up to the first point; 128 more behind a minus
    __m256i good;            ///< the highest bits of all bytes but those that are wrong
};

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline short_fields look_at_four_short(__m256i bytes, __m256i first_byte,
                                                                                short_constants const& all) noexcept {
    auto const outside = _mm256_cmpgt_epi8(first_byte, all.place);
    auto const offsets = _mm256_or_si256(_mm256_sub_epi8(bytes, all.zero), outside);
    auto const are_digits = _mm256_cmpeq_epi8(_mm256_min_epu8(offsets, all.nine), offsets);
    auto const digits = _mm256_and_si256(offsets, are_digits);
    auto const in_front = _mm256_andnot_si256(outside, all.may_be_point);
    auto const points = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, all.point), in_front);
    auto const stops = _mm256_or_si256(points, all.last_point);
    auto const up_to_point = _mm256_xor_si256(stops, _mm256_add_epi64(stops, _mm256_set1_epi8(-1)));
    auto const first_place = _mm256_and_si256(_mm256_cmpeq_epi8(first_byte, all.place), in_front);
    auto const minus = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, all.minus), first_place);
    auto const closed_up = _mm256_blendv_epi8(digits, _mm256_slli_epi64(digits, 8), up_to_point);
    auto const marks = _mm256_or_si256(_mm256_and_si256(up_to_point, all.one_each), minus);
    auto const stop = _mm256_or_si256(_mm256_and_si256(stops, up_to_point), all.last_point);
    return {_mm256_madd_epi16(_mm256_maddubs_epi16(closed_up, all.tens), all.hundreds),
            _mm256_sad_epu8(marks, _mm256_setzero_si256()),
            _mm256_or_si256(_mm256_or_si256(outside, are_digits), _mm256_or_si256(stop, minus))};
}

/// Lanes that end with bytes ends[0] and ends[1].
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i load_two_short(char const* text,
                                                                       std::uint32_t const* ends) noexcept {
    auto const first = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(text - 7 + ends[0]));
    auto const second = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(text - 7 + ends[1]));
    return _mm_unpacklo_epi64(first, second);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i load_four_short(char const* text,
                                                                        std::uint32_t const* ends) noexcept {
    return two_lanes(load_two_short(text, ends), load_two_short(text, ends + 4));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_quotients(__m256i whole, __m256 power, __m256i empty,
                                                                     float* numbers) noexcept {
    auto const missing = _mm256_set1_ps(std::numeric_limits<float>::quiet_NaN());
    auto const quotient = _mm256_div_ps(_mm256_cvtepi32_ps(whole), power);
    _mm256_storeu_ps(numbers, _mm256_or_ps(quotient, _mm256_and_ps(_mm256_castsi256_ps(empty), missing)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_quotients(__m256i whole, __m256 power, __m256i empty,
                                                                     double* numbers) noexcept {
    auto const low = _mm256_div_pd(_mm256_cvtepi32_pd(_mm256_castsi256_si128(whole)),
                                   _mm256_cvtps_pd(_mm256_castps256_ps128(power)));
    auto const high = _mm256_div_pd(_mm256_cvtepi32_pd(_mm256_extracti128_si256(whole, 1)),
                                    _mm256_cvtps_pd(_mm256_extractf128_ps(power, 1)));
    store_numbers({low, _mm256_castsi256_si128(empty), 0, 0}, numbers);
    store_numbers({high, _mm256_extracti128_si256(empty, 1), 0, 0}, numbers + 4);
}

/// False: some need a closer look, as those do that have more than 7 bytes.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline bool store_eight_short(char const* text, std::uint32_t const* starts,
                                                                       std::uint32_t const* ends,
                                                                       short_constants const& all,
                                                                       T* numbers) noexcept {
    auto const lengths = _mm256_sub_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)),
                                          _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));
    auto const first_bytes = _mm256_sub_epi32(all.eight, lengths);
    auto const some =
        look_at_four_short(load_four_short(text, ends), _mm256_shuffle_epi8(first_bytes, all.first_fields), all);
    auto const others =
        look_at_four_short(load_four_short(text, ends + 2), _mm256_shuffle_epi8(first_bytes, all.other_fields), all);
    auto const whole = _mm256_madd_epi16(_mm256_packus_epi32(some.fours, others.fours), all.ten_thousands);
    auto const point_and_sign = _mm256_castps_si256(
        _mm256_shuffle_ps(_mm256_castsi256_ps(some.point_and_sign), _mm256_castsi256_ps(others.point_and_sign), 0x88));
    auto const signs = _mm256_and_si256(_mm256_slli_epi32(point_and_sign, 24), all.sign);
    auto const power = _mm256_permutevar8x32_ps(all.powers, point_and_sign);
    auto const empty = _mm256_cmpeq_epi32(first_bytes, all.seven);
    store_quotients(whole, _mm256_xor_ps(power, _mm256_castsi256_ps(signs)), empty, numbers);
    auto const odd = _mm256_or_si256(_mm256_and_si256(empty, all.unread_empty), first_bytes);  // signs: too long
    return (mask_of(_mm256_and_si256(some.good, others.good)) ^ 0xFFFF'FFFFU) == 0 &&
           _mm256_movemask_ps(_mm256_castsi256_ps(odd)) == 0;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
