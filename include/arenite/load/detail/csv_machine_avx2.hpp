// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/target.hpp>
#include <arenite/load/detail/csv_layout.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail::avx2 {

struct text_block {
    __m256i low, high;
};

/// A constant that the compiler does not know: it would make one that it knows anew in each turn of a loop, which takes
/// longer than to keep or load it.
template <class Vector>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline Vector kept(Vector constant) noexcept {
    asm("" : "+x"(constant));
    return constant;
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline text_block load_block(char const* text) noexcept {
    return {_mm256_loadu_si256(reinterpret_cast<__m256i const*>(text)),
            _mm256_loadu_si256(reinterpret_cast<__m256i const*>(text + 32))};
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::uint32_t mask_of(__m256i bytes) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// Bit i: byte i is the wanted one.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::uint64_t places_of(text_block const& block, char wanted) noexcept {
    auto const each = _mm256_set1_epi8(wanted);
    return mask_of(_mm256_cmpeq_epi8(block.low, each)) | std::uint64_t{mask_of(_mm256_cmpeq_epi8(block.high, each))}
                                                             << 32;
}

/// Bit i: whether an odd number of the bits up to i is set.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::uint64_t parity_so_far(std::uint64_t bits) noexcept {
    auto const word = _mm_set_epi64x(0, static_cast<long long>(bits));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(word, _mm_set1_epi8(-1), 0)));
}

/// The pattern's bits, one for each place.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::uint64_t expand(std::uint64_t pattern,
                                                                     std::uint64_t places) noexcept {
    return _pdep_u64(pattern, places);
}

[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::size_t count_of(std::uint64_t bits) noexcept {
    return static_cast<std::size_t>(std::popcount(bits));
}

/// The lowest places of `places`, which loses them; what there are too few of is anything.
template <unsigned Count>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void write_lowest(std::uint32_t* to, std::uint64_t& places,
                                                                  block_offset offset) noexcept {
    for (unsigned i = 0; i != Count; ++i, places &= places - 1)
        to[i] = offset.first() + static_cast<std::uint32_t>(_tzcnt_u64(places));
}

/// Writes offset + i for each bit i, and says how many there are: hardly ever more than eight, or four if they are few.
template <bool Few>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::size_t write_places(std::uint32_t* to, std::uint64_t places,
                                                                         block_offset offset) noexcept {
    constexpr unsigned first = Few ? 4 : 8;
    auto const count = count_of(places);
    write_lowest<first>(to, places, offset);
    if (count <= first) [[likely]]
        return count;
    write_lowest<8>(to + first, places, offset);
    for (to += first + 8; places != 0; to += 8) write_lowest<8>(to, places, offset);
    return count;
}

/// Parts eight pairs; these may begin where `ends` does.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void part_eight(std::uint32_t const* pairs, std::uint32_t* starts,
                                                                std::uint32_t* ends) noexcept {
    auto const low = _mm256_castsi256_ps(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(pairs)));
    auto const high = _mm256_castsi256_ps(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(pairs + 8)));
    auto const even = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88));
    auto const odd = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0xDD));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(starts), _mm256_permute4x64_epi64(even, 0xD8));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(ends), _mm256_permute4x64_epi64(odd, 0xD8));
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
