// SPDX-License-Identifier: MIT
#pragma once

// The stored linear models of scikit-learn, and what it answers.

#include "oracle.hpp"

#include <cmath>

namespace oracle {

/// A file of tests/data/sklearn_linear; see generate_linear.py.
struct sklearn_linear {
    explicit sklearn_linear(std::string const& name) {
        for (auto const& line : lines_of(folder + "sklearn_linear/" + name)) {
            auto& numbers = rows.emplace_back();
            for (auto const& field : split(line)) numbers.push_back(arenite::parse_number<double>(field).number);
        }
        weights = rows.at(0);
        intercept = weights.back();
        weights.pop_back();
        rows.erase(rows.begin());
    }

    [[nodiscard]] arenite::batch_view<double const> x(std::size_t r) const { return {rows[r].data(), 1, weights.size()}; }

    /// What may be between two orders of addition: 1e-15 of all that is added.
    [[nodiscard]] double bound(std::size_t r) const {
        auto added = std::abs(intercept);
        for (std::size_t c = 0; c != weights.size(); ++c) added += std::abs(weights[c] * rows[r][c]);
        return 1e-15 * added;
    }

    std::vector<double> weights;
    double intercept = 0;
    std::vector<std::vector<double>> rows;  ///< the row, then the answers
};

}  // namespace oracle
