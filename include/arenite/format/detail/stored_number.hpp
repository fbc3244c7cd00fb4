// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// The number whose bytes begin at `bytes`, in this order.
template <class Number, std::endian Order>
[[nodiscard]] inline Number load_number(char const* bytes) noexcept {
    std::array<char, sizeof(Number)> stored;
    if constexpr (Order == std::endian::native) std::copy_n(bytes, sizeof(Number), stored.begin());
    else std::reverse_copy(bytes, bytes + sizeof(Number), stored.begin());
    return std::bit_cast<Number>(stored);
}

}  // namespace arenite::inline ARENITE_ABI::detail
