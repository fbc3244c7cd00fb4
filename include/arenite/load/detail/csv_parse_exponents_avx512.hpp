// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_long_avx512.hpp>
#include <arenite/load/detail/csv_parse_short_avx512.hpp>

// Eight fields of which some end in an exponent. It is found in their last bytes; what is in front of it is read as a
// long field (csv_parse_long_avx512.hpp), with another power:
//
//     lane         7 7 5 e - 1 0 7          of 8
//     may be e     . . . x x x x .          or E: other fields' are in front of these, as 1e5,1e5 shows
//     behind it    . . . . x x x x          a sign or none, and digits
//     weights      . . . . 127 100 10 1     four digits, but for 0 in front, give an exponent that no power has
//
// What is not of this form is no exponent: then its e is a wrong byte.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// The tails of eight fields: e and all behind it.
struct field_tails {
    __m256i bytes, exponents;  ///< 0: there is none
};

/// Lanes that end in front of ends[i].
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __m512i load_last_eights(char const* text,
                                                                           std::uint32_t const* ends) noexcept {
    return load_lanes_8(text - 1, ends);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline __mmask8 bytes_with(std::uint64_t bits) noexcept {
    auto const bytes = _mm_cvtsi64_si128(static_cast<long long>(bits));
    return static_cast<__mmask8>(_mm_test_epi8_mask(bytes, bytes));
}

/// `lengths`: with the byte in front of the field.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline field_tails find_tails(__m512i bytes, __m256i lengths) noexcept {
    constexpr std::uint64_t first_of_8 = 0x0101'0101'0101'0101, last_of_8 = 0x8080'8080'8080'8080;
    constexpr std::uint64_t may_be_letter = 0x7878'7878'7878'7878;
    std::uint64_t const letters =
        _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('e'));
    auto const stops = (letters & may_be_letter) | last_of_8;
    auto const up_to_letter = stops ^ (stops - first_of_8);
    auto const behind = ~up_to_letter, first = behind & (up_to_letter << 1);
    auto const offsets = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    std::uint64_t const digits = _mm512_mask_cmple_epu8_mask(behind, offsets, _mm512_set1_epi8(9));
    std::uint64_t const minus = _mm512_mask_cmpeq_epi8_mask(first, bytes, _mm512_set1_epi8('-'));
    std::uint64_t const plus = _mm512_mask_cmpeq_epi8_mask(first, bytes, _mm512_set1_epi8('+'));
    auto const bytes_behind = _mm_popcnt_epi8(_mm_cvtsi64_si128(static_cast<long long>(behind)));
    auto const tail = _mm256_add_epi32(_mm256_cvtepu8_epi32(bytes_behind), _mm256_set1_epi32(1));
    auto const inside = _mm256_cmplt_epu32_mask(_mm256_add_epi32(tail, _mm256_set1_epi32(1)), lengths);
    auto const found =
        static_cast<__mmask8>(inside & bytes_with(digits & last_of_8) & ~bytes_with(behind & ~(digits | minus | plus)));
    auto const weights = _mm512_set1_epi64(0x010A'647F'7F7F'7F7F);
    auto const pairs = _mm512_maddubs_epi16(_mm512_maskz_mov_epi8(digits, offsets), weights);
    auto const fours = _mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
    auto const eights = _mm512_cvtepi64_epi32(_mm512_add_epi64(fours, _mm512_srli_epi64(fours, 32)));
    auto const exponents = _mm256_mask_sub_epi32(eights, bytes_with(minus), _mm256_setzero_si256(), eights);
    return {_mm256_maskz_mov_epi32(found, tail), _mm256_maskz_mov_epi32(found, exponents)};
}

using exponent_constants = field_rules;
inline constexpr std::size_t exponent_group_size = 8;

/// Eight fields of any length.
template <class T>
[[ARENITE_AVX512_TEXT gnu::noinline]] inline exponent_outcome parse_exponent_group(
    char const* text, std::uint32_t const* starts, std::uint32_t const* ends, field_rules rules, T* numbers) noexcept {
    auto const all_ends = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends));
    auto const lengths = _mm256_sub_epi32(all_ends, _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));
    auto const tails = find_tails(load_last_eights(text, ends), lengths);
    alignas(32) std::uint32_t ends_of_mantissas[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(ends_of_mantissas), _mm256_sub_epi32(all_ends, tails.bytes));
    auto const outcome = parse_long_lanes(text, _mm256_sub_epi32(lengths, tails.bytes), ends_of_mantissas,
                                          tails.exponents, rules, numbers);
    auto const have_none = _mm256_testn_epi32_mask(tails.bytes, tails.bytes);
    return {{outcome.unread, outcome.inexact & have_none}, have_none != 0xFF};
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
