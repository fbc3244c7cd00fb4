// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// ONNX Runtime's links, in float as it computes them. Sources of the formulas: its documentation of post_transform;
/// the probit is Winitzki's approximation of the inverse error function, the rational logistic that of Eigen.

/// a * b + c, rounded once but for one in some hundred million: the product of two floats is a double.
[[nodiscard]] inline float fused(float a, float b, float c) noexcept {
    return static_cast<float>(static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c));
}

/// Of margins of trees, and of doubles.
template <class T>
[[nodiscard]] T stable_logistic(T margin) noexcept {
    T const above = 1 / (1 + std::exp(-std::abs(margin)));
    return margin < 0 ? 1 - above : above;
}

/// x * p(x²) / q(x²) + 1/2.
[[nodiscard]] inline float rational_logistic(float margin) noexcept {
    constexpr float p[] = {4.37031012579801e-11F, 1.15627324459942e-07F, 6.08574864600143e-05F, 8.51377133304701e-03F,
                           2.48287947061529e-01F};
    constexpr float q[] = {6.10247389755681e-13F, 5.76102136993427e-09F, 6.29106785017040e-06F,
                           1.70198817374094e-03F, 1.16817656904453e-01F, 9.93151921023180e-01F};
    float const x = margin < -18 ? -18 : margin > 18 ? 18 : margin, square = x * x;
    float above = p[0], below = q[0];
    for (std::size_t i = 1; i != std::size(p); ++i) above = fused(above, square, p[i]);
    for (std::size_t i = 1; i != std::size(q); ++i) below = fused(below, square, q[i]);
    float const sum = rounded(above * x) / below + 0.5F;
    return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

/// The operator Sigmoid.
[[nodiscard]] inline float operator_logistic(float x) noexcept { return rational_logistic(x); }
[[nodiscard]] inline double operator_logistic(double x) noexcept { return stable_logistic(x); }

[[nodiscard]] inline float probit(float share) noexcept {
    float const x = 2 * share - 1, log = std::log(rounded((1 - x) * (1 + x)));
    float const half = 2 / (3.14159274F * 0.147F) + rounded(0.5F * log), quotient = 1 / 0.147F * log;
    float const root = std::sqrt(std::sqrt(rounded(half * half) - quotient) - half);
    return 1.41421356F * (x < 0 ? -root : root);
}

/// e^x of the operators Exp and Softmax as power * 2^exponent: a polynomial for what is left of x beside the nearest
/// multiple of log 2, as Cephes does it.
struct power_of_e {
    float power;
    int exponent;
};

[[nodiscard]] inline power_of_e polynomial_exp(float x) noexcept {
    constexpr float p[] = {0x1.694000p-10F, 0x1.125edcp-7F, 0x1.555b5ap-5F, 0x1.555450p-3F, 0x1.fffff6p-2F, 1, 1};
    float const m = std::nearbyint(rounded(x * 1.44269504088896341F));
    float const rest = fused(m, -1.42860677e-6F, fused(m, -6.93145752e-1F, x));
    float power = p[0];
    for (std::size_t i = 1; i != std::size(p); ++i) power = fused(power, rest, p[i]);
    return {power, static_cast<int>(m)};
}

/// The operator Exp, by the precision of its numbers.
[[nodiscard]] inline float operator_exp(float x) noexcept {
    if (x != x) return x;
    auto const [power, exponent] = polynomial_exp(std::clamp(x, -103.9720840454F, 88.7762626647950F));
    return std::ldexp(power, exponent);
}
[[nodiscard]] inline double operator_exp(double x) noexcept { return std::exp(x); }

/// Numbers of a row that lie `stride` apart, each in a double.
template <class T>
struct strided_row {
    double* first;
    std::size_t count, stride;

    [[nodiscard]] T operator[](std::size_t k) const noexcept { return static_cast<T>(first[k * stride]); }
    void set(std::size_t k, T value) const noexcept { first[k * stride] = static_cast<double>(value); }
    [[nodiscard]] T largest() const noexcept {
        T most = std::numeric_limits<T>::lowest();
        for (std::size_t k = 0; k != count; ++k) most = std::max(most, (*this)[k]);
        return most;
    }
};

/// Of that a power that is no normal number is 0.
[[nodiscard]] inline float softmax_power(float x) noexcept {
    if (x != x) return x;
    auto const [power, exponent] = polynomial_exp(std::max(x, -88.3762626647949F));
    return exponent < -126 ? 0 : std::ldexp(power, exponent);
}

/// Powers, and their sum in order, by which they are divided.
template <class T>
void softmax_in_order(strided_row<T> row) noexcept {
    T const largest = row.largest();
    T total = 0;
    for (std::size_t k = 0; k != row.count; ++k) {
        T const power = std::exp(row[k] - largest);
        total += power;
        row.set(k, power);
    }
    for (std::size_t k = 0; k != row.count; ++k) row.set(k, row[k] / total);
}

/// The operator Softmax: 16 partial sums, of which the first 8 take the others, and then each the one beside it; what
/// comes out is multiplied by the inverse of the sum.
inline void operator_softmax(strided_row<float> row) noexcept {
    float const largest = row.largest();
    float sums[16]{};
    for (std::size_t k = 0; k != row.count; ++k) {
        float const power = softmax_power(row[k] - largest);
        sums[k % 16] += power;
        row.set(k, power);
    }
    for (std::size_t k = 0; k != 8; ++k) sums[k] += sums[k + 8];
    for (std::size_t step = 1; step != 8; step *= 2)
        for (std::size_t k = 0; k != 8; k += 2 * step) sums[k] += sums[k + step];
    float const inverse = 1 / sums[0];
    for (std::size_t k = 0; k != row.count; ++k) row.set(k, row[k] * inverse);
}
inline void operator_softmax(strided_row<double> row) noexcept { softmax_in_order(row); }

/// The softmax of margins of trees.
inline void margin_softmax(strided_row<float> row) noexcept { softmax_in_order(row); }

/// The same, but margins near 0 become a multiple of themselves and are left out of the sum. Of margins of double, only
/// the powers and their sum are float.
template <class T>
void margin_softmax_zero(strided_row<T> row) noexcept {
    float const largest = strided_row<float>{row.first, row.count, row.stride}.largest();
    float const zero_power = std::exp(-largest);
    float total = 0;
    for (std::size_t k = 0; k != row.count; ++k) {
        auto const margin = static_cast<float>(row[k]);
        bool const is_zero = !(margin > 0.0000001F || margin < -0.0000001F);
        float const power = std::exp(margin - largest);
        if (!is_zero) total += power;
        row.set(k, is_zero ? row[k] * static_cast<T>(zero_power) : static_cast<T>(power));
    }
    for (std::size_t k = 0; k != row.count; ++k) row.set(k, row[k] / static_cast<T>(total));
}

}  // namespace arenite::inline ARENITE_ABI::detail
