// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Bytes of a number with this marker; 0 if the marker stands for no number.
[[nodiscard]] constexpr std::size_t ubjson_number_bytes(int marker) noexcept {
    switch (marker) {
        case 'i':
        case 'U': return 1;
        case 'I': return 2;
        case 'l':
        case 'd': return 4;
        case 'L':
        case 'D': return 8;
        default: return 0;
    }
}

/// Calls visit(Number{}) with the type that the marker of a number stands for.
template <class Visit>
constexpr void with_ubjson_type(char marker, Visit&& visit) {
    switch (marker) {
        case 'i': return visit(std::int8_t{});
        case 'U': return visit(std::uint8_t{});
        case 'I': return visit(std::int16_t{});
        case 'l': return visit(std::int32_t{});
        case 'L': return visit(std::int64_t{});
        case 'd': return visit(float{});
        default: return visit(double{});
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
