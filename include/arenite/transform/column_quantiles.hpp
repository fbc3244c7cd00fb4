// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

/// A quantile of each column of numbers, for stages: `clip(low, high)` with those of 0.01 and 0.99. Move only.
///
/// Allocates: once: 8 bytes for each column, rounded up to 64, from `from_memory`, released by the destructor.
/// Lifetime:  borrows the summary's columns; the numbers are its own. A stage borrows it.
class column_quantiles {
public:
    /// Requires: 0 <= part <= 1. Errors: budget_exceeded.
    column_quantiles(summary const& seen, double part, budget& from_memory = system_memory())
        : columns_(seen.schema()), memory_(from_memory.acquire("quantiles", arena_bytes<double>(seen.size()))),
          values_(arena{memory_.bytes()}.take<double>(seen.size())) {
        for (std::size_t i = 0; i != values_.size(); ++i)
            values_[i] = seen[i].kind == column_kind::number ? seen.quantile(i, part) : column_summary::none;
    }
    column_quantiles(summary const&&, double, budget& = system_memory()) = delete;  // it would borrow from a temporary

    operator column_values() const& noexcept { return {columns_, values_}; }
    operator column_values() const&& = delete;

    [[nodiscard]] double operator[](std::size_t column) const noexcept { return values_[column]; }

private:
    schema_view columns_;
    region memory_;
    std::span<double> values_;
};

}  // namespace arenite::inline ARENITE_ABI
