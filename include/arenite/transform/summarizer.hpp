// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

/// Makes a summary of batches that come one by one, for those who have another use for them as well; `summarize` is a
/// line over it. Move only.
///
///     summarizer seen{rows.schema(), {}, memory};
///     for (auto const batch : rows) seen.add(batch);
///     summary const found = std::move(seen).finish();
///
/// Allocates: once: summary_bytes(columns, options) from `from_memory`, released by the destructor or handed on to the
///            summary.
class summarizer {
public:
    /// The columns are copied. Errors: budget_exceeded.
    explicit summarizer(schema_view given_columns, summary_options const& with_options = {},
                        budget& from_memory = system_memory())
        : state_(given_columns, with_options, from_memory) {}

    /// Requires: the batch has the columns. Allocates: nothing.
    void add(batch_view<double const> batch) { state_.add(batch); }
    void add(batch_view<float const> batch) { state_.add(batch); }

    [[nodiscard]] summary finish() && {
        state_.settle();
        return summary{std::move(state_)};
    }

private:
    detail::summary_state state_;
};

/// What a summary of these columns holds, exactly. Allocates: nothing.
[[nodiscard]] inline std::size_t summary_bytes(schema_view columns, summary_options const& options = {}) {
    return detail::summary_bytes(columns, options);
}

}  // namespace arenite::inline ARENITE_ABI
