// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/short_decimal.hpp>
#include <arenite/load/detail/csv_layout.hpp>
#include <arenite/load/detail/csv_machine_avx2.hpp>

#include <limits>

// Four fields at once, each of up to 15 bytes, in lanes of 16 that end with the byte behind the field:
//
//     lane          9 , - 1 2 . 7 5 ,          the byte behind the field is the point of last resort
//     in the field  . . x x x x x x .
//     digits        0 0 0 1 2 0 7 5 0
//     closed up     0 0 0 0 1 2 7 5 0          bytes up to the first point take their left neighbour's digit
//     number        12750 / 10^3               3 bytes were behind the point
//
// Field f is in lane f % 2 of vector f / 2 % 2 of the pair {0 2} {1 3}; their masks make one word: 0 2 1 3.
// The number is below 10^15 and the power is exact, so that one division rounds correctly. A float is the rounded
// double, except where that lies in the middle of two floats: those need a closer look.

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// Of a group of fields: a bit for each.
struct group_outcome {
    unsigned unread = 0;   ///< they need a closer look
    unsigned inexact = 0;  ///< whole numbers that the type does not hold
};

struct field_rules {
    char point;
    bool empty_is_missing;
};

inline constexpr std::uint64_t first_of_16 = 0x0001'0001'0001'0001, last_of_16 = 0x8000'8000'8000'8000;

/// Row p: how a lane whose first point is byte p is closed up.
struct alignas(16) closing_table {
    unsigned char bytes[16][16]{};
    constexpr closing_table() noexcept {
        for (unsigned p = 0; p != 16; ++p)
            for (unsigned i = 0; i != 16; ++i)
                bytes[p][i] = static_cast<unsigned char>(i > p ? i : i == 0 ? 0x80 : i - 1);
    }
};
inline constexpr closing_table closings;

/// Two lanes, and the masks of them.
struct two_fields {
    __m256i digits;
    std::uint32_t inside, are_digits, points, minus;
};

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i two_lanes(__m128i low, __m128i high) noexcept {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i load_lane(char const* text, std::uint32_t end) noexcept {
    return _mm_loadu_si128(reinterpret_cast<__m128i const*>(text - 15 + end));
}

/// `first_byte`: where in its lane each of the fields begins.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline two_fields look_at_two(__m256i bytes, __m256i first_byte,
                                                                       char point) noexcept {
    auto const place = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    auto const outside = _mm256_cmpgt_epi8(first_byte, place);
    auto const offsets = _mm256_or_si256(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')), outside);
    auto const are_digits = _mm256_cmpeq_epi8(_mm256_min_epu8(offsets, _mm256_set1_epi8(9)), offsets);
    auto const are_minus = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('-'));
    auto const inside = ~mask_of(outside);
    return {_mm256_and_si256(offsets, are_digits), inside, mask_of(are_digits),
            mask_of(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(point))) & inside,
            mask_of(_mm256_and_si256(are_minus, _mm256_cmpeq_epi8(first_byte, place)))};
}

/// The points of the two lanes are at bytes `low` and `high`.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i closed_up(__m256i digits, unsigned low,
                                                                  unsigned high) noexcept {
    return _mm256_shuffle_epi8(digits,
                               two_lanes(_mm_load_si128(reinterpret_cast<__m128i const*>(closings.bytes[low])),
                                         _mm_load_si128(reinterpret_cast<__m128i const*>(closings.bytes[high]))));
}

/// Eight numbers of two digits in each lane, then four of four.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i fours_of(__m256i digits) noexcept {
    auto const pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001'0064));
}

/// The four numbers without their points, as doubles: below 2^52 they are the low bits of a double of that size.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256d numbers_of(__m256i even, __m256i odd) noexcept {
    auto const fours = _mm256_packus_epi32(fours_of(even), fours_of(odd));
    auto const eights = _mm256_madd_epi16(fours, _mm256_set1_epi32(0x0001'2710));
    auto const whole =
        _mm256_add_epi64(_mm256_mul_epu32(eights, _mm256_set1_epi64x(100'000'000)), _mm256_srli_epi64(eights, 32));
    auto const two_to_52 = _mm256_set1_epi64x(0x4330'0000'0000'0000);
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(whole, two_to_52)), _mm256_castsi256_pd(two_to_52));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m256i words) noexcept {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(words)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m128i words) noexcept {
    return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(words)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome store_numbers(__m256d values, unsigned whole,
                                                                            float* numbers) noexcept {
    auto const bits = _mm256_and_si256(_mm256_castpd_si256(values), _mm256_set1_epi64x(0x1FFF'FFFF));
    auto const middle = words_with(_mm256_cmpeq_epi64(bits, _mm256_set1_epi64x(0x1000'0000)));
    auto const exact = words_with(_mm256_cmpeq_epi64(bits, _mm256_setzero_si256()));
    _mm_storeu_ps(numbers, _mm256_cvtpd_ps(values));
    return {middle & ~whole, whole & ~exact};
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome store_numbers(__m256d values, unsigned,
                                                                            double* numbers) noexcept {
    _mm256_storeu_pd(numbers, values);
    return {};
}

/// Bits of lanes 0 2 1 3 that have any.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned fields_with(std::uint64_t lanes) noexcept {
    return unsigned{(lanes & 0xFFFF) != 0} | unsigned{(lanes >> 16 & 0xFFFF) != 0} << 2 |
           unsigned{(lanes >> 32 & 0xFFFF) != 0} << 1 | unsigned{(lanes >> 48) != 0} << 3;
}

template <class T>
[[gnu::noinline]] inline void store_missing(unsigned empty, T* numbers) noexcept {
    for (auto left = empty; left != 0; left &= left - 1)
        numbers[std::countr_zero(left)] = std::numeric_limits<T>::quiet_NaN();
}

template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome parse_four(char const* text, std::uint32_t const* starts,
                                                                         std::uint32_t const* ends, field_rules rules,
                                                                         T* numbers) noexcept {
    auto const lengths = _mm_sub_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(ends)),
                                       _mm_loadu_si128(reinterpret_cast<__m128i const*>(starts)));  // and one
    auto const first_bytes = _mm_sub_epi32(_mm_set1_epi32(16), lengths);
    auto const first_each = _mm256_broadcastsi128_si256(first_bytes);
    auto const even =
        look_at_two(two_lanes(load_lane(text, ends[0]), load_lane(text, ends[2])),
                    _mm256_shuffle_epi8(first_each, two_lanes(_mm_set1_epi8(0), _mm_set1_epi8(8))), rules.point);
    auto const odd =
        look_at_two(two_lanes(load_lane(text, ends[1]), load_lane(text, ends[3])),
                    _mm256_shuffle_epi8(first_each, two_lanes(_mm_set1_epi8(4), _mm_set1_epi8(12))), rules.point);
    constexpr std::uint64_t not_last = ~(last_of_16 | last_of_16 >> 1);
    auto const joined = [](std::uint32_t low, std::uint32_t high) { return low | std::uint64_t{high} << 32; };
    auto const stops = (joined(even.points, odd.points) & not_last) | last_of_16;
    auto const minus = joined(even.minus, odd.minus) & not_last;
    auto const first_stop = stops & (stops ^ (stops - first_of_16));
    auto const wrong =
        joined(even.inside, odd.inside) & ~(joined(even.are_digits, odd.are_digits) | first_stop | minus | last_of_16);
    auto const byte_of = [&](unsigned shift) { return static_cast<unsigned>(std::countr_zero(first_stop >> shift)); };
    auto const p0 = byte_of(0), p2 = byte_of(16), p1 = byte_of(32), p3 = byte_of(48);
    auto const whole = numbers_of(closed_up(even.digits, p0, p2), closed_up(odd.digits, p1, p3));
    auto const power = [&](unsigned p, unsigned shift) {
        return signed_powers_of_ten[(minus >> shift & 0xFFFF) != 0][15 - p];
    };
    auto const values = _mm256_div_pd(whole, _mm256_setr_pd(power(p0, 0), power(p1, 32), power(p2, 16), power(p3, 48)));
    auto const are_whole =
        unsigned{p0 == 15} | unsigned{p1 == 15} << 1 | unsigned{p2 == 15} << 2 | unsigned{p3 == 15} << 3;
    auto outcome = store_numbers(values, are_whole, numbers);
    auto const empty = words_with(_mm_cmpeq_epi32(lengths, _mm_set1_epi32(1)));
    outcome.unread |= words_with(first_bytes);
    if (empty != 0) [[unlikely]]
        store_missing(empty, numbers), outcome.unread |= rules.empty_is_missing ? 0 : empty, outcome.inexact &= ~empty;
    if (wrong != 0) [[unlikely]]
        outcome.unread |= fields_with(wrong);
    return outcome;
}

/// Eight fields of any length; the long ones need a closer look.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome parse_group(char const* text, std::uint32_t const* starts,
                                                                          std::uint32_t const* ends, field_rules rules,
                                                                          T* numbers) noexcept {
    auto const first = parse_four(text, starts, ends, rules, numbers);
    auto const second = parse_four(text, starts + 4, ends + 4, rules, numbers + 4);
    return {first.unread | second.unread << 4, first.inexact | second.inexact << 4};
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
