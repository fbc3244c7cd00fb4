// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/target.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail::avx2 {

struct text_block {
    __m256i low, high;
};

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

/// The lowest eight places of `places`, which lose them; what there are too few of is anything.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline void write_eight(std::uint32_t* to, std::uint64_t& places,
                                                                 std::uint32_t offset) noexcept {
#pragma GCC unroll 8
    for (unsigned i = 0; i != 8; ++i, places &= places - 1)
        to[i] = offset + static_cast<std::uint32_t>(_tzcnt_u64(places));
}

/// Writes offset + i for each bit i, by eights, and says how many there are.
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline std::size_t write_places(std::uint32_t* to, std::uint64_t places,
                                                                         std::uint32_t offset) noexcept {
    auto const count = count_of(places);
    write_eight(to, places, offset);
    if (count <= 8) [[likely]]
        return count;
    write_eight(to + 8, places, offset);
    for (to += 16; places != 0; to += 8) write_eight(to, places, offset);
    return count;
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
