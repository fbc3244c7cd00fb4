// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/city_hash.hpp>

namespace arenite::inline ARENITE_ABI {

/// The number that CatBoost knows a category by: of its exact bytes, the low 32 bits of CityHash64 of version 1.0, with
/// a sign. The category of a whole number is its decimal digits. A double holds it exactly, a float does not.
[[nodiscard]] constexpr std::int32_t category_hash(std::string_view text) noexcept {
    return static_cast<std::int32_t>(detail::city_hash::of(detail::whole_text{text}));
}

}  // namespace arenite::inline ARENITE_ABI
