// SPDX-License-Identifier: MIT
#pragma once

// The stored linear models, and what scikit-learn and ONNX Runtime answer.

#include "oracle.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace oracle {

/// A file of tests/data/linear; see generate_linear.py.
template <class T>
struct linear {
    explicit linear(std::string const& name) {
        for (auto const& line : lines_of(folder + "linear/" + name)) {
            auto& numbers = rows.emplace_back();
            for (auto const& field : split(line)) numbers.push_back(arenite::parse_number<T>(field).number);
        }
        auto const outputs = static_cast<std::size_t>(rows.at(0).at(0));
        for (std::size_t k = 0; k != outputs; ++k) {
            auto const& line = rows.at(k + 1);
            weights.insert(weights.end(), line.begin(), line.end() - 1);
            intercepts.push_back(line.back());
        }
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(outputs + 1));
    }

    [[nodiscard]] std::size_t cols() const { return weights.size() / intercepts.size(); }
    [[nodiscard]] arenite::batch_view<T const> x(std::size_t r) const { return {rows[r].data(), 1, cols()}; }

    /// The first, and the last, of the answers for a row.
    [[nodiscard]] std::span<T const> margins(std::size_t r) const {
        return std::span{rows[r]}.subspan(cols(), intercepts.size());
    }
    [[nodiscard]] std::span<T const> probabilities(std::size_t r) const {
        return std::span{rows[r]}.last(intercepts.size());
    }

    /// What may be between two orders of addition: of all that is added, 1e-15 in double, as much of float's precision.
    [[nodiscard]] T bound(std::size_t r, std::size_t k) const {
        auto added = std::abs(intercepts[k]);
        for (std::size_t c = 0; c != cols(); ++c) added += std::abs(weights[k * cols() + c] * rows[r][c]);
        return tolerance * added;
    }

    /// The relative difference of a probability: of the exponents, and of a handful of roundings.
    [[nodiscard]] T probability_bound(std::size_t r) const {
        T largest = 0;
        for (std::size_t k = 0; k != intercepts.size(); ++k) largest = std::max(largest, bound(r, k));
        return 2 * largest + 4 * tolerance;
    }

    static constexpr T tolerance = static_cast<T>(sizeof(T) == 8 ? 1e-15 : 5.4e-7);

    std::vector<T> weights, intercepts;
    std::vector<std::vector<T>> rows;  ///< the row, then the answers
};

}  // namespace oracle
