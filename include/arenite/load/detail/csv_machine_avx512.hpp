// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/target.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

using text_block = __m512i;

/// 64 bytes that the compiler knows: byte i is made_of(i).
template <class Byte>
struct alignas(64) byte_table {
    unsigned char bytes[64]{};
    constexpr explicit byte_table(Byte byte_at) noexcept {
        for (unsigned i = 0; i != 64; ++i) bytes[i] = static_cast<unsigned char>(byte_at(i));
    }
    [[ARENITE_AVX512_TEXT gnu::always_inline]] __m512i load() const noexcept { return _mm512_load_si512(bytes); }
};

/// A constant that the compiler does not know: it would make one that it knows anew in each turn of a loop, which takes
/// longer than to keep or load it.
template <class Vector>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline Vector kept(Vector constant) noexcept {
    asm("" : "+v"(constant));
    return constant;
}

inline constexpr byte_table counting_bytes{[](unsigned i) { return i; }};

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline text_block load_block(char const* text) noexcept {
    return _mm512_loadu_si512(text);
}

/// Bit i: byte i is the wanted one.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::uint64_t places_of(text_block block, char wanted) noexcept {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(wanted));
}

/// Bit i: whether an odd number of the bits up to i is set.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::uint64_t parity_so_far(std::uint64_t bits) noexcept {
    auto const word = _mm_set_epi64x(0, static_cast<long long>(bits));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(word, _mm_set1_epi8(-1), 0)));
}

/// The pattern's bits, one for each place.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::uint64_t expand(std::uint64_t pattern,
                                                                       std::uint64_t places) noexcept {
    return _pdep_u64(pattern, places);
}

[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::size_t count_of(std::uint64_t bits) noexcept {
    return static_cast<std::size_t>(std::popcount(bits));
}

/// Where a block begins.
class block_offset {
public:
    [[ARENITE_AVX512_TEXT gnu::always_inline]] block_offset() noexcept
        : each_(_mm512_setzero_si512()), step_(kept(_mm512_set1_epi32(64))) {}

    [[ARENITE_AVX512_TEXT gnu::always_inline]] std::uint32_t first() const noexcept { return first_; }
    [[ARENITE_AVX512_TEXT gnu::always_inline]] __m512i each() const noexcept { return each_; }
    [[ARENITE_AVX512_TEXT gnu::always_inline]] void advance() noexcept {
        first_ += 64;
        each_ = _mm512_add_epi32(each_, step_);
    }

private:
    std::uint32_t first_ = 0;
    __m512i each_, step_;
};

/// Sixteen bytes as numbers behind `offset`.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void write_sixteen(std::uint32_t* to, __m128i bytes,
                                                                     block_offset offset) noexcept {
    _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_cvtepu8_epi32(bytes), offset.each()));
}

/// Writes offset + i for each bit i, by sixteens, and says how many there are.
template <bool Few>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::size_t write_places(std::uint32_t* to, std::uint64_t places,
                                                                           block_offset offset) noexcept {
    auto const count = count_of(places);
    auto const found = _mm512_maskz_compress_epi8(places, counting_bytes.load());
    write_sixteen(to, _mm512_castsi512_si128(found), offset);
    if (count <= 16) [[likely]]
        return count;
    write_sixteen(to + 16, _mm512_extracti32x4_epi32(found, 1), offset);
    if (count <= 32) return count;
    write_sixteen(to + 32, _mm512_extracti32x4_epi32(found, 2), offset);
    write_sixteen(to + 48, _mm512_extracti32x4_epi32(found, 3), offset);
    return count;
}

/// Parts eight pairs; these may begin where `ends` does.
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline void part_eight(std::uint32_t const* pairs, std::uint32_t* starts,
                                                                  std::uint32_t* ends) noexcept {
    auto const both = _mm512_loadu_si512(pairs);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(starts), _mm512_cvtepi64_epi32(both));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(ends), _mm512_cvtepi64_epi32(_mm512_srli_epi64(both, 32)));
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
