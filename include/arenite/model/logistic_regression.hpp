// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/linear_margin.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// The probability of the positive class: scikit-learn's expit.
template <std::floating_point T>
[[nodiscard]] constexpr T probability(T margin) noexcept {
    return T{1} / (T{1} + std::exp(-margin));
}

}  // namespace detail

/// The probability 1 / (1 + exp(-margin)) of a weighted sum: x0 * w0 + x1 * w1 + … + intercept, added in the order that
/// linear_regression states. The margin has the same bits everywhere; exp is that of the C library.
///
/// A value that is NaN makes the score NaN.
/// Fixed shape: an aggregate, constexpr, not one byte on the heap.
template <std::floating_point T, std::size_t Cols = detail::dynamic_cols>
struct logistic_regression {
    std::array<T, Cols> weights{};
    T intercept{};

    [[nodiscard]] static constexpr std::size_t cols() noexcept { return Cols; }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }

    /// The probability of one row. A constant expression only where std::exp is one (GCC).
    [[nodiscard]] constexpr T operator()(std::span<T const, Cols> row) const noexcept {
        return detail::probability(detail::linear_margin<T>(weights, intercept, row.data()));
    }

    /// The probability of one sparse row, in time that is linear in what it holds: if the weights are finite, the bits
    /// of the same row with its zeros.
    [[nodiscard]] constexpr T operator()(sparse_row<T> row) const {
        return detail::probability(detail::sparse_dot<T>(weights, row) + intercept);
    }

    constexpr void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        auto const put = [y](std::size_t r, T margin) { y(r, 0) = detail::probability(margin); };
        detail::linear_rows<T>(weights, intercept, x, put);
    }
};
static_assert(batch_predictor<logistic_regression<float, 2>>);

/// The same with as many weights as are given at run time.
///
/// Allocates: once: weights.size() * sizeof(T), rounded up to 64, from `memory`, released by the destructor.
template <std::floating_point T>
struct logistic_regression<T> : detail::dynamic_linear<T> {
    using detail::dynamic_linear<T>::dynamic_linear;

    /// The probability of one sparse row, as above.
    [[nodiscard]] T operator()(sparse_row<T> row) const {
        return detail::probability(detail::sparse_dot<T>(this->weights(), row) + this->intercept());
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        auto const put = [y](std::size_t r, T margin) { y(r, 0) = detail::probability(margin); };
        detail::linear_rows<T>(this->weights(), this->intercept(), x, put);
    }
};
static_assert(batch_predictor<logistic_regression<float>>);

}  // namespace arenite::inline ARENITE_ABI
