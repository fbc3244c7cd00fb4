// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/memory/budget.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct plan_parts {
    memory_plan& plan;

    template <class T>
    constexpr void operator()(std::string_view stage, std::span<T> const&, std::size_t count) const {
        if (count != 0) plan.add(stage, arena_bytes<T>(count));
    }
};

struct place_parts {
    arena& memory;

    template <class T>
    void operator()(std::string_view, std::span<T>& part, std::size_t count) const noexcept {
        if (count != 0) part = memory.take<T>(count);
    }
};

struct clear_parts {
    template <class T>
    void operator()(std::string_view, std::span<T>& part, std::size_t) const noexcept {
        part = {};
    }
};

}  // namespace detail

/// The exact bytes that each part of the pipeline will hold, with batches of `rows` rows (its own number unless said).
/// Depends on model, schema and options, never on the input. Allocates: nothing; nothing is read or acquired.
template <batch_range R>
[[nodiscard]] constexpr memory_plan plan(R const& pipeline, std::size_t rows) {
    memory_plan planned;
    R::parts(pipeline, rows, detail::plan_parts{planned});
    return planned;
}

template <batch_range R>
[[nodiscard]] constexpr memory_plan plan(R const& pipeline) {
    return plan(pipeline, pipeline.batch_rows());
}

/// The largest batch, of pipeline.batch_rows() rows at most, whose plan is at most `bytes`; 0: no batch is small enough.
/// Allocates: nothing.
template <batch_range R>
[[nodiscard]] constexpr std::size_t largest_batch_rows(R const& pipeline, std::size_t bytes) {
    std::size_t fits = 0, too_many = pipeline.batch_rows() + 1;
    while (too_many - fits > 1) {
        auto const middle = fits + (too_many - fits) / 2;
        (plan(pipeline, middle).total() <= bytes ? fits : too_many) = middle;
    }
    return fits;
}

template <batch_range R>
[[nodiscard]] std::size_t largest_batch_rows(R const& pipeline, budget const& memory) {
    return largest_batch_rows(pipeline, memory.available());
}

}  // namespace arenite::inline ARENITE_ABI
