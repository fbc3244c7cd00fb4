// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/predict/batch_predictor.hpp>
#include <arenite/batch/workers.hpp>

namespace arenite::inline ARENITE_ABI {

/// What one worker of `crew` needs of scratch for its part of `rows` rows: a multiple of 64.
template <class P>
[[nodiscard]] constexpr std::size_t worker_scratch_bytes(P const& predictor, std::size_t rows,
                                                         std::size_t workers_count) noexcept {
    return arena_bytes<std::byte>(predictor.scratch_bytes(largest_part(rows, workers_count)));
}

/// What all of them need.
template <class P>
[[nodiscard]] constexpr std::size_t scratch_bytes(P const& predictor, std::size_t rows,
                                                  std::size_t workers_count) noexcept {
    return saturating_bytes(workers_count, worker_scratch_bytes(predictor, rows, workers_count));
}

/// Owns the working memory of one predictor for batches of up to `most_rows` rows: one area for each worker, one for
/// one thread.
///
/// Allocates: once: worker_scratch_bytes(…) for each worker from `from_memory`, released by the destructor.
class scratch {
public:
    template <class P>
    scratch(P const& predictor, std::size_t most_rows, budget& from_memory = system_memory())
        : scratch(predictor, most_rows, workers{}, from_memory) {}

    template <class P>
    scratch(P const& predictor, std::size_t most_rows, workers const& crew, budget& from_memory = system_memory())
        : areas_(crew.count()) {
        auto const needed = scratch_bytes(predictor, most_rows, crew.count());
        if (needed != 0) memory_ = from_memory.acquire("scratch", needed);
    }

    operator scratch_view() const noexcept { return scratch_view{memory_.bytes()}; }

    /// How many workers it is for.
    [[nodiscard]] std::size_t areas() const noexcept { return areas_; }

    /// All areas, one behind the other, each of as many bytes as the others.
    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return memory_.bytes(); }

private:
    std::size_t areas_;
    region memory_;
};

}  // namespace arenite::inline ARENITE_ABI
