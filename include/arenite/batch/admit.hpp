// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/plan.hpp>
#include <arenite/memory/system_memory.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI {

namespace detail {

template <batch_range R>
void place(R& pipeline, region const& memory) noexcept {
    arena free{memory.bytes()};
    R::parts(pipeline, pipeline.batch_rows(), place_parts{free});
}

/// The region of a pipeline that is iterated without `admit`, and of an admitted one: clears the pipeline's spans before
/// the bytes go.
template <class R>
class placement {
public:
    placement() = default;
    placement(R& pipeline, region&& acquired) noexcept : memory_(std::move(acquired)) { place(pipeline, memory_); }

    /// Admits `pipeline` to `system_memory()` unless it is placed already.
    void ensure(R& pipeline) {
        contract(!memory_ || pipeline.placed(), "a range is iterated once: like a file, it is single pass");
        if (pipeline.placed()) return;
        memory_ = system_memory().acquire("pipeline", plan(pipeline).total());
        place(pipeline, memory_);
    }

    /// Call it from the destructor of what holds both.
    void clear(R& pipeline) noexcept {
        if (memory_) R::parts(pipeline, pipeline.batch_rows(), clear_parts{});
    }

private:
    region memory_;
};

}  // namespace detail

namespace detail {

/// The part of a plan with which the sum first exceeds `bytes`.
[[nodiscard]] constexpr std::string_view first_part_over(memory_plan const& planned, std::size_t bytes) noexcept {
    for (auto const& [stage, part_bytes] : planned.parts()) {
        if (part_bytes > bytes) return stage;
        bytes -= part_bytes;
    }
    return "system memory";
}

template <batch_range R>
[[noreturn]] void refuse(R const& pipeline, memory_plan const& planned, budget const& memory) {
    auto const left = memory.available();
    raise(budget_exceeded{first_part_over(planned, left), planned.total(), left, largest_batch_rows(pipeline, left)});
}

}  // namespace detail

/// A pipeline with all of its memory: from one acquisition, given back by the destructor.
template <class Held>
class admitted {
    using range = std::remove_reference_t<Held>;

public:
    admitted(Held&& pipeline, region&& acquired) noexcept
        : pipeline_(static_cast<Held&&>(pipeline)), placement_(pipeline_.get(), std::move(acquired)) {}
    admitted(admitted&&) = default;
    admitted& operator=(admitted&&) = delete;
    ~admitted() { placement_.clear(pipeline_.get()); }

    [[nodiscard]] auto begin() { return pipeline_.get().begin(); }
    [[nodiscard]] auto end() { return pipeline_.get().end(); }
    [[nodiscard]] range& pipeline() noexcept { return pipeline_.get(); }

private:
    held<Held> pipeline_;
    detail::placement<range> placement_;
};

/// Acquires all of the pipeline's memory at once, or throws budget_exceeded: with the part of the plan that no longer
/// fits, all that was requested, and the largest batch that would fit.
///
/// Allocates: once: plan(pipeline).total() from `memory`, released by the destructor of what is returned.
/// Lifetime:  an lvalue pipeline is borrowed, an rvalue is taken.
template <class R>
    requires batch_range<std::remove_cvref_t<R>>
[[nodiscard]] admitted<R> admit(R&& pipeline, budget& memory) {
    auto const planned = plan(pipeline);
    contract(!pipeline.placed(), "a pipeline is admitted once");
    auto acquired = memory.try_acquire(planned.total());
    if (!acquired) detail::refuse(pipeline, planned, memory);
    return {static_cast<R&&>(pipeline), std::move(acquired)};
}

}  // namespace arenite::inline ARENITE_ABI
