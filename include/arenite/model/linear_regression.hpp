// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/linear_margin.hpp>

namespace arenite::inline ARENITE_ABI {

/// A weighted sum: intercept + x0 * w0 + x1 * w1 + …, in this order, each product and each sum rounded to T.
///
/// Fixed shape: an aggregate, constexpr, not one byte on the heap. A value that is NaN makes the score NaN.
template <std::floating_point T, std::size_t Cols = detail::dynamic_cols>
struct linear_regression {
    std::array<T, Cols> weights{};
    T intercept{};

    [[nodiscard]] static constexpr std::size_t cols() noexcept { return Cols; }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }

    /// The score of one row.
    [[nodiscard]] constexpr T operator()(std::span<T const, Cols> row) const noexcept {
        return detail::linear_margin<T>(weights, intercept, detail::row_view(row), 0);
    }

    constexpr void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = detail::linear_margin<T>(weights, intercept, x, r);
    }
};
static_assert(batch_predictor<linear_regression<float, 2>>);

/// The same with as many weights as are given at run time.
///
/// Allocates: once: weights.size() * sizeof(T), rounded up to 64, from `memory`, released by the destructor.
template <std::floating_point T>
struct linear_regression<T> : detail::dynamic_linear<T> {
    using detail::dynamic_linear<T>::dynamic_linear;

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = this->margin(x, r);
    }
};
static_assert(batch_predictor<linear_regression<float>>);

}  // namespace arenite::inline ARENITE_ABI
