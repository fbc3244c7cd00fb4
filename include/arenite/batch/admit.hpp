// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/try_admit.hpp>

namespace arenite::inline ARENITE_ABI {

/// Acquires all of the pipeline's memory at once, or throws budget_exceeded: with the part of the plan that no longer
/// fits, all that was requested, and the largest batch that would fit. Batches of `automatic_batch_rows` become the
/// largest that fit.
///
/// Allocates: once: plan(pipeline).admission() from `memory`, released by the destructor of what is returned. All of
/// its
///            pages are touched.
/// Lifetime:  an lvalue pipeline is borrowed, an rvalue is taken.
template <class R>
    requires batch_range<std::remove_cvref_t<R>>
[[nodiscard]] admitted<R> admit(R&& pipeline, budget& memory) {
    auto tried = try_admit(static_cast<R&&>(pipeline), memory);
    if (!tried) raise(tried.refusal());
    return *std::move(tried);
}

}  // namespace arenite::inline ARENITE_ABI
