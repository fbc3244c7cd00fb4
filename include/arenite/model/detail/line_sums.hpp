// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/processor.hpp>
#include <arenite/model/detail/dot_product.hpp>
#include <arenite/model/detail/linear_margins.hpp>
#include <arenite/model/detail/linear_scratch.hpp>

#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// Weighted sums of rows of either precision, in the order that linear_regression states.
struct line_sums {
    linear_terms<double> of;
    double missing = std::numeric_limits<double>::quiet_NaN();  ///< such a cell is NaN; NaN: none is

    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        return rows == 1 || of.outputs() == 0 ? 0 : linear_scratch_bytes<double>(rows, of.cols, of.outputs());
    }

    template <class In>
    void write(batch_view<In const> x, batch_view<double> y, scratch_view scratch) const noexcept {
        if constexpr (std::same_as<In, double>)
            if (missing != missing) return linear_margins(best_instruction_set(), of, x, y, scratch);
        for (std::size_t r = 0; r != x.rows(); ++r)
            for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) = sum(x, r, k);
    }

    /// The largest sum of the absolute values of the terms of a line: what the rounding of its sum is relative to.
    /// `cell(c)` is a row's.
    template <class Cell>
    [[nodiscard]] double largest_terms(Cell const& cell) const noexcept {
        double largest = 0;
        for (std::size_t k = 0; k != of.outputs(); ++k) {
            double sum = std::abs(of.intercepts[k]);
            for (std::size_t c = 0; c != of.cols; ++c) sum += std::abs(cell(c) * of.weights(k)[c]);
            largest = std::max(largest, sum);
        }
        return largest;
    }

private:
    /// Of a row whose cells are read one by one.
    template <class In>
    [[nodiscard]] double sum(batch_view<In const> x, std::size_t r, std::size_t k) const noexcept {
        lane_sums<double> lanes;
        for (std::size_t c = 0; c != of.cols; ++c) {
            auto const cell = static_cast<double>(x(r, c));
            lanes.add(c, cell == missing ? std::numeric_limits<double>::quiet_NaN() : cell, of.weights(k)[c]);
        }
        return lanes.total() + of.intercepts[k];
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
