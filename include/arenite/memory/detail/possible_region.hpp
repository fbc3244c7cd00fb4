// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>

#include <bit>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// A source may be asked for this, and no sum of the two can overflow: both are at most `largest_region_bytes`.
[[nodiscard]] constexpr bool possible_region(std::size_t bytes, std::size_t alignment) noexcept {
    return bytes != 0 && bytes <= largest_region_bytes && alignment >= region_alignment &&
           std::has_single_bit(alignment) && bytes % alignment == 0;
}

/// The address as it is: compilers believe what an allocation function is declared to return, and leave a check out.
[[nodiscard]] inline std::uintptr_t true_address(void const* start) noexcept {
    asm("" : "+r"(start));
    return reinterpret_cast<std::uintptr_t>(start);
}

[[nodiscard]] inline bool is_at_multiple(void const* start, std::size_t alignment) noexcept {
    return (true_address(start) & (alignment - 1)) == 0;
}

}  // namespace arenite::inline ARENITE_ABI::detail
