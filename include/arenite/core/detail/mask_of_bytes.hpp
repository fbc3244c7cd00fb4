// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <bit>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

typedef unsigned char sixteen_bytes __attribute__((vector_size(16)));

/// Bit i is that of byte i, which is all ones or all zeros: what every processor can do.
[[nodiscard]] inline std::uint64_t mask_of_bytes_portable(sixteen_bytes bytes) noexcept {
    constexpr std::uint64_t a_bit_each = 0x8040201008040201, in_highest_byte = 0x0101010101010101;
    auto const [low, high] = std::bit_cast<std::array<std::uint64_t, 2>>(bytes);
    return (low & a_bit_each) * in_highest_byte >> 56 | (high & a_bit_each) * in_highest_byte >> 56 << 8;
}

[[nodiscard]] inline std::uint64_t mask_of_bytes(sixteen_bytes bytes) noexcept {
#if defined(__SSE2__)
    typedef char characters __attribute__((vector_size(16)));
    return static_cast<std::uint16_t>(__builtin_ia32_pmovmskb128((characters)bytes));
#else
    return mask_of_bytes_portable(bytes);
#endif
}

}  // namespace arenite::inline ARENITE_ABI::detail
