// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_threshold.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The largest double that becomes, as a float, at most `threshold`: x <= this where a tree of scikit-learn, which
/// rounds x to float first, finds float(x) <= threshold in double.
[[nodiscard]] inline double sklearn_threshold(double threshold) noexcept {
    constexpr double largest = std::numeric_limits<float>::max();
    if (!(threshold >= -largest && threshold <= std::numeric_limits<double>::max())) return threshold;
    auto const border = static_cast<float>(std::min(threshold, largest));
    bool const is_above = static_cast<double>(border) > threshold;
    return catboost_threshold(is_above ? std::nextafter(border, -std::numeric_limits<float>::infinity()) : border);
}

}  // namespace arenite::inline ARENITE_ABI::detail
