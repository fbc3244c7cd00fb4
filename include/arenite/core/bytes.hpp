// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>

namespace arenite::inline ARENITE_ABI {

/// Sizes as people write them: `64_MiB`.
inline namespace literals {

consteval std::size_t operator""_B(unsigned long long count) { return count; }
consteval std::size_t operator""_KiB(unsigned long long count) { return count << 10; }
consteval std::size_t operator""_MiB(unsigned long long count) { return count << 20; }
consteval std::size_t operator""_GiB(unsigned long long count) { return count << 30; }

}  // namespace literals

/// Every region and every part of one begins at a multiple of this.
inline constexpr std::size_t region_alignment = 64;

/// The largest size that can be asked for; anything above is refused before arithmetic can overflow.
inline constexpr std::size_t largest_region_bytes = std::size_t{1} << 62;

/// `bytes` rounded up to a multiple of `alignment`, a power of two; bytes + alignment must not overflow.
[[nodiscard]] constexpr std::size_t round_up(std::size_t bytes, std::size_t alignment = region_alignment) noexcept {
    return (bytes + alignment - 1) & ~(alignment - 1);
}

/// count * size, or more than `largest_region_bytes` when the product is larger than any region can be.
[[nodiscard]] constexpr std::size_t saturating_bytes(std::size_t count, std::size_t size) noexcept {
    return size != 0 && count > largest_region_bytes / size ? largest_region_bytes + 1 : count * size;
}

}  // namespace arenite::inline ARENITE_ABI
