// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/bit_row.hpp>
#include <arenite/core/detail/target.hpp>

#include <cstring>

namespace arenite::inline ARENITE_ABI::detail::avx2 {

inline constexpr std::size_t widest_row = 32;

template <std::size_t RowBytes>
[[ARENITE_AVX2 gnu::always_inline]] inline typename bit_row<RowBytes>::type load(std::byte const* from) noexcept {
    typename bit_row<RowBytes>::type row{};
    std::memcpy(&row, from, RowBytes);
    return row;
}

template <std::size_t RowBytes, class Bits>
[[ARENITE_AVX2 gnu::always_inline]] inline void store(std::byte* to, Bits row) noexcept {
    std::memcpy(to, &row, RowBytes);
}

template <class Bits>
[[ARENITE_AVX2 gnu::always_inline]] inline Bits mux(Bits mask, Bits left, Bits right) noexcept {
    return right ^ (mask & (left ^ right));
}

/// Which of 64 ranks are at most the cut: bit i for rank i.
[[ARENITE_AVX2 gnu::always_inline]] inline std::uint64_t mask_of_ranks(std::uint8_t const* ranks,
                                                                       std::uint8_t cut) noexcept {
    auto const most = _mm256_set1_epi8(static_cast<char>(cut));
    auto const some = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(ranks));
    auto const more = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(ranks + 32));
    auto const low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(some, most), most));
    auto const high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(more, most), most));
    return static_cast<std::uint32_t>(low) | std::uint64_t{static_cast<std::uint32_t>(high)} << 32;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
