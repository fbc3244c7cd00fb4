// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Texts that are read as missing unless said otherwise.
inline constexpr std::array<std::string_view, 9> default_missing_tokens{"",     "NA",   "N/A",  "NaN", "nan",
                                                                        "null", "NULL", "None", "?"};

}  // namespace arenite::inline ARENITE_ABI
