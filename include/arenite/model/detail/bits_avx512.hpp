// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/bit_row.hpp>
#include <arenite/core/detail/target.hpp>

#include <cstring>

namespace arenite::inline ARENITE_ABI::detail::avx512 {

inline constexpr std::size_t widest_row = 64;

template <std::size_t RowBytes>
[[ARENITE_AVX512 gnu::always_inline]] inline typename bit_row<RowBytes>::type load(std::byte const* from) noexcept {
    typename bit_row<RowBytes>::type row{};
    std::memcpy(&row, from, RowBytes);
    return row;
}

template <std::size_t RowBytes, class Bits>
[[ARENITE_AVX512 gnu::always_inline]] inline void store(std::byte* to, Bits row) noexcept {
    std::memcpy(to, &row, RowBytes);
}

/// One instruction: 0xCA is the truth table of mask ? left : right.
template <class Bits>
[[ARENITE_AVX512 gnu::always_inline]] inline Bits mux(Bits mask, Bits left, Bits right) noexcept {
    if constexpr (sizeof(Bits) == 64)
        return (Bits)_mm512_ternarylogic_epi64((__m512i)mask, (__m512i)left, (__m512i)right, 0xCA);
    else if constexpr (sizeof(Bits) == 32)
        return (Bits)_mm256_ternarylogic_epi64((__m256i)mask, (__m256i)left, (__m256i)right, 0xCA);
    else return (Bits)_mm_ternarylogic_epi64((__m128i)mask, (__m128i)left, (__m128i)right, 0xCA);
}

/// Which of 64 ranks are at most the cut: bit i for rank i.
[[ARENITE_AVX512 gnu::always_inline]] inline std::uint64_t mask_of_ranks(std::uint8_t const* ranks,
                                                                         std::uint8_t cut) noexcept {
    return _mm512_cmple_epu8_mask(_mm512_loadu_si512(ranks), _mm512_set1_epi8(static_cast<char>(cut)));
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
