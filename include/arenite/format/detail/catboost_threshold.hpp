// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// The largest double that becomes, as a float, at most `border`: x <= this where CatBoost, which rounds x first, finds
/// float(x) <= border. It is half way to the next float, whichever way that one rounds. Requires: finite.
[[nodiscard]] inline double catboost_threshold(float border) noexcept {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    float const next = std::nextafter(border, infinity);
    double const above = next == infinity ? 0x1p128 : static_cast<double>(next);
    double const middle = (static_cast<double>(border) + above) / 2;
    bool const middle_rounds_down = (std::bit_cast<std::uint32_t>(border) & 1) == 0;  // ties go to the even one
    return middle_rounds_down ? middle : std::nextafter(middle, -std::numeric_limits<double>::infinity());
}

}  // namespace arenite::inline ARENITE_ABI::detail
