// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/model/detail/graph_step.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A column that is read row by row, or one number for all rows.
struct graph_column {
    double const* first;
    std::size_t step;

    [[nodiscard]] double operator[](std::size_t r) const noexcept { return first[r * step]; }
};

/// The columns of a tile of rows while a graph makes them. Every value is a double; one that is float holds a float.
template <class In>
struct graph_frame {
    batch_view<In const> x;  ///< the rows
    double* columns;         ///< those of the frame, `stride` apart
    std::size_t stride;
    double const* numbers;  ///< of the graph
    double missing;         ///< of the rows, counts as missing, as NaN does

    [[nodiscard]] std::size_t rows() const noexcept { return x.rows(); }
    [[nodiscard]] double* column(std::size_t i) const noexcept { return columns + i * stride; }

    /// The i-th column of an operand.
    [[nodiscard]] graph_column column(graph_operand of, std::size_t i) const noexcept {
        auto const at = of.first + i * of.step;
        if (of.number) return {numbers + at, 0};
        return {column(at), 1};
    }

    [[nodiscard]] batch_view<double> block(std::size_t first, std::size_t count) const noexcept {
        return {column(first), rows(), count, 1, static_cast<std::ptrdiff_t>(stride)};
    }
};

/// Calls to = function(a), function(a, b) or function(a, b, c) in T for all rows and each column that a step makes.
template <class T, class In, class Function>
void for_each_cell(graph_step const& step, graph_frame<In> const& frame, Function function) noexcept {
    for (std::size_t i = 0; i != step.count; ++i) {
        auto const a = frame.column(step.a, i);
        auto* const to = frame.column(step.to + i);
        if constexpr (requires { function(T{}); }) {
            for (std::size_t r = 0; r != frame.rows(); ++r) to[r] = static_cast<double>(function(static_cast<T>(a[r])));
        } else if constexpr (requires { function(T{}, T{}); }) {
            auto const b = frame.column(step.b, i);
            for (std::size_t r = 0; r != frame.rows(); ++r)
                to[r] = static_cast<double>(function(static_cast<T>(a[r]), static_cast<T>(b[r])));
        } else {
            auto const b = frame.column(step.b, i), c = frame.column(step.c, i);
            for (std::size_t r = 0; r != frame.rows(); ++r)
                to[r] = static_cast<double>(
                    function(static_cast<T>(a[r]), static_cast<T>(b[r]), static_cast<T>(c[r])));
        }
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
