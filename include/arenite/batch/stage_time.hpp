// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/monotonic_time.hpp>

#include <cstddef>

namespace arenite::inline ARENITE_ABI {

/// What one stage of a pipeline took so far, without the stages in front of it. Allocates: nothing.
struct stage_time {
    std::uint64_t nanoseconds = 0, batches = 0, rows = 0;

    /// Runs `work`, which makes a batch and returns its rows; 0: there was none.
    template <class Work>
    void measure(Work&& work) {
        auto const begin = monotonic_time();
        std::size_t const made = work();
        nanoseconds += monotonic_time() - begin;
        batches += made != 0 ? 1 : 0;
        rows += made;
    }
};

}  // namespace arenite::inline ARENITE_ABI
