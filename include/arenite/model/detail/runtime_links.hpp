// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// ONNX Runtime's links, in float as it computes them. Sources of the formulas: its documentation of post_transform;
/// the probit is Winitzki's approximation of the inverse error function, the rational logistic that of Eigen.

/// a * b + c, rounded once but for one in some hundred million: the product of two floats is a double.
[[nodiscard]] inline float fused(float a, float b, float c) noexcept {
    return static_cast<float>(static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c));
}

/// Of margins of trees.
[[nodiscard]] inline float stable_logistic(float margin) noexcept {
    float const above = 1 / (1 + std::exp(-std::abs(margin)));
    return margin < 0 ? 1 - above : above;
}

/// x * p(x²) / q(x²) + 1/2.
[[nodiscard]] inline float rational_logistic(float margin) noexcept {
    constexpr float p[] = {4.37031012579801e-11F, 1.15627324459942e-07F, 6.08574864600143e-05F, 8.51377133304701e-03F,
                           2.48287947061529e-01F};
    constexpr float q[] = {6.10247389755681e-13F, 5.76102136993427e-09F, 6.29106785017040e-06F, 1.70198817374094e-03F,
                           1.16817656904453e-01F, 9.93151921023180e-01F};
    float const x = margin < -18 ? -18 : margin > 18 ? 18 : margin, square = x * x;
    float above = p[0], below = q[0];
    for (std::size_t i = 1; i != std::size(p); ++i) above = fused(above, square, p[i]);
    for (std::size_t i = 1; i != std::size(q); ++i) below = fused(below, square, q[i]);
    float const sum = rounded(above * x) / below + 0.5F;
    return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

/// The operator Sigmoid.
[[nodiscard]] inline float operator_logistic(float x) noexcept { return rational_logistic(x); }
[[nodiscard]] inline double operator_logistic(double x) noexcept { return 1 / (1 + std::exp(-x)); }

[[nodiscard]] inline float probit(float share) noexcept {
    float const x = 2 * share - 1, log = std::log(rounded((1 - x) * (1 + x)));
    float const half = 2 / (3.14159F * 0.147F) + rounded(0.5F * log), quotient = 1 / 0.147F * log;
    float const root = std::sqrt(std::sqrt(rounded(half * half) - quotient) - half);
    return 1.41421356F * (x < 0 ? -root : root);
}

/// Of `count` numbers, `stride` apart; `skip_zeros`: those near 0 become a multiple of themselves instead.
inline void runtime_softmax(double* row, std::size_t count, std::size_t stride, bool skip_zeros) noexcept {
    auto const at = [=](std::size_t k) -> double& { return row[k * stride]; };
    float largest = std::numeric_limits<float>::lowest(), total = 0;
    for (std::size_t k = 0; k != count; ++k) largest = std::max(largest, static_cast<float>(at(k)));
    for (std::size_t k = 0; k != count; ++k) {
        auto const margin = static_cast<float>(at(k));
        bool const is_zero = skip_zeros && !(margin > 0.0000001F || margin < -0.0000001F);
        float const power = is_zero ? margin * std::exp(-largest) : std::exp(margin - largest);
        if (!is_zero) total += power;
        at(k) = static_cast<double>(power);
    }
    for (std::size_t k = 0; k != count; ++k) at(k) = static_cast<double>(static_cast<float>(at(k)) / total);
}

}  // namespace arenite::inline ARENITE_ABI::detail
