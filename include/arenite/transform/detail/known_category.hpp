// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/tile_fault.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A cell is the code of one of `categories` categories: not missing, and in no other way unknown.
template <class T>
[[nodiscard]] constexpr bool is_known(T code, double categories) noexcept {
    if (!(code >= T{0}) || !(static_cast<double>(code) < categories)) return false;
    return static_cast<T>(static_cast<std::size_t>(code)) == code;
}

[[nodiscard]] constexpr tile_fault unknown_category(std::size_t row, std::size_t col) noexcept {
    return {row, col, "a category that is missing or unknown", "one of the column's vocabulary"};
}

/// The one that comes first when rows are read one after the other.
[[nodiscard]] constexpr tile_fault first_fault(tile_fault const& one, tile_fault const& other) noexcept {
    return other.row < one.row || (other.row == one.row && other.col < one.col) ? other : one;
}

}  // namespace arenite::inline ARENITE_ABI::detail
