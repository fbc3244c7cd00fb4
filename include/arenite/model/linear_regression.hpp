// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dynamic_linear.hpp>
#include <arenite/model/detail/linear_rows.hpp>
#include <arenite/predict/batch_predictor.hpp>

namespace arenite::inline ARENITE_ABI {

/// A weighted sum: x0 * w0 + x1 * w1 + … + intercept, in a stated order, so that the bits are the same on every
/// processor, under all flags but -ffast-math, at any strides and in batches of any size:
///  - L lanes, 16 of float or 8 of double, begin at 0. Lane l takes the products of the features l, l + L, l + 2L, …,
///    in this order, each rounded to T before it is added, and each sum too;
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
        detail::linear_rows(detail::terms_of(weights, intercept), x, y);
    }
};
static_assert(batch_predictor<linear_regression<float, 2>>);

/// The same with as many weights as are given at run time and, if several intercepts are, as many outputs, each with
/// the bits that it would have alone.
///
/// Allocates: once, from `memory`, released by the destructor: cols() * sizeof(T) bytes for each output and, for the
///            intercepts, outputs() * sizeof(T), each rounded up to a multiple of 64.
/// Threads:   immutable; one serves many threads.
template <std::floating_point T>
struct linear_regression<T> : detail::dynamic_linear<T> {
    using detail::dynamic_linear<T>::dynamic_linear;

    /// The score of one sparse row, as above. Requires: one output.
    [[nodiscard]] T operator()(sparse_row<T> row) const {
        T score;
        predict(row, {&score, 1});
        return score;
    }

    /// The scores of one sparse row. Requires: y.size() == outputs().
    void predict(sparse_row<T> row, std::span<T> y) const { this->margins(row, y); }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        this->margins(x, y, scratch);
    }
};
static_assert(batch_predictor<linear_regression<float>>);

}  // namespace arenite::inline ARENITE_ABI
