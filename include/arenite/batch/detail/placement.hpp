// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/plan.hpp>
#include <arenite/memory/detail/bring_in.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Puts each part where the layout has it. What is handed out is zero at first, so that every page has been touched; so
/// have those of models that are mapped.
struct place_parts {
    std::span<std::byte> memory;
    memory_layout const& layout;
    std::size_t next = 0;

    template <class T>
    void operator()(std::string_view, std::span<T>& part, std::size_t count, part_life = part_life::run) noexcept {
        contract(part.empty(), "a range runs in one pipeline at a time");
        if (count != 0) part = arena{memory.subspan(layout.offsets[next++])}.template take<T>(count);
    }
    void stage(std::string_view, stage_time const&) const noexcept {}
    void model(held_model const& held) const noexcept { bring_in(held.mapped); }
};

/// Takes the spans away, and writes down what the stages took.
struct clear_parts {
    ledger& book;

    template <class T>
    void operator()(std::string_view, std::span<T>& part, std::size_t, part_life = part_life::run) const noexcept {
        part = {};
    }
    void stage(std::string_view name, stage_time const& took) const noexcept {
        if (took.batches != 0) book.add_stage(name, took.nanoseconds, took.batches, took.rows);
    }
    void model(held_model const&) const noexcept {}
};

/// The part of a plan with which the sum first exceeds `bytes`, or the largest region.
[[nodiscard]] constexpr std::string_view first_part_over(memory_plan const& planned, std::size_t bytes) noexcept {
    auto const layout = planned.layout();
    bytes = std::min(bytes, largest_region_bytes);
    for (std::size_t i = 0; i != planned.parts().size(); ++i) {
        if (layout.charged[i] > bytes) return planned.parts()[i].stage;
        bytes -= layout.charged[i];
    }
    return "the region source";
}

/// The region that the pipeline needs with batches of `rows` rows, or an empty one.
template <batch_range R>
[[nodiscard]] region acquire_rows(R const& pipeline, std::size_t rows, budget& memory) noexcept {
    return memory.try_acquire(plan_for(pipeline, rows, &memory));
}

/// As above for batches that may be as large as `memory` allows: for fewer rows if another thread was faster, or if the
/// source has no piece so large.
template <adaptive_batch_range R>
[[nodiscard]] region acquire_most(R& pipeline, budget& memory) noexcept {
    auto rows = chosen_batch_rows(pipeline, memory);
    auto acquired = acquire_rows(pipeline, rows, memory);
    for (; !acquired && rows > 1; acquired = acquire_rows(pipeline, rows, memory)) {
        auto const now = chosen_batch_rows(pipeline, memory);
        rows = now < rows ? now : rows / 2;
    }
    if (acquired) pipeline.set_batch_rows(rows);
    return acquired;
}

template <batch_range R>
[[nodiscard]] region acquire_for(R& pipeline, budget& memory) noexcept {
    if constexpr (adaptive_batch_range<R>)
        if (pipeline.batch_is_automatic()) return acquire_most(pipeline, memory);
    return acquire_rows(pipeline, pipeline.batch_rows(), memory);
}

/// The largest batch that would fit into what is left, of which the source may have no piece so large.
template <batch_range R>
[[nodiscard]] std::size_t rows_that_would_fit(R const& pipeline, std::size_t refused_rows, budget& memory) noexcept {
    auto rows = largest_batch_rows(pipeline, memory);
    if (rows < refused_rows) return rows;
    for (rows = refused_rows / 2; rows != 0 && !acquire_rows(pipeline, rows, memory);) rows /= 2;
    return rows;
}

/// Why `memory` gave the pipeline none; the ledger has it too.
template <batch_range R>
[[nodiscard]] budget_exceeded refusal_of(R const& pipeline, budget& memory) noexcept {
    auto const rows = chosen_batch_rows(pipeline, memory);
    auto const planned = plan_for(pipeline, rows, &memory);
    auto const left = memory.available();
    budget_exceeded const refused{first_part_over(planned, left), planned.admission(), left,
                                  rows_that_would_fit(pipeline, rows, memory)};
    memory.ledger().refuse(refused);
    return refused;
}

/// The one region of a pipeline: of an admitted one, or of one that is iterated without `admit`. Clears the pipeline's
/// spans before the bytes go.
template <class R>
class placement {
public:
    placement() = default;
    placement(R& pipeline, region&& acquired) noexcept { settle(pipeline, std::move(acquired)); }

    /// Admits `pipeline` to `system_memory()` unless it is placed already.
    void ensure(R& pipeline) {
        contract(!memory_ || pipeline.placed(), "a range is iterated once: like a file, it is single pass");
        if (pipeline.placed()) return;
        auto acquired = acquire_for(pipeline, system_memory());
        if (!acquired) raise(refusal_of(pipeline, system_memory()));
        settle(pipeline, std::move(acquired));
    }

    /// Call it from the destructor of what holds both.
    void clear(R& pipeline) noexcept {
        if (!memory_) return;
        auto& book = memory_.owner()->ledger();
        auto const planned = plan_for(pipeline, pipeline.batch_rows(), memory_.owner());
        contract(planned.admission() == memory_.size(), "what a pipeline borrows stays as it was until it ends");
        book.end_run(planned, phase_);
        clear_parts visit{book};
        R::parts(pipeline, pipeline.batch_rows(), visit);
    }

private:
    void settle(R& pipeline, region&& acquired) noexcept {
        memory_ = std::move(acquired);
        auto const planned = plan_for(pipeline, pipeline.batch_rows(), memory_.owner());
        auto const layout = planned.layout();
        place_parts visit{memory_.bytes(), layout};
        R::parts(pipeline, pipeline.batch_rows(), visit);
        phase_ = memory_.owner()->ledger().begin_run(planned, pipeline.batch_rows());
    }

    region memory_;
    std::size_t phase_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
