// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/row_step.hpp>

namespace arenite::inline ARENITE_ABI {

/// What makes an answer of the sums of a row: steps, one after the other, and where the answer is then.
///
/// Lifetime:  borrows the steps, which lie in a model.
struct row_formula {
    std::span<row_step const> steps;
    std::size_t at = 0, count = 0;  ///< of the answer; no count: there is none

    /// Whether the answer is made of these sums as they are.
    [[nodiscard]] constexpr bool is_plain(std::size_t sums) const noexcept {
        return steps.empty() && at == 0 && count == sums;
    }

    /// The answer, which is a part of the row. Requires: no defect of any step; the answer lies in the row.
    [[nodiscard]] std::span<double const> run(std::span<double const> constants, std::span<double> row) const noexcept {
        for (auto const& step : steps) apply_step(step, constants, row);
        return row.subspan(at, count);
    }
};

}  // namespace arenite::inline ARENITE_ABI
