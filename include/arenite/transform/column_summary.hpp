// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/column.hpp>

#include <cstdint>
#include <limits>

namespace arenite::inline ARENITE_ABI {

/// What `summarize` found in one column. A number that there is not is NaN: the mean of a column of texts.
///
/// Lifetime: borrows the summary's memory.
struct column_summary {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    std::string_view name{};  ///< empty: the column has none
    column_kind kind = column_kind::number;

    std::uint64_t count = 0;  ///< of what is there
    std::uint64_t missing = 0;

    double mean = none;  ///< within half a unit in the last place
    double sd =
        none;  ///< of these rows as a whole population, divided by count, as scikit-learn's StandardScaler has it
    double scale =
        none;  ///< what StandardScaler divides by: sd, or 1 where numbers differ by no more than roundings would
    double sample_sd = none;  ///< divided by count - 1, as pandas has it
    double minimum = none, lower_quartile = none, median = none, upper_quartile = none, maximum = none;
    double quartile_range = none;  ///< between the upper and the lower one
    double rank_error = none;      ///< of quartiles and all quantiles: 0.01 is 1 % of count; 0: they are exact

    bool is_complete = false;    ///< everything different is listed in `values` or `vocabulary`; otherwise neither is
    std::uint64_t distinct = 0;  ///< different ones; unless is_complete, about so many
    double most_frequent =
        none;  ///< the number, or the position in `vocabulary`: of several the first; NaN unless is_complete
    std::uint64_t most_frequent_count = 0;  ///< how often that was there
    std::span<double const> values{};       ///< of numbers and hashed categories, ascending
    std::span<std::string_view const>
        vocabulary{};  ///< of texts, in the order of their bytes; of categories, the schema's own
    std::span<std::uint64_t const> counts{};  ///< how often each of them was there
};

}  // namespace arenite::inline ARENITE_ABI
