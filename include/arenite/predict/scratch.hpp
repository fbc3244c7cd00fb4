// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/system_memory.hpp>
#include <arenite/predict/batch_predictor.hpp>

namespace arenite::inline ARENITE_ABI {

/// Owns the working memory of one predictor for batches of up to `most_rows` rows. One for each thread.
///
/// Allocates: once: predictor.scratch_bytes(most_rows) from `from_memory`, released by the destructor.
class scratch {
public:
    template <class P>
    scratch(P const& predictor, std::size_t most_rows, budget& from_memory = system_memory()) {
        auto const needed = predictor.scratch_bytes(most_rows);
        if (needed != 0) memory_ = from_memory.acquire("scratch", needed);
    }

    operator scratch_view() const noexcept { return scratch_view{memory_.bytes()}; }

private:
    region memory_;
};

}  // namespace arenite::inline ARENITE_ABI
