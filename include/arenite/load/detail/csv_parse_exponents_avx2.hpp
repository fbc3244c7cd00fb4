// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_long_avx2.hpp>
#include <arenite/load/detail/csv_parse_short_avx2.hpp>

#include <algorithm>

// Four fields of which some end in an exponent. It is found in their last bytes; what is in front of it is read as a
// long field (csv_parse_long_avx2.hpp), with another power:
//
//     lane         7 7 5 e - 1 0 7          of 8
//     may be e     . . . x x x x .          or E: other fields' are in front of these, as 1e5,1e5 shows
//     behind it    . . . . x x x x          a sign or none, and digits
//     weights      . . . . 127 100 10 1     four digits, but for 0 in front, give an exponent that no power has
//
// What is not of this form is no exponent: then its e is a wrong byte.

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// The tails of four fields: e and all behind it.
struct field_tails {
    __m256i bytes, exponents;  ///< 0: there is none
};

/// Lanes that end in front of ends[i].
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i load_last_eights(char const* text,
                                                                         std::uint32_t const* ends) noexcept {
    return two_lanes(load_two_short(text - 1, ends), load_two_short(text - 1, ends + 2));
}

/// All bits of the words of 64 that are 0.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i words_without(__m256i bits) noexcept {
    return _mm256_cmpeq_epi64(bits, _mm256_setzero_si256());
}

/// `lengths`: of the fields.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline field_tails find_tails(__m256i bytes, __m256i lengths) noexcept {
    auto const zero = _mm256_setzero_si256();
    auto const letters = _mm256_cmpeq_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('e'));
    auto const stops = _mm256_and_si256(letters, _mm256_set1_epi64x(0x0080'8080'8000'0000));
    auto const up_to_letter = _mm256_xor_si256(stops, _mm256_add_epi64(stops, _mm256_set1_epi64x(-1)));
    auto const behind = _mm256_xor_si256(up_to_letter, _mm256_set1_epi8(-1));
    auto const first = _mm256_andnot_si256(_mm256_slli_epi64(behind, 8), behind);
    auto const minus = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('-')), first);
    auto const plus = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('+')), first);
    auto const are_digits = _mm256_andnot_si256(_mm256_or_si256(minus, plus), behind);
    auto const digits = _mm256_and_si256(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')), are_digits);
    auto const bytes_behind = _mm256_sad_epu8(_mm256_sub_epi8(zero, behind), zero);
    auto const tail = _mm256_add_epi64(bytes_behind, _mm256_set1_epi64x(1));
    auto const has_digits = _mm256_cmpgt_epi64(zero, are_digits);  // the last byte is one
    auto const inside = _mm256_cmpgt_epi64(lengths, tail);
    auto const all_digits = words_without(_mm256_subs_epu8(digits, _mm256_set1_epi8(9)));
    auto const found = _mm256_and_si256(_mm256_and_si256(has_digits, inside), all_digits);
    auto const pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi64x(0x010A'647F'7F7F'7F7F));
    auto const fours = _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
    auto const eights = _mm256_add_epi32(fours, _mm256_srli_epi64(fours, 32));
    auto const positive = words_without(minus);
    auto const exponents = _mm256_blendv_epi8(_mm256_sub_epi32(zero, eights), eights, positive);
    return {_mm256_and_si256(tail, found), _mm256_and_si256(exponents, found)};
}

/// The lower halves of words of 64 bits.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i lower_halves(__m256i words) noexcept {
    auto const low = _mm256_castsi256_ps(words), high = _mm256_castsi256_ps(_mm256_permute4x64_epi64(words, 0x4E));
    return _mm_castps_si128(_mm256_castps256_ps128(_mm256_shuffle_ps(low, high, 0x88)));
}

/// The powers of fields with exponents, by the places of their points among the bytes of a vector.
template <class T>
struct some_exponents {
    alignas(16) std::uint32_t exponents[4];

    [[ARENITE_AVX2_TEXT gnu::always_inline]] __m128d power(std::size_t i, unsigned minus,
                                                           std::uint32_t points) const noexcept {
        auto const behind_point = 32 - _tzcnt_u32(points << 1);  // 0: there is no point
        auto const none_if_last = 0 - (points >> 31);
        auto const row = (exponents[i] - behind_point - static_cast<std::uint32_t>(least_exponent<T>)) | none_if_last;
        return _mm_load_pd(&long_powers<T>[minus][std::min(row, std::uint32_t{power_count<T>})].high);
    }
};

using exponent_constants = long_constants;
inline constexpr std::size_t exponent_group_size = 4;

/// Four fields of any length.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline exponent_outcome parse_exponent_group(char const* text,
                                                                                 std::uint32_t const* starts,
                                                                                 std::uint32_t const* ends,
                                                                                 long_constants const& all,
                                                                                 T* numbers) noexcept {
    auto const lengths = lengths_of_four(starts, ends, all);
    auto const tails = find_tails(load_last_eights(text, ends), _mm256_cvtepu32_epi64(lengths));
    auto const tail_bytes = lower_halves(tails.bytes);
    alignas(16) std::uint32_t ends_of_mantissas[4];
    some_exponents<T> exponents;
    _mm_store_si128(reinterpret_cast<__m128i*>(ends_of_mantissas),
                    _mm_sub_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(ends)), tail_bytes));
    _mm_store_si128(reinterpret_cast<__m128i*>(exponents.exponents), lower_halves(tails.exponents));
    auto const group = look_at_long_lanes(text, _mm_sub_epi32(lengths, tail_bytes), ends_of_mantissas, exponents, all);
    auto const outcome = store_long_group(group, all, numbers);
    auto const have_none = words_with(words_without(tails.bytes));
    return {{outcome.unread, outcome.inexact & have_none}, have_none != 0xF};
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
