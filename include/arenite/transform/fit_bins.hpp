// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/fixed_list.hpp>
#include <arenite/transform/bucketize.hpp>
#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

/// Where bins begin and end.
enum class bin_edges : unsigned char {
    quantile,  ///< as many numbers in each, as scikit-learn's KBinsDiscretizer does since 1.9: averaged_inverted_cdf
    linear_quantile,  ///< the same, between two numbers in proportion, as it did before
    uniform,          ///< of equal width
};

struct bin_options {
    static constexpr std::size_t most_bins = 256;

    std::size_t bins = 5;  ///< from 2 to most_bins
    bin_edges edges = bin_edges::quantile;
};

/// The edges between bins, for `bucketize`. Converts to std::span<double const>.
using bin_edge_list = fixed_list<double, bin_options::most_bins - 1>;

namespace detail {

/// Step i of `steps` from `first` to `last`, as numpy.linspace has it.
[[nodiscard]] inline double step_between(double first, double last, std::size_t i, std::size_t steps) noexcept {
    auto const step = (last - first) / static_cast<double>(steps);
    return i == steps ? last : rounded(static_cast<double>(i) * step) + first;
}

[[nodiscard]] inline double bin_edge(summary const& seen, std::size_t column, std::size_t i, bin_options const& of) {
    auto const& found = seen[column];
    if (of.edges == bin_edges::uniform) return step_between(found.minimum, found.maximum, i, of.bins);
    bool const is_linear = of.edges == bin_edges::linear_quantile;
    return seen.quantile(column, step_between(0, 100, i, of.bins) / 100,
                         is_linear ? quantile_method::linear : quantile_method::averaged_inverted_cdf);
}

}  // namespace detail

/// The edges between the bins of a column of numbers, `bucketize("age", fit_bins(seen, "age"))`: as KBinsDiscretizer
/// has them in `bin_edges_[i][1:-1]`, quantiles within the summary's rank_error. An edge that is no more than 1e-8
/// above the one before it is left out, so that there may be fewer bins; a column that is always the same has one.
///
/// Errors:    shape_error for a column that is not there or not of numbers, or in which nothing was.
/// Allocates: nothing.
[[nodiscard]] inline bin_edge_list fit_bins(summary const& seen, std::string_view column,
                                            bin_options const& options = {}) {
    contract(options.bins > 1 && options.bins <= bin_options::most_bins, "bins are from 2 to 256");
    auto const place = seen.place_of(column);
    if (seen[place].count == 0)
        raise(shape_error{std::string{"fit_bins: nothing is in column '"}.append(column) + "'"});
    fixed_list<double, bin_options::most_bins> ends;
    auto before = detail::bin_edge(seen, place, 0, options);
    for (std::size_t i = 1; i <= options.bins; ++i) {
        auto const end = detail::bin_edge(seen, place, i, options);
        if (options.edges == bin_edges::uniform ? end > before : end - before > 1e-8) ends.push_back(end);
        before = end;
    }
    bin_edge_list edges;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) edges.push_back(ends[i]);
    return edges;
}

}  // namespace arenite::inline ARENITE_ABI
