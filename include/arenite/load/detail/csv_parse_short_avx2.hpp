// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx2.hpp>

// Eight fields of up to 7 bytes, in lanes of 8: half the work of csv_parse_avx2.hpp, which has the drawing. The numbers
// are below 10^7, which a float holds exactly, and so are the powers: one division of floats rounds correctly.
//
// Vectors of fields are {0 1 4 5} and {2 3 6 7}, from which packs and shuffles within halves make {0 1 2 3 4 5 6 7}.

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// For lanes of 8.
struct short_constants : lane_constants {
    __m256i first_fields = kept(two_of(0x0404'0404'0404'0404, 0));
    __m256i other_fields = kept(two_of(0x0C0C'0C0C'0C0C'0C0C, 0x0808'0808'0808'0808));
    __m256i eight = kept(_mm256_set1_epi32(8)), seven = kept(_mm256_set1_epi32(7));
    __m256i sign = kept(_mm256_set1_epi32(std::numeric_limits<int>::min()));
    __m256 powers =
        kept(_mm256_setr_ps(1e7F, 1e6F, 1e5F, 1e4F, 1e3F, 1e2F, 1e1F, 1));  ///< by bytes in front of the point
    __m256i unread_empty;

    static constexpr std::size_t fields = 8;  ///< that one loop turn parses

    [[ARENITE_AVX2_TEXT gnu::always_inline]] explicit short_constants(field_rules rules) noexcept
        : lane_constants{kept(_mm256_set1_epi64x(static_cast<long long>(0xFF06'0504'0302'0100))),
                         kept(_mm256_set1_epi64x(0x0000'8080'8080'8080)), kept(_mm256_set1_epi64x(highest_bit)),
                         kept(_mm256_set1_epi64x(0x0101'0101'0101'0100)), kept(_mm256_set1_epi8(rules.point))},
          unread_empty(kept(_mm256_set1_epi32(rules.unread_empty == 0 ? 0 : -1))) {}

    [[ARENITE_AVX2_TEXT gnu::always_inline]] __m256i left_neighbours(__m256i bytes) const noexcept {
        return _mm256_slli_epi64(bytes, 8);
    }
    [[ARENITE_AVX2_TEXT gnu::always_inline]] __m256i up_to_first(__m256i stops) const noexcept {
        return _mm256_xor_si256(stops, _mm256_add_epi64(stops, _mm256_set1_epi8(-1)));
    }
};

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
    store_numbers(low, _mm256_castsi256_si128(empty), numbers);
    store_numbers(high, _mm256_extracti128_si256(empty, 1), numbers + 4);
}

/// False: some need a closer look, as those do that have more than 7 bytes.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline bool store_clean(char const* text, std::uint32_t const* starts,
                                                                 std::uint32_t const* ends, short_constants const& all,
                                                                 T* numbers) noexcept {
    auto const lengths = _mm256_sub_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)),
                                          _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));
    auto const first_bytes = _mm256_sub_epi32(all.eight, lengths);
    auto const some =
        look_at_lanes(load_four_short(text, ends), _mm256_shuffle_epi8(first_bytes, all.first_fields), all);
    auto const others =
        look_at_lanes(load_four_short(text, ends + 2), _mm256_shuffle_epi8(first_bytes, all.other_fields), all);
    auto const whole = _mm256_madd_epi16(_mm256_packus_epi32(some.fours, others.fours), all.ten_thousands);
    auto const point_and_sign = _mm256_castps_si256(
        _mm256_shuffle_ps(_mm256_castsi256_ps(some.point_and_sign), _mm256_castsi256_ps(others.point_and_sign), 0x88));
    auto const signs = _mm256_and_si256(_mm256_slli_epi32(point_and_sign, 24), all.sign);
    auto const power = _mm256_permutevar8x32_ps(all.powers, point_and_sign);
    auto const empty = _mm256_cmpeq_epi32(first_bytes, all.seven);
    store_quotients(whole, _mm256_xor_ps(power, _mm256_castsi256_ps(signs)), empty, numbers);
    auto const odd = _mm256_or_si256(_mm256_and_si256(empty, all.unread_empty), first_bytes);  // signs: too long
    auto const wrong = _mm256_or_si256(some.wrong, others.wrong);
    return _mm256_testz_si256(wrong, wrong) != 0 && _mm256_movemask_ps(_mm256_castsi256_ps(odd)) == 0;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
