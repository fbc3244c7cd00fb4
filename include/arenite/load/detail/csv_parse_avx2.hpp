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
    unsigned unread_empty;  ///< of the empty fields, those that need a closer look
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

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i two_lanes(__m128i low, __m128i high) noexcept {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i load_lane(char const* text, std::uint32_t end) noexcept {
    return _mm_loadu_si128(reinterpret_cast<__m128i const*>(text - 15 + end));
}

/// 10^k with the signs of numbers, by the byte of the point in a lane.
inline constexpr auto powers_by_point = [] {
    std::array<std::array<double, 16>, 2> powers{};
    for (std::size_t i = 0; i != 16; ++i)
        for (std::size_t sign = 0; sign != 2; ++sign) powers[sign][i] = signed_powers_of_ten[sign][15 - i];
    return powers;
}();

/// What all groups share. The compiler does not know them: see `kept`.
struct group_constants {
    __m256i place =
        kept(_mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
    __m256i zero = kept(_mm256_set1_epi8('0')), nine = kept(_mm256_set1_epi8(9)), minus = kept(_mm256_set1_epi8('-'));
    __m256i even_field = kept(two_lanes(_mm_set1_epi8(0), _mm_set1_epi8(8)));
    __m256i odd_field = kept(two_lanes(_mm_set1_epi8(4), _mm_set1_epi8(12)));
    __m256i tens = kept(_mm256_set1_epi16(0x010A)), hundreds = kept(_mm256_set1_epi32(0x0001'0064));
    __m256i ten_thousands = kept(_mm256_set1_epi32(0x0001'2710));
    __m256i hundred_millions = kept(_mm256_set1_epi64x(100'000'000));
    __m256i two_to_52 = kept(_mm256_set1_epi64x(0x4330'0000'0000'0000));
    __m256i behind_float = kept(_mm256_set1_epi64x(0x1FFF'FFFF)), middle = kept(_mm256_set1_epi64x(0x1000'0000));
    __m128i sixteen = kept(_mm_set1_epi32(16)), fifteen = kept(_mm_set1_epi32(15));
    __m256i point;
    unsigned unread_empty;

    [[ARENITE_AVX2_TEXT gnu::always_inline]] explicit group_constants(field_rules rules) noexcept
        : point(kept(_mm256_set1_epi8(rules.point))), unread_empty(rules.unread_empty) {}
};

/// Two lanes, and the masks of them.
struct two_fields {
    __m256i digits;
    std::uint32_t inside, are_digits, points, minus;
};

/// `first_byte`: where in its lane each of the fields begins.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline two_fields look_at_two(__m256i bytes, __m256i first_byte,
                                                                       group_constants const& all) noexcept {
    auto const outside = _mm256_cmpgt_epi8(first_byte, all.place);
    auto const offsets = _mm256_or_si256(_mm256_sub_epi8(bytes, all.zero), outside);
    auto const are_digits = _mm256_cmpeq_epi8(_mm256_min_epu8(offsets, all.nine), offsets);
    auto const are_minus = _mm256_cmpeq_epi8(bytes, all.minus);
    auto const inside = ~mask_of(outside);
    return {_mm256_and_si256(offsets, are_digits), inside, mask_of(are_digits),
            mask_of(_mm256_cmpeq_epi8(bytes, all.point)) & inside,
            mask_of(_mm256_and_si256(are_minus, _mm256_cmpeq_epi8(first_byte, all.place)))};
}

/// Four fields. Their digits are closed up, and bits are in the order of the fields but for those of bytes.
struct field_group {
    __m256i even_digits, odd_digits;
    __m256d powers;  ///< with the signs
    __m128i empty;
    unsigned whole, too_long;
    std::uint64_t wrong;
};

/// The points of the two lanes are at bytes `low` and `high`.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i closed_up(__m256i digits, unsigned low,
                                                                  unsigned high) noexcept {
    return _mm256_shuffle_epi8(digits,
                               two_lanes(_mm_load_si128(reinterpret_cast<__m128i const*>(closings.bytes[low])),
                                         _mm_load_si128(reinterpret_cast<__m128i const*>(closings.bytes[high]))));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m256i words) noexcept {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(words)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned words_with(__m128i words) noexcept {
    return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(words)));
}

/// Bits of lanes 0 2 1 3, by the fields.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned in_order(std::uint64_t lanes) noexcept {
    constexpr unsigned char swapped[16]{0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15};
    return swapped[lanes];
}

/// The power of a field by the byte of its point, and the bits of its lane that are a minus.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline double power_of(unsigned point, std::uint64_t minus) noexcept {
    return powers_by_point[minus != 0][point];
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline field_group look_at_group(char const* text, std::uint32_t const* starts,
                                                                          std::uint32_t const* ends,
                                                                          group_constants const& all) noexcept {
    auto const first_bytes =
        _mm_sub_epi32(_mm_add_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(starts)), all.sixteen),
                      _mm_loadu_si128(reinterpret_cast<__m128i const*>(ends)));
    auto const first_each = _mm256_broadcastsi128_si256(first_bytes);
    auto const even = look_at_two(two_lanes(load_lane(text, ends[0]), load_lane(text, ends[2])),
                                  _mm256_shuffle_epi8(first_each, all.even_field), all);
    auto const odd = look_at_two(two_lanes(load_lane(text, ends[1]), load_lane(text, ends[3])),
                                 _mm256_shuffle_epi8(first_each, all.odd_field), all);
    constexpr std::uint64_t not_last = ~(last_of_16 | last_of_16 >> 1);
    auto const stops = ((even.points | std::uint64_t{odd.points} << 32) & not_last) | last_of_16;
    auto const minus = (even.minus | std::uint64_t{odd.minus} << 32) & not_last;
    auto const first_stop = stops & (stops ^ (stops - first_of_16));
    auto const inside = even.inside | std::uint64_t{odd.inside} << 32;
    auto const are_digits = even.are_digits | std::uint64_t{odd.are_digits} << 32;
    auto const p0 = static_cast<unsigned>(_tzcnt_u64(first_stop));
    auto const p2 = static_cast<unsigned>(_tzcnt_u64(first_stop >> 16));
    auto const p1 = static_cast<unsigned>(_tzcnt_u64(first_stop >> 32));
    auto const p3 = static_cast<unsigned>(_tzcnt_u64(first_stop >> 48));
    return {closed_up(even.digits, p0, p2),
            closed_up(odd.digits, p1, p3),
            _mm256_setr_pd(power_of(p0, minus & 0xFFFF), power_of(p1, minus >> 32 & 0xFFFF),
                           power_of(p2, minus >> 16 & 0xFFFF), power_of(p3, minus >> 48)),
            _mm_cmpeq_epi32(first_bytes, all.fifteen),
            in_order(_pext_u64(first_stop, last_of_16)),
            words_with(first_bytes),
            inside & ~(are_digits | first_stop | minus | last_of_16)};
}

/// Eight numbers of two digits in each lane, then four of four.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i fours_of(__m256i digits, group_constants const& all) noexcept {
    return _mm256_madd_epi16(_mm256_maddubs_epi16(digits, all.tens), all.hundreds);
}

/// Four numbers, and what else is known of their fields.
struct group_values {
    __m256d values;
    __m128i empty;
    unsigned whole;
    std::uint64_t odd;  ///< not 0: some need a closer look
};

/// Below 2^52 a whole number is the low bits of a double of that size.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_values values_of(field_group const& group,
                                                                       group_constants const& all) noexcept {
    auto const fours = _mm256_packus_epi32(fours_of(group.even_digits, all), fours_of(group.odd_digits, all));
    auto const eights = _mm256_madd_epi16(fours, all.ten_thousands);
    auto const numbers =
        _mm256_add_epi64(_mm256_mul_epu32(eights, all.hundred_millions), _mm256_srli_epi64(eights, 32));
    auto const as_doubles =
        _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(numbers, all.two_to_52)), _mm256_castsi256_pd(all.two_to_52));
    return {_mm256_div_pd(as_doubles, group.powers), group.empty, group.whole,
            group.wrong | group.too_long | (words_with(group.empty) & all.unread_empty)};
}

/// Of doubles that become T: which need a closer look, being in the middle of two floats, and which are whole ones that
/// T does not hold.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome rounding_of(group_values const& group,
                                                                          group_constants const& all) noexcept {
    if constexpr (sizeof(T) == sizeof(double)) return {};
    auto const behind = _mm256_and_si256(_mm256_castpd_si256(group.values), all.behind_float);
    auto const middle = words_with(_mm256_cmpeq_epi64(behind, all.middle));
    auto const exact = words_with(_mm256_cmpeq_epi64(behind, _mm256_setzero_si256()));
    return {middle & ~group.whole, group.whole & ~exact};
}

/// Stores doubles as T; NaN for empty fields, whose numbers are 0.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_numbers(group_values const& group, float* numbers) noexcept {
    auto const missing = _mm_set1_ps(std::numeric_limits<float>::quiet_NaN());
    _mm_storeu_ps(numbers,
                  _mm_or_ps(_mm256_cvtpd_ps(group.values), _mm_and_ps(_mm_castsi128_ps(group.empty), missing)));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void store_numbers(group_values const& group,
                                                                   double* numbers) noexcept {
    auto const missing = _mm256_set1_pd(std::numeric_limits<double>::quiet_NaN());
    auto const empty = _mm256_castsi256_pd(_mm256_cvtepi32_epi64(group.empty));
    _mm256_storeu_pd(numbers, _mm256_or_pd(group.values, _mm256_and_pd(empty, missing)));
}

/// False: some need a closer look, or are whole numbers that T does not hold.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline bool store_clean_values(group_values const& group,
                                                                        group_constants const& all,
                                                                        T* numbers) noexcept {
    store_numbers(group, numbers);
    auto const [unread, inexact] = rounding_of<T>(group, all);
    return (group.odd | unread | inexact) == 0;
}

/// Bits of lanes 0 2 1 3 that have any.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline unsigned fields_with(std::uint64_t lanes) noexcept {
    return unsigned{(lanes & 0xFFFF) != 0} | unsigned{(lanes >> 16 & 0xFFFF) != 0} << 2 |
           unsigned{(lanes >> 32 & 0xFFFF) != 0} << 1 | unsigned{(lanes >> 48) != 0} << 3;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
