// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Where a split's cut lies: left iff the rank in this column of bytes is <= k. Each column and direction of missing
/// values is a column of bytes, and each condition on categories.
struct row_cut {
    std::uint8_t column, k;
};

/// Ranks of the columns of bytes that conditions on categories have: each is one, of two ranks.
inline constexpr std::uint8_t category_left_rank = 0, category_right_rank = 255, category_cut = 127;

}  // namespace arenite::inline ARENITE_ABI::detail
