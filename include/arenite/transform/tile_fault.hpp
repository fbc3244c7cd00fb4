// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>

namespace arenite::inline ARENITE_ABI {

/// The first cell of a tile that a stage cannot work with; what `apply` returns of a stage that refuses some. Who runs
/// the stage throws data_error with the row's number and the column's name.
struct tile_fault {
    static constexpr std::size_t none = ~std::size_t{0};

    std::size_t row = none;  ///< of the tile; none: there is no fault
    std::size_t col = 0;
    char const* found = "";  ///< literals
    char const* expected = "";

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return row != none; }
};

}  // namespace arenite::inline ARENITE_ABI
