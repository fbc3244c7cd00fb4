// SPDX-License-Identifier: MIT
#pragma once

// Leaves are looked up by permutations of their bytes.
//
//     codes of 64 rows   c0 c1 c2 …                                  one byte each
//     plane j            byte j of leaf 0, of leaf 1, …              64, 128 or 256 bytes
//     plane j by code    byte j of row 0's leaf, of row 1's, …       the planes are then woven to floats or doubles
#include <arenite/model/detail/block_values.hpp>
#include <arenite/core/detail/target.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

template <std::size_t Size>
struct byte_list {
    alignas(64) std::uint8_t at[64];
};

/// Byte j of each of the numbers of Size bytes in a vector, for every j in turn.
template <std::size_t Size>
inline constexpr auto bytes_by_place = [] {
    byte_list<Size> list{};
    for (std::size_t i = 0; i != 64; ++i)
        list.at[i] = static_cast<std::uint8_t>(i % (64 / Size) * Size + i / (64 / Size));
    return list;
}();

/// How codes must lie so that weaving bytes, which stays inside quarters of vectors, leaves rows in their order: runs
/// of 16 / Size rows go to the quarters in turn.
template <std::size_t Size>
inline constexpr auto codes_by_quarter = [] {
    byte_list<Size> list{};
    constexpr std::size_t run = 16 / Size;
    for (std::size_t i = 0; i != 64; ++i)
        list.at[i] = static_cast<std::uint8_t>(i % 16 / run * (4 * run) + i / 16 * run + i % run);
    return list;
}();

/// Quarters of four vectors, transposed as a 4 × 4 square.
[[ARENITE_AVX512 gnu::always_inline]] inline void transpose_quarters(__m512i (&v)[4]) noexcept {
    auto const low = _mm512_shuffle_i32x4(v[0], v[1], 0x44), low_after = _mm512_shuffle_i32x4(v[2], v[3], 0x44);
    auto const high = _mm512_shuffle_i32x4(v[0], v[1], 0xee), high_after = _mm512_shuffle_i32x4(v[2], v[3], 0xee);
    v[0] = _mm512_shuffle_i32x4(low, low_after, 0x88);
    v[1] = _mm512_shuffle_i32x4(low, low_after, 0xdd);
    v[2] = _mm512_shuffle_i32x4(high, high_after, 0x88);
    v[3] = _mm512_shuffle_i32x4(high, high_after, 0xdd);
}

/// Writes the first bytes of 64 leaves, then, `stride` further on, their second bytes, and so on.
[[ARENITE_AVX512 gnu::always_inline]] inline void write_byte_planes(float const* leaves, std::size_t stride,
                                                                    std::uint8_t* planes) noexcept {
    auto const by_byte = _mm512_load_si512(bytes_by_place<4>.at);
    __m512i v[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) v[i] = _mm512_permutexvar_epi8(by_byte, _mm512_loadu_si512(leaves + 16 * i));
    transpose_quarters(v);
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) _mm512_storeu_si512(planes + i * stride, v[i]);
}
[[ARENITE_AVX512 gnu::always_inline]] inline void write_byte_planes(double const* leaves, std::size_t stride,
                                                                    std::uint8_t* planes) noexcept {
    auto const by_byte = _mm512_load_si512(bytes_by_place<8>.at);
    __m512i even[4], odd[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        auto const a = _mm512_permutexvar_epi8(by_byte, _mm512_loadu_si512(leaves + 16 * i));
        auto const b = _mm512_permutexvar_epi8(by_byte, _mm512_loadu_si512(leaves + 16 * i + 8));
        even[i] = _mm512_unpacklo_epi64(a, b);
        odd[i] = _mm512_unpackhi_epi64(a, b);
    }
    transpose_quarters(even);
    transpose_quarters(odd);
#pragma GCC unroll 4
    for (std::size_t i = 0; i != 4; ++i) {
        _mm512_storeu_si512(planes + 2 * i * stride, even[i]);
        _mm512_storeu_si512(planes + (2 * i + 1) * stride, odd[i]);
    }
}

/// One byte of the leaf of each of 64 codes.
template <std::size_t Entries>
[[ARENITE_AVX512 gnu::always_inline]] inline __m512i look_up(std::uint8_t const* plane, __m512i codes) noexcept {
    auto const first = _mm512_loadu_si512(plane);
    if constexpr (Entries == 64) {
        return _mm512_permutexvar_epi8(codes, first);
    } else {
        auto const low = _mm512_permutex2var_epi8(first, codes, _mm512_loadu_si512(plane + 64));
        if constexpr (Entries == 128) return low;
        else
            return _mm512_mask_mov_epi8(
                low, _mm512_movepi8_mask(codes),
                _mm512_permutex2var_epi8(_mm512_loadu_si512(plane + 128), codes, _mm512_loadu_si512(plane + 192)));
    }
}

/// Sixteen-byte runs of dwords from their four bytes.
template <std::size_t Entries>
[[ARENITE_AVX512 gnu::always_inline]] inline void look_up_dwords(std::uint8_t const* planes, std::size_t stride,
                                                                 __m512i codes, __m512i (&to)[4]) noexcept {
    auto const a = look_up<Entries>(planes, codes), b = look_up<Entries>(planes + stride, codes);
    auto const c = look_up<Entries>(planes + 2 * stride, codes), d = look_up<Entries>(planes + 3 * stride, codes);
    auto const ab = _mm512_unpacklo_epi8(a, b), ab_after = _mm512_unpackhi_epi8(a, b);
    auto const cd = _mm512_unpacklo_epi8(c, d), cd_after = _mm512_unpackhi_epi8(c, d);
    to[0] = _mm512_unpacklo_epi16(ab, cd);
    to[1] = _mm512_unpackhi_epi16(ab, cd);
    to[2] = _mm512_unpacklo_epi16(ab_after, cd_after);
    to[3] = _mm512_unpackhi_epi16(ab_after, cd_after);
}

/// The sums of 64 rows.
template <std::floating_point T>
struct sums_of_64;

template <>
struct sums_of_64<float> {
    __m512 sum[4];

    [[ARENITE_AVX512 gnu::always_inline]] inline void load(float const* from) noexcept {
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) sum[q] = _mm512_loadu_ps(from + 16 * q);
    }
    template <std::size_t Entries>
    [[ARENITE_AVX512 gnu::always_inline]] inline void add(std::uint8_t const* planes, __m512i codes) noexcept {
        __m512i leaf[4];
        look_up_dwords<Entries>(planes, Entries, codes, leaf);
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) sum[q] = _mm512_add_ps(sum[q], _mm512_castsi512_ps(leaf[q]));
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline void store(float* to) const noexcept {
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) _mm512_storeu_ps(to + 16 * q, sum[q]);
    }
};

template <>
struct sums_of_64<double> {
    __m512d sum[8];

    [[ARENITE_AVX512 gnu::always_inline]] inline void load(double const* from) noexcept {
#pragma GCC unroll 8
        for (std::size_t q = 0; q != 8; ++q) sum[q] = _mm512_loadu_pd(from + 8 * q);
    }
    template <std::size_t Entries>
    [[ARENITE_AVX512 gnu::always_inline]] inline void add(std::uint8_t const* planes, __m512i codes) noexcept {
        __m512i low[4], high[4];
        look_up_dwords<Entries>(planes, Entries, codes, low);
        look_up_dwords<Entries>(planes + 4 * Entries, Entries, codes, high);
#pragma GCC unroll 4
        for (std::size_t q = 0; q != 4; ++q) {
            sum[2 * q] = _mm512_add_pd(sum[2 * q], _mm512_castsi512_pd(_mm512_unpacklo_epi32(low[q], high[q])));
            sum[2 * q + 1] = _mm512_add_pd(sum[2 * q + 1], _mm512_castsi512_pd(_mm512_unpackhi_epi32(low[q], high[q])));
        }
    }
    [[ARENITE_AVX512 gnu::always_inline]] inline void store(double* to) const noexcept {
#pragma GCC unroll 8
        for (std::size_t q = 0; q != 8; ++q) _mm512_storeu_pd(to + 8 * q, sum[q]);
    }
};

/// Adds the leaves of a group of trees, 64 rows at a time: their sums stay in registers over all trees.
template <std::size_t Entries, std::floating_point T>
[[ARENITE_AVX512 gnu::noinline]] void add_leaves_of(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                                                    block_scratch<T> const& scratch) noexcept {
    constexpr auto table = Entries * sizeof(T);
    for (std::size_t g = 0; g != group.trees; ++g)
        for (std::size_t e = 0; e != Entries; e += 64)
            write_byte_planes(plan.table(group.first_tree + g, k) + e, Entries, scratch.planes() + g * table + e);
    auto const order = _mm512_load_si512(codes_by_quarter<sizeof(T)>.at);
    auto* const sums = scratch.sums() + (group.output + k) * scratch.block;
    for (std::size_t r = 0; r != scratch.block; r += 64) {
        sums_of_64<T> some;
        some.load(sums + r);
        for (std::size_t g = 0; g != group.trees; ++g) {
            auto const codes = _mm512_loadu_si512(scratch.codes() + g * scratch.block + r);
            some.template add<Entries>(scratch.planes() + g * table, _mm512_permutexvar_epi8(order, codes));
        }
        some.store(sums + r);
    }
}

template <std::floating_point T>
void add_leaves(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                block_scratch<T> const& scratch) noexcept {
    if (group.entries <= 64) add_leaves_of<64>(plan, group, k, scratch);
    else if (group.entries == 128) add_leaves_of<128>(plan, group, k, scratch);
    else add_leaves_of<256>(plan, group, k, scratch);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
