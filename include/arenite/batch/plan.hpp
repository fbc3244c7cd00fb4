// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/memory/system_memory.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Lists the parts, and the models that count.
struct plan_parts {
    memory_plan& plan;
    budget const* owner = nullptr;  ///< of the models; null: any that states a limit
    bool first_stage = true;

    template <class T>
    constexpr void operator()(std::string_view part, std::span<T> const&, std::size_t count,
                              part_life life = part_life::run) const {
        if (count != 0) plan.add(part, arena_bytes<T>(count), life);
    }
    constexpr void stage(std::string_view, stage_time const&) {
        if (!first_stage) plan.next_step();
        first_stage = false;
    }
    constexpr void model(held_model const& held) const {
        if (held.owner != nullptr && counts(*held.owner)) plan.add_model(held.bytes, held.loading_bytes);
    }
    [[nodiscard]] bool counts(budget const& of) const noexcept {
        return owner != nullptr ? &of == owner : &of != &system_memory();
    }
};

template <batch_range R>
[[nodiscard]] constexpr memory_plan plan_for(R const& pipeline, std::size_t rows, budget const* owner) {
    memory_plan planned;
    plan_parts visit{planned, owner};
    R::parts(pipeline, rows, visit);
    return planned;
}

}  // namespace detail

/// The exact bytes that each part of the pipeline will hold, with batches of `rows` rows (its own number unless said),
/// and the model that it scores with if a budget holds it (one that states a limit, not `system_memory()`). A budget of
/// `plan(pipeline).total()` bytes suffices to load that model and to run.
///
/// Depends on model, schema and options, never on the input. Allocates: nothing; nothing is read or acquired.
template <batch_range R>
[[nodiscard]] constexpr memory_plan plan(R const& pipeline, std::size_t rows) {
    return detail::plan_for(pipeline, rows, nullptr);
}

template <batch_range R>
[[nodiscard]] constexpr memory_plan plan(R const& pipeline) {
    return plan(pipeline, pipeline.batch_rows());
}

/// The largest batch, of pipeline.batch_rows() rows at most, whose admission is at most `bytes` and no larger than a
/// region can be; 0: no batch is small enough. Allocates: nothing.
template <batch_range R>
[[nodiscard]] constexpr std::size_t largest_batch_rows(R const& pipeline, std::size_t bytes) {
    std::size_t fits = 0, too_many = pipeline.batch_rows() + 1;
    auto const most_bytes = std::min(bytes, largest_region_bytes);
    while (too_many - fits > 1) {
        auto const middle = fits + (too_many - fits) / 2;
        (plan(pipeline, middle).admission() <= most_bytes ? fits : too_many) = middle;
    }
    return fits;
}

/// As above for what is left of the budget.
template <batch_range R>
[[nodiscard]] std::size_t largest_batch_rows(R const& pipeline, budget const& memory) {
    return largest_batch_rows(pipeline, memory.available());
}

namespace detail {

/// The rows of the batches that an admission to `memory` would choose.
template <batch_range R>
[[nodiscard]] std::size_t chosen_batch_rows(R const& pipeline, budget const& memory) {
    if constexpr (adaptive_batch_range<R>)
        if (pipeline.batch_is_automatic()) return std::max<std::size_t>(1, largest_batch_rows(pipeline, memory));
    return pipeline.batch_rows();
}

}  // namespace detail

/// The plan of the pipeline as `admit` would admit it to `memory` now; a model counts if `memory` holds it.
template <batch_range R>
[[nodiscard]] memory_plan plan(R const& pipeline, budget const& memory) {
    return detail::plan_for(pipeline, detail::chosen_batch_rows(pipeline, memory), &memory);
}

}  // namespace arenite::inline ARENITE_ABI
