// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Whole numbers of 128 bits.
__extension__ using wide_number = unsigned __int128;
__extension__ using wide_difference = __int128;

}  // namespace arenite::inline ARENITE_ABI::detail
