// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/fitting_pass.hpp>
#include <arenite/transform/summarizer.hpp>

namespace arenite::inline ARENITE_ABI {

/// What is in the columns of a range, found in one pass over its batches: counts, missing values, means, standard
/// deviations, extremes, quantiles, vocabularies.
///
///     auto const seen = summarize(csv_batches(path, columns) | log_income);
///     auto prepared = csv_batches(path, columns) | log_income | impute(seen.means()) | standardize(seen);
///
/// A range that has not been admitted is admitted to `memory`. Text columns give their vocabulary, in order to become
/// columns of categories; see summary for the bits, column_summary for the figures.
///
/// Errors:    budget_exceeded; what the range throws goes through. Nothing is left behind.
/// Allocates: twice, both from `memory`: the summary, summary_bytes(rows.schema(), options), which it goes on to hold,
///            and the range's admission, given back before the call returns. plan_summary has the sum. Nothing during
///            the pass.
/// Lifetime:  an lvalue range is borrowed, an rvalue is taken.
template <class Rows>
    requires batch_range<std::remove_cvref_t<Rows>>
[[nodiscard]] summary summarize(Rows&& rows, summary_options const& options, budget& memory = system_memory()) {
    summarizer seen{rows.schema(), options, memory};
    detail::add_batches(static_cast<Rows&&>(rows), "summary", seen, memory);
    return std::move(seen).finish();
}
template <class Rows>
    requires batch_range<std::remove_cvref_t<Rows>>
[[nodiscard]] summary summarize(Rows&& rows, budget& memory = system_memory()) {
    return summarize(static_cast<Rows&&>(rows), {}, memory);
}

/// The same over a range that the caller has admitted; the summary's memory is `memory`.
template <class Held>
[[nodiscard]] summary summarize(admitted<Held>& run, summary_options const& options = {},
                                budget& memory = system_memory()) {
    return summarize(run.pipeline(), options, memory);
}

/// What `summarize(rows, options, memory)` will hold at most: a budget of its total suffices. Allocates: nothing.
template <batch_range Rows>
[[nodiscard]] memory_plan plan_summary(Rows const& rows, summary_options const& options = {}) {
    auto planned = plan(rows);
    planned.add("summary", summary_bytes(rows.schema(), options));
    return planned;
}

}  // namespace arenite::inline ARENITE_ABI
