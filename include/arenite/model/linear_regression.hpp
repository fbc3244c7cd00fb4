// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/linear_margin.hpp>

namespace arenite::inline ARENITE_ABI {

/// A weighted sum: x0 * w0 + x1 * w1 + … + intercept, in a stated order, so that the bits are the same on every
/// processor, under all flags but -ffast-math, at any strides and in batches of any size:
///  - L lanes, 16 of float or 8 of double, begin at 0. Lane l takes the products of the features l, l + L, l + 2L, …, in
///    this order, each rounded to T before it is added, and each sum too;
///  - lane l takes lane l + L/2, for each l < L/2; then lane l + L/4, for each l < L/4; and so on, until one is left;
///  - the intercept is added to that.
///
/// A value that is NaN makes the score NaN.
/// Fixed shape: an aggregate, constexpr, not one byte on the heap.
template <std::floating_point T, std::size_t Cols = detail::dynamic_cols>
struct linear_regression {
    std::array<T, Cols> weights{};
    T intercept{};

    [[nodiscard]] static constexpr std::size_t cols() noexcept { return Cols; }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }

    /// The score of one row.
    [[nodiscard]] constexpr T operator()(std::span<T const, Cols> row) const noexcept {
        return detail::linear_margin<T>(weights, intercept, row.data());
    }

    /// The score of one sparse row, in time that is linear in what it holds: if the weights are finite, the bits of the
    /// same row with its zeros.
    [[nodiscard]] constexpr T operator()(sparse_row<T> row) const {
        return detail::sparse_dot<T>(weights, row) + intercept;
    }

    constexpr void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        detail::linear_rows<T>(weights, intercept, x, [y](std::size_t r, T margin) { y(r, 0) = margin; });
    }
};
static_assert(batch_predictor<linear_regression<float, 2>>);

/// The same with as many weights as are given at run time.
///
/// Allocates: once: weights.size() * sizeof(T), rounded up to 64, from `memory`, released by the destructor.
template <std::floating_point T>
struct linear_regression<T> : detail::dynamic_linear<T> {
    using detail::dynamic_linear<T>::dynamic_linear;

    /// The score of one sparse row, as above.
    [[nodiscard]] T operator()(sparse_row<T> row) const {
        return detail::sparse_dot<T>(this->weights(), row) + this->intercept();
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        auto const put = [y](std::size_t r, T margin) { y(r, 0) = margin; };
        detail::linear_rows<T>(this->weights(), this->intercept(), x, put);
    }
};
static_assert(batch_predictor<linear_regression<float>>);

}  // namespace arenite::inline ARENITE_ABI
