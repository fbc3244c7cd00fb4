// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether `count` elements from `first` on are among `size`, whatever a file says: nothing is added up that could
/// overflow.
[[nodiscard]] constexpr bool lies_inside(std::uint64_t first, std::uint64_t count, std::uint64_t size) noexcept {
    return first <= size && count <= size - first;
}

}  // namespace arenite::inline ARENITE_ABI::detail
