// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// Formulas: Yeo and Johnson, "A new family of power transformations to improve normality or symmetry", 2000, and Box
/// and Cox, "An analysis of transformations", 1964; written as SciPy does so that little is lost near 0.
[[nodiscard]] inline double yeo_johnson(double x, double lambda) noexcept {
    constexpr auto epsilon = std::numeric_limits<double>::epsilon();
    if (x >= 0) return std::abs(lambda) < epsilon ? std::log1p(x) : std::expm1(lambda * std::log1p(x)) / lambda;
    auto const mirrored = 2 - lambda;
    if (std::abs(lambda - 2) > epsilon) return -std::expm1(mirrored * std::log1p(-x)) / mirrored;
    return -std::log1p(-x);
}

[[nodiscard]] inline double box_cox(double x, double lambda) noexcept {
    if (std::abs(lambda) < 1e-19) return std::log(x);
    auto const logarithm = lambda * std::log(x);
    if (logarithm < 709.78) return std::expm1(logarithm) / lambda;
    return std::copysign(1.0, lambda) * std::exp(logarithm - std::log(std::abs(lambda))) - 1 / lambda;
}

}  // namespace arenite::inline ARENITE_ABI::detail
