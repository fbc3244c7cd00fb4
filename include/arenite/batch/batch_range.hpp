// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/batch/held_model.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/batch/stage_time.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/memory_plan.hpp>

#include <concepts>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Stands in for the visitors of `parts`: plan, place, clear.
struct any_part_visitor {
    template <class T>
    void operator()(std::string_view, std::span<T> const&, std::size_t, part_life = part_life::run) noexcept {}
    void stage(std::string_view, stage_time const&) noexcept {}
    void model(held_model const&) noexcept {}
};

}  // namespace detail

/// A lazy, single-pass, move-only range of batches whose memory is planned as one.
///
/// Semantics:
///  - `parts(self, rows, visit)` lists what the range needs for batches of `rows` rows: first what the range before it
///    lists, then `visit.stage(name, self.time)` with the stage_time of its own work, then
///    `visit(part, self.span, count, life)` for each span, and `visit.model(held)` for a model. The same list plans,
///    places, clears and reports, so that a plan is exact by construction; counts do not decrease with rows, and are
///    the same at the end as at the start. A part for the whole run is zero at first; others hold anything.
///  - `placed()` says whether the spans are in place; `begin()` of a range that is not admits it to `system_memory()`.
///  - `schema()` and `batch_rows()` are known before anything is read.
///  - A range that leaves its batches' size to admission also has `batch_is_automatic()`; `batch_rows()` is then the
///    most, until `set_batch_rows(rows)`, called before the spans are in place, says how many fit.
template <class R>
concept batch_range = requires(R& range, R const& planned, std::size_t rows, detail::any_part_visitor& visit) {
    { planned.schema() } noexcept -> std::same_as<schema_view>;
    { planned.batch_rows() } noexcept -> std::same_as<std::size_t>;
    { planned.placed() } noexcept -> std::same_as<bool>;
    R::parts(range, rows, visit);
    R::parts(planned, rows, visit);
    range.begin();
    range.end();
};

/// A batch_range whose batches may be as large as the budget allows.
template <class R>
concept adaptive_batch_range = batch_range<R> && requires(R& range, R const& planned, std::size_t rows) {
    { planned.batch_is_automatic() } noexcept -> std::same_as<bool>;
    { range.set_batch_rows(rows) } noexcept;
};

/// As `batch_rows` of a range: the largest batch that the budget allows, at most 4096 rows.
inline constexpr std::size_t automatic_batch_rows = ~std::size_t{0}, most_automatic_batch_rows = 4096;

/// A stage is composed with `|`: `over(upstream)` makes the range that it stands for. An lvalue upstream is borrowed,
/// an rvalue is taken.
template <class S, class R>
concept stage_over = batch_range<std::remove_cvref_t<R>> && requires(S&& stage, R&& upstream) {
    { static_cast<S&&>(stage).over(static_cast<R&&>(upstream)) } -> batch_range;
};

template <class R, class S>
    requires stage_over<S, R>
[[nodiscard]] constexpr auto operator|(R&& upstream, S&& stage) {
    return static_cast<S&&>(stage).over(static_cast<R&&>(upstream));
}

/// Holds what `|` and `admit` were given: R& is borrowed, R is taken.
template <class R>
class held {
public:
    constexpr explicit held(R&& taken) : value_(static_cast<R&&>(taken)) {}
    [[nodiscard]] constexpr R& get() noexcept { return value_; }
    [[nodiscard]] constexpr R const& get() const noexcept { return value_; }

private:
    R value_;
};

template <class R>
class held<R&> {
public:
    constexpr explicit held(R& borrowed) noexcept : value_(&borrowed) {}
    [[nodiscard]] constexpr R& get() noexcept { return *value_; }
    [[nodiscard]] constexpr R const& get() const noexcept { return *value_; }

private:
    R* value_;
};

}  // namespace arenite::inline ARENITE_ABI
