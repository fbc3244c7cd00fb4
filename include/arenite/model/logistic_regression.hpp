// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dynamic_linear.hpp>
#include <arenite/model/detail/linear_rows.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// The probability of the positive class: scikit-learn's expit.
template <std::floating_point T>
[[nodiscard]] constexpr T probability(T margin) noexcept {
    return T{1} / (T{1} + std::exp(-margin));
}

/// The probabilities of one row's classes, from their margins and in their place: scikit-learn's softmax.
template <std::floating_point T>
constexpr void softmax_row(batch_view<T> y, std::size_t r) noexcept {
    T largest = y(r, 0), sum = 0;
    for (std::size_t k = 1; k != y.cols(); ++k) largest = largest < y(r, k) ? y(r, k) : largest;
    for (std::size_t k = 0; k != y.cols(); ++k) sum += y(r, k) = std::exp(y(r, k) - largest);
    for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) /= sum;
}

/// Margins become probabilities.
template <std::floating_point T>
constexpr void probabilities(batch_view<T> y) noexcept {
    for (std::size_t r = 0; r != y.rows(); ++r)
        if (y.cols() == 1) y(r, 0) = probability(y(r, 0));
        else softmax_row(y, r);
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
        detail::linear_rows(detail::terms_of(weights, intercept), x, y);
        detail::probabilities(y);
    }
};
static_assert(batch_predictor<logistic_regression<float, 2>>);

/// The same with as many weights as are given at run time and, if several intercepts are, as many classes: the
/// probability of each is exp(margin - the largest) over the sum of them all, in their order (softmax).
///
/// Allocates: once, from `memory`, released by the destructor: cols() * sizeof(T) bytes for each output and, for the
///            intercepts, outputs() * sizeof(T), each rounded up to a multiple of 64.
/// Threads:   immutable; one serves many threads.
template <std::floating_point T>
struct logistic_regression<T> : detail::dynamic_linear<T> {
    using detail::dynamic_linear<T>::dynamic_linear;

    /// The probability of one sparse row, as above. Requires: one output.
    [[nodiscard]] T operator()(sparse_row<T> row) const {
        T score;
        predict(row, {&score, 1});
        return score;
    }

    /// The probabilities of one sparse row. Requires: y.size() == outputs().
    void predict(sparse_row<T> row, std::span<T> y) const {
        this->margins(row, y);
        detail::probabilities(batch_view<T>{y.data(), 1, y.size()});
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        this->margins(x, y, scratch);
        detail::probabilities(y);
    }
};
static_assert(batch_predictor<logistic_regression<float>>);

}  // namespace arenite::inline ARENITE_ABI
