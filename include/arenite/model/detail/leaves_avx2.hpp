// SPDX-License-Identifier: MIT
#pragma once

// Small tables of leaves are looked up by shuffles of their bytes, 16 at a time.
//
//     codes of 32 rows   c0 c1 c2 …                                  one byte each
//     plane j            byte j of leaf 0, of leaf 1, …              pieces of 16 bytes
//     piece k by code    byte j of the leaf where the code is in 16k … 16k + 15, else 0; the pieces are then joined
#include <arenite/model/detail/block_values.hpp>
#include <arenite/core/detail/target.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// Writes byte j of 16 leaves to planes + j * stride.
[[ARENITE_AVX2 gnu::always_inline]] inline void write_byte_planes(float const* leaves, std::size_t stride,
                                                                  std::uint8_t* planes) noexcept {
    auto const by_byte = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m128i v[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i)
        v[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<__m128i const*>(leaves + 4 * i)), by_byte);
    auto const low = _mm_unpacklo_epi32(v[0], v[1]), low_after = _mm_unpacklo_epi32(v[2], v[3]);
    auto const high = _mm_unpackhi_epi32(v[0], v[1]), high_after = _mm_unpackhi_epi32(v[2], v[3]);
    auto const to = [=](std::size_t j) { return reinterpret_cast<__m128i*>(planes + j * stride); };
    _mm_storeu_si128(to(0), _mm_unpacklo_epi64(low, low_after));
    _mm_storeu_si128(to(1), _mm_unpackhi_epi64(low, low_after));
    _mm_storeu_si128(to(2), _mm_unpacklo_epi64(high, high_after));
    _mm_storeu_si128(to(3), _mm_unpackhi_epi64(high, high_after));
}
[[ARENITE_AVX2 gnu::always_inline]] inline void write_byte_planes(double const* leaves, std::size_t stride,
                                                                  std::uint8_t* planes) noexcept {
    auto const by_byte = _mm_setr_epi8(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    __m128i v[8], pairs[8], fours[8];
#pragma GCC unroll 8
    for (std::size_t i = 0; i != 8; ++i)
        v[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<__m128i const*>(leaves + 2 * i)), by_byte);
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        pairs[i] = _mm_unpacklo_epi16(v[2 * i], v[2 * i + 1]);
        pairs[4 + i] = _mm_unpackhi_epi16(v[2 * i], v[2 * i + 1]);
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        fours[2 * i] = _mm_unpacklo_epi32(pairs[2 * i], pairs[2 * i + 1]);
        fours[2 * i + 1] = _mm_unpackhi_epi32(pairs[2 * i], pairs[2 * i + 1]);
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        auto const first = i / 2 * 4 + i % 2;
        auto* const to = planes + 2 * i * stride;
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_unpacklo_epi64(fours[first], fours[first + 2]));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + stride), _mm_unpackhi_epi64(fours[first], fours[first + 2]));
    }
}

/// Codes of 32 rows made indices into each piece of a plane: below 16 in the one that they are in, else with the
/// highest bit, for which a shuffle gives 0.
template <std::size_t Pieces>
struct piece_codes {
    __m256i of[Pieces];

    [[ARENITE_AVX2 gnu::always_inline]] explicit piece_codes(__m256i codes) noexcept {
#pragma GCC unroll 4
        for (std::size_t k = 0; k != Pieces; ++k)
            of[k] = _mm256_adds_epu8(_mm256_xor_si256(codes, _mm256_set1_epi8(static_cast<char>(16 * k))),
                                     _mm256_set1_epi8(0x70));
    }

    [[ARENITE_AVX2 gnu::always_inline]] inline __m256i look_up(std::uint8_t const* plane) const noexcept {
        auto found = _mm256_shuffle_epi8(piece(plane, 0), of[0]);
#pragma GCC unroll 4
        for (std::size_t k = 1; k != Pieces; ++k)
            found = _mm256_or_si256(found, _mm256_shuffle_epi8(piece(plane, k), of[k]));
        return found;
    }

private:
    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i piece(std::uint8_t const* plane, std::size_t k) noexcept {
        return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const*>(plane + 16 * k)));
    }
};

template <std::size_t Pieces>
[[ARENITE_AVX2 gnu::always_inline]] inline void look_up_dwords(std::uint8_t const* planes,
                                                               piece_codes<Pieces> const& codes,
                                                               __m256i (&to)[4]) noexcept {
    constexpr auto stride = 16 * Pieces;
    auto const a = codes.look_up(planes), b = codes.look_up(planes + stride);
    auto const c = codes.look_up(planes + 2 * stride), d = codes.look_up(planes + 3 * stride);
    auto const ab = _mm256_unpacklo_epi8(a, b), ab_after = _mm256_unpackhi_epi8(a, b);
    auto const cd = _mm256_unpacklo_epi8(c, d), cd_after = _mm256_unpackhi_epi8(c, d);
    to[0] = _mm256_unpacklo_epi16(ab, cd);
    to[1] = _mm256_unpackhi_epi16(ab, cd);
    to[2] = _mm256_unpacklo_epi16(ab_after, cd_after);
    to[3] = _mm256_unpackhi_epi16(ab_after, cd_after);
}

/// The sums of 32 rows. Codes are put so that weaving bytes, which stays inside halves of vectors, leaves rows in
/// order.
template <std::floating_point T>
struct sums_of_32;

template <>
struct sums_of_32<float> {
    __m256 sum[4];

    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i by_half(__m256i codes) noexcept {
        return _mm256_permutevar8x32_epi32(codes, _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7));
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void load(float const* from) noexcept {
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) sum[q] = _mm256_loadu_ps(from + 8 * q);
    }
    template <std::size_t Pieces>
    [[ARENITE_AVX2 gnu::always_inline]] inline void add(std::uint8_t const* planes,
                                                        piece_codes<Pieces> const& codes) noexcept {
        __m256i leaf[4];
        look_up_dwords(planes, codes, leaf);
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) sum[q] = _mm256_add_ps(sum[q], _mm256_castsi256_ps(leaf[q]));
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void store(float* to) const noexcept {
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) _mm256_storeu_ps(to + 8 * q, sum[q]);
    }
};

template <>
struct sums_of_32<double> {
    __m256d sum[8];

    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i by_half(__m256i codes) noexcept {
        auto const even_first =
            _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15));
        return _mm256_permute4x64_epi64(_mm256_shuffle_epi8(codes, even_first), 0xd8);
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void load(double const* from) noexcept {
#pragma GCC unroll 8
        for (std::size_t q = 0; q != 8; ++q) sum[q] = _mm256_loadu_pd(from + 4 * q);
    }
    template <std::size_t Pieces>
    [[ARENITE_AVX2 gnu::always_inline]] inline void add(std::uint8_t const* planes,
                                                        piece_codes<Pieces> const& codes) noexcept {
        __m256i low[4], high[4];
        look_up_dwords(planes, codes, low);
        look_up_dwords(planes + 64 * Pieces, codes, high);
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) {
            sum[2 * q] = _mm256_add_pd(sum[2 * q], _mm256_castsi256_pd(_mm256_unpacklo_epi32(low[q], high[q])));
            sum[2 * q + 1] = _mm256_add_pd(sum[2 * q + 1], _mm256_castsi256_pd(_mm256_unpackhi_epi32(low[q], high[q])));
        }
    }
    [[ARENITE_AVX2 gnu::always_inline]] inline void store(double* to) const noexcept {
#pragma GCC unroll 8
        for (std::size_t q = 0; q != 8; ++q) _mm256_storeu_pd(to + 4 * q, sum[q]);
    }
};

/// Adds the leaves of a group of trees, 32 rows at a time: their sums stay in registers over all trees.
template <std::size_t Pieces, std::floating_point T>
[[ARENITE_AVX2 gnu::noinline]] void add_leaves_of(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                                                  block_scratch<T> const& scratch) noexcept {
    constexpr auto entries = 16 * Pieces, table = entries * sizeof(T);
    for (std::size_t g = 0; g != group.trees; ++g)
        for (std::size_t e = 0; e != entries; e += 16)
            write_byte_planes(plan.table(group.first_tree + g, k) + e, entries, scratch.planes() + g * table + e);
    auto* const sums = scratch.sums() + (group.output + k) * scratch.block;
    for (std::size_t r = 0; r != scratch.block; r += 32) {
        sums_of_32<T> some;
        some.load(sums + r);
        for (std::size_t g = 0; g != group.trees; ++g) {
            auto const* const from = scratch.codes() + g * scratch.block + r;
            auto const codes = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(from));
            some.add(scratch.planes() + g * table, piece_codes<Pieces>{sums_of_32<T>::by_half(codes)});
        }
        some.store(sums + r);
    }
}

template <std::floating_point T>
void add_leaves(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                block_scratch<T> const& scratch) noexcept {
    constexpr std::size_t most_pieces = 16 / sizeof(T);  // more shuffles cost more than single look-ups
    if (group.entries <= 32) add_leaves_of<2>(plan, group, k, scratch);
    else if (most_pieces == 4 && group.entries <= 64) add_leaves_of<4>(plan, group, k, scratch);
    else add_leaves_one_by_one(plan, group, k, scratch.codes(), scratch.block, scratch.sums());
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
#pragma GCC diagnostic pop
