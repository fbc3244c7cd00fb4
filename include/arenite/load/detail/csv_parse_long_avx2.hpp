// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx2.hpp>
#include <arenite/load/detail/csv_powers.hpp>

#include <algorithm>

// Four fields of up to 31 bytes, each in a vector that ends with the field's last byte, of up to 19 digits. The
// bytes up to the first point take their left neighbours, so that the point is gone; what is left
// must be digits, but for a minus in front.
//
//     text          9 , - 1 2 . 7 5
//     closed up     . . 9 , - 1 2 7 5          what is in front of the last four bytes is not looked at
//
// Their number m < 10^19 is the sum of two doubles, and so are the power of ten and the product:
//
//     m = high + low                         high: the double nearest to m
//     p = p_high + p_low                     off by less than 2^-106 p
//     q = high p_high
//     c = (high p_high - q) + (high p_low + low p_high)     the first difference is exact in a fused product
//
// In units of 2^-106 q: p is off by 1, low p_low is missing by 1, the second product is rounded by 1 and the sums that
// follow by 2, 3 and 3. So q + c is off by less than 2^-102 q. Where that could round otherwise, a closer look is
// needed (Ziv's test).

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// 32 bytes from byte 31 - p on have those up to p set, 32 bytes from byte 32 + n on have the last n set.
inline constexpr auto byte_windows = [] {
    std::array<unsigned char, 96> bytes{};
    for (std::size_t i = 0; i != 32; ++i) bytes[i] = bytes[i + 64] = 0xFF;
    return bytes;
}();

/// The power of a number with a sign, by the byte of the point in a vector: 0 for none. NaN, whose products never pass,
/// where that is the last byte.
inline constexpr auto powers_by_point = [] {
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
    std::array<std::array<power_pair, 32>, 2> powers{};
    for (std::size_t sign = 0; sign != 2; ++sign)
        for (std::size_t behind = 0; behind != 31; ++behind)
            powers[sign][(31 - behind) % 31] = long_powers<double>[sign][most_exponent - behind];
    powers[0][31] = powers[1][31] = {nan, nan};
    return powers;
}();

/// What all groups share. The compiler does not know them: see `kept`.
struct long_constants {
    __m256i zero = kept(_mm256_set1_epi8('0')), nine = kept(_mm256_set1_epi8(9));
    __m256i tens = kept(_mm256_set1_epi16(0x010A)), hundreds = kept(_mm256_set1_epi32(0x0001'0064));
    __m256i ten_thousands = kept(_mm256_set1_epi32(0x0001'2710));
    __m256i hundred_millions = kept(_mm256_set1_epi64x(100'000'000));
    __m256i most_high = kept(_mm256_set1_epi64x(999));
    __m256i two_to_52 = kept(_mm256_set1_epi64x(0x4330'0000'0000'0000));
    __m256i two_to_84 = kept(_mm256_set1_epi64x(0x4530'0000'0000'0000));
    __m256d but_sign = kept(_mm256_castsi256_pd(_mm256_set1_epi64x(0x7FFF'FFFF'FFFF'FFFF)));
    __m256d two_to_minus_102 = kept(_mm256_set1_pd(0x1p-102)), one = kept(_mm256_set1_pd(1));
    __m256i behind_float = kept(_mm256_set1_epi64x(0x1FFF'FFFF)), middle = kept(_mm256_set1_epi64x(0x1000'0000));
    __m128i one_byte = kept(_mm_set1_epi32(1)), most_bytes = kept(_mm_set1_epi32(31));
    __m128i too_many_bytes = kept(_mm_set1_epi32(32));
    __m256i point;
    __m128i unread_empty;

    static constexpr std::size_t fields = 4;  ///< that one loop turn parses

    [[ARENITE_AVX2_TEXT gnu::always_inline]] explicit long_constants(field_rules rules) noexcept
        : point(kept(_mm256_set1_epi8(rules.point))),
          unread_empty(kept(_mm_set1_epi32(rules.unread_empty == 0 ? 0 : -1))) {}
};

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i load_32(void const* bytes) noexcept {
    return _mm256_loadu_si256(static_cast<__m256i const*>(bytes));
}

struct long_field {
    __m256i fours;  ///< eight numbers of four digits
    __m256i wrong;  ///< not 0: bytes that are no digits
    __m128d power;
};

/// The power of a field without an exponent.
struct no_exponents {
    [[ARENITE_AVX2_TEXT gnu::always_inline]] static __m128d power(std::size_t, unsigned minus,
                                                                  std::uint32_t points) noexcept {
        return _mm_load_pd(&powers_by_point[minus][_tzcnt_u32(points) % 32].high);
    }
};

/// The field of `length` bytes, at most 31, that ends in front of `end`: number `i` of its group.
template <class Exponents>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline long_field look_at_long(char const* end, std::uint32_t length,
                                                                        std::size_t i, Exponents const& exponents,
                                                                        long_constants const& all) noexcept {
    auto const* const windows = byte_windows.data();
    auto const bytes = load_32(end - 32);
    auto const are_points = _mm256_and_si256(_mm256_cmpeq_epi8(bytes, all.point), load_32(windows + 32 + length));
    auto const points = mask_of(are_points);
    auto const point = _tzcnt_u32(points) % 32;
    auto const minus = unsigned{*(end - length) == '-'} & unsigned{length > 1};
    auto const digits = length - minus - unsigned{points != 0};
    auto const closed_up = _mm256_blendv_epi8(bytes, load_32(end - 33), load_32(windows + 31 - point));
    auto const offsets = _mm256_and_si256(_mm256_sub_epi8(closed_up, all.zero), load_32(windows + 32 + digits));
    auto const fours = _mm256_madd_epi16(_mm256_maddubs_epi16(offsets, all.tens), all.hundreds);
    return {fours, _mm256_subs_epu8(offsets, all.nine), exponents.power(i, minus, points)};
}

/// Four fields.
struct long_group {
    __m256i high, low;  ///< m = high 10^16 + low
    __m256d powers_high, powers_low;
    __m128i empty, unread;  ///< unread: for their lengths
    __m256i wrong[4];
};

/// The first and the last 16 digits of two fields.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256i sixteens_of(long_field const& one, long_field const& other,
                                                                    long_constants const& all) noexcept {
    auto const eights = _mm256_madd_epi16(_mm256_packus_epi32(one.fours, other.fours), all.ten_thousands);
    return _mm256_add_epi64(_mm256_mul_epu32(eights, all.hundred_millions), _mm256_srli_epi64(eights, 32));
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m256d two_powers(long_field const& low,
                                                                   long_field const& high) noexcept {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(low.power), high.power, 1);
}

/// Fields of so many bytes.
template <class Exponents>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline long_group look_at_long_lanes(char const* text, __m128i lengths,
                                                                              std::uint32_t const* ends,
                                                                              Exponents const& exponents,
                                                                              long_constants const& all) noexcept {
    auto const empty = _mm_cmpeq_epi32(lengths, _mm_setzero_si128());
    auto const too_long = _mm_cmpeq_epi32(lengths, _mm_max_epu32(lengths, all.too_many_bytes));
    alignas(16) std::uint32_t length[4];
    _mm_store_si128(reinterpret_cast<__m128i*>(length), _mm_min_epu32(lengths, all.most_bytes));
    auto const first = look_at_long(text + ends[0], length[0], 0, exponents, all),
               second = look_at_long(text + ends[1], length[1], 1, exponents, all);
    auto const third = look_at_long(text + ends[2], length[2], 2, exponents, all),
               fourth = look_at_long(text + ends[3], length[3], 3, exponents, all);
    auto const low_pair = sixteens_of(first, second, all), high_pair = sixteens_of(third, fourth, all);
    auto const even_powers = two_powers(first, third), odd_powers = two_powers(second, fourth);
    return {_mm256_permute2x128_si256(low_pair, high_pair, 0x20),
            _mm256_permute2x128_si256(low_pair, high_pair, 0x31),
            _mm256_unpacklo_pd(even_powers, odd_powers),
            _mm256_unpackhi_pd(even_powers, odd_powers),
            empty,
            _mm_or_si128(too_long, _mm_and_si128(empty, all.unread_empty)),
            {first.wrong, second.wrong, third.wrong, fourth.wrong}};
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline __m128i lengths_of_four(std::uint32_t const* starts,
                                                                        std::uint32_t const* ends,
                                                                        long_constants const& all) noexcept {
    auto const with_byte_in_front = _mm_sub_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(ends)),
                                                  _mm_loadu_si128(reinterpret_cast<__m128i const*>(starts)));
    return _mm_sub_epi32(with_byte_in_front, all.one_byte);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline long_group look_at_long_group(char const* text,
                                                                              std::uint32_t const* starts,
                                                                              std::uint32_t const* ends,
                                                                              long_constants const& all) noexcept {
    return look_at_long_lanes(text, lengths_of_four(starts, ends, all), ends, no_exponents{}, all);
}

/// m as doubles: `high` is the nearest one.
struct long_number {
    __m256d high, low;
};

/// The halves of m are the low bits of doubles of the sizes 2^84 and 2^52; their sum loses `low`.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline long_number long_number_of(long_group const& group,
                                                                           long_constants const& all) noexcept {
    constexpr std::uint64_t sixteen_zeros = 10'000'000'000'000'000;
    auto const zeros_low = _mm256_set1_epi64x(sixteen_zeros & 0xFFFF'FFFF),
               zeros_high = _mm256_set1_epi64x(sixteen_zeros >> 32);
    auto const whole = _mm256_add_epi64(_mm256_add_epi64(group.low, _mm256_mul_epu32(group.high, zeros_low)),
                                        _mm256_slli_epi64(_mm256_mul_epu32(group.high, zeros_high), 32));
    auto const upper = _mm256_castsi256_pd(_mm256_or_si256(_mm256_srli_epi64(whole, 32), all.two_to_84));
    auto const lower = _mm256_castsi256_pd(_mm256_blend_epi32(whole, all.two_to_52, 0xAA));
    auto const upper_half = _mm256_sub_pd(upper, _mm256_castsi256_pd(all.two_to_84));
    auto const lower_half = _mm256_sub_pd(lower, _mm256_castsi256_pd(all.two_to_52));
    auto const high = _mm256_add_pd(upper_half, lower_half);
    return {high, _mm256_sub_pd(lower_half, _mm256_sub_pd(high, upper_half))};
}

/// Four numbers, and of which all bits are set that need a closer look, or are whole numbers that T does not hold.
struct long_values {
    __m256d values;
    __m256i unread, inexact;
};

/// The product q is rounded: no sum takes it in as it is. The others are exact, or need not be.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline long_values multiply(long_group const& group,
                                                                     long_constants const& all) noexcept {
    auto const [high, low] = long_number_of(group, all);
    auto const product = kept(_mm256_mul_pd(high, group.powers_high));
    auto const lower = _mm256_fmadd_pd(low, group.powers_high, _mm256_mul_pd(high, group.powers_low));
    auto const rest = _mm256_add_pd(_mm256_fmsub_pd(high, group.powers_high, product), lower);
    auto const off = _mm256_mul_pd(_mm256_and_pd(product, all.but_sign), all.two_to_minus_102);
    auto const least = _mm256_add_pd(product, _mm256_sub_pd(rest, off));
    auto const most = _mm256_add_pd(product, _mm256_add_pd(rest, off));
    auto const are_whole = _mm256_cmp_pd(_mm256_and_pd(group.powers_high, all.but_sign), all.one, _CMP_EQ_OQ);
    auto unread = _mm256_or_si256(_mm256_cvtepi32_epi64(group.unread), _mm256_cmpgt_epi64(group.high, all.most_high));
    unread = _mm256_or_si256(unread, _mm256_castpd_si256(_mm256_cmp_pd(least, most, _CMP_NEQ_UQ)));
    auto inexact = _mm256_castpd_si256(_mm256_cmp_pd(low, _mm256_setzero_pd(), _CMP_NEQ_UQ));
    if constexpr (sizeof(T) == sizeof(float)) {
        auto const behind = _mm256_and_si256(_mm256_castpd_si256(least), all.behind_float);
        unread = _mm256_or_si256(unread, _mm256_cmpeq_epi64(behind, all.middle));
        inexact = _mm256_or_si256(inexact, _mm256_cmpgt_epi64(behind, _mm256_setzero_si256()));
    }
    auto const signs = _mm256_andnot_pd(all.but_sign, product);  // a sum that is 0 has lost its sign
    return {_mm256_or_pd(least, signs), unread, _mm256_and_si256(inexact, _mm256_castpd_si256(are_whole))};
}

/// False: some need a closer look, or are whole numbers that T does not hold.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline bool store_clean(char const* text, std::uint32_t const* starts,
                                                                 std::uint32_t const* ends, long_constants const& all,
                                                                 T* numbers) noexcept {
    auto const group = look_at_long_group(text, starts, ends, all);
    auto const [values, unread, inexact] = multiply<T>(group, all);
    store_numbers(values, group.empty, numbers);
    auto const wrong = _mm256_or_si256(_mm256_or_si256(group.wrong[0], group.wrong[1]),
                                       _mm256_or_si256(group.wrong[2], group.wrong[3]));
    auto const odd = _mm256_or_si256(_mm256_or_si256(unread, inexact), wrong);
    return _mm256_testz_si256(odd, odd) != 0;
}

/// Stores numbers, and says what is odd about them.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome store_long_group(long_group const& group,
                                                                               long_constants const& all,
                                                                               T* numbers) noexcept {
    auto const [values, unread, inexact] = multiply<T>(group, all);
    store_numbers(values, group.empty, numbers);
    group_outcome outcome{words_with(unread), words_with(inexact)};
    for (unsigned i = 0; i != 4; ++i)
        outcome.unread |= unsigned{_mm256_testz_si256(group.wrong[i], group.wrong[i]) == 0} << i;
    return outcome;
}

/// Four fields of any length; those of more than 31 bytes need a closer look.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline group_outcome parse_four_long(char const* text, std::uint32_t const* starts,
                                                                         std::uint32_t const* ends, field_rules rules,
                                                                         T* numbers) noexcept {
    long_constants const all{rules};
    return store_long_group(look_at_long_group(text, starts, ends, all), all, numbers);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
