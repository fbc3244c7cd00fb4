// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/impute.hpp>
#include <arenite/transform/min_max_scale.hpp>
#include <arenite/transform/robust_scale.hpp>
#include <arenite/transform/standardize.hpp>
#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

// Stages with what was seen in rows, as scikit-learn's fit has it. For others the summary has the numbers:
// `impute(seen.medians())`, `clip(seen.minima(), seen.maxima())`.
//
// Errors:   composing throws shape_error for a column of numbers that was not summarized; it names it.
// Lifetime: they borrow the summary.

/// As StandardScaler().fit: means and standard deviations; a column that is always the same is only centered.
[[nodiscard]] inline auto standardize(summary const& seen) { return standardize(seen.means(), seen.scales()); }
void standardize(summary const&&) = delete;  // it would borrow from a temporary

/// As MinMaxScaler().fit: the least and the greatest numbers.
[[nodiscard]] inline auto min_max_scale(summary const& seen, min_max_options const& scaling_options = {}) {
    return min_max_scale(seen.minima(), seen.maxima(), scaling_options);
}
void min_max_scale(summary const&&, min_max_options const& = {}) = delete;

/// As RobustScaler().fit: medians, and what lies between the quartiles; within the summary's rank_error.
[[nodiscard]] inline auto robust_scale(summary const& seen) {
    return robust_scale(seen.medians(), seen.quartile_ranges());
}
void robust_scale(summary const&&) = delete;

/// What `impute` puts in the place of missing numbers.
enum class imputed : unsigned char { mean, median, most_frequent };

/// As SimpleImputer(strategy=…).fit. Errors: also shape_error where the most frequent number of a column is not known.
[[nodiscard]] inline auto impute(summary const& seen, imputed strategy) {
    return impute(strategy == imputed::mean     ? seen.means()
                  : strategy == imputed::median ? seen.medians()
                                                : seen.most_frequent());
}
void impute(summary const&&, imputed) = delete;

}  // namespace arenite::inline ARENITE_ABI
