// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/memory_plan.hpp>

#include <concepts>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Stands in for the three visitors of `parts`: count a part, place it, clear it.
struct any_part_visitor {
    template <class T>
    void operator()(std::string_view, std::span<T> const&, std::size_t) const noexcept {}
};

}  // namespace detail

/// A lazy, single-pass, move-only range of batches whose memory is planned as one.
///
/// Semantics:
///  - `parts(self, rows, visit)` calls `visit(stage, self.span, count)` once for each span that the range needs for
///    batches of `rows` rows, those of the range before it first. The same list plans, places and clears, so that a
///    plan is exact by construction; counts do not decrease with rows.
///  - `placed()` says whether the spans are in place; `begin()` of a range that is not admits it to `system_memory()`.
///  - `schema()` and `batch_rows()` are known before anything is read.
template <class R>
concept batch_range = requires(R& range, R const& planned, std::size_t rows,
                                detail::any_part_visitor visit) {
    { planned.schema() } noexcept -> std::same_as<schema_view>;
    { planned.batch_rows() } noexcept -> std::same_as<std::size_t>;
    { planned.placed() } noexcept -> std::same_as<bool>;
    R::parts(range, rows, visit);
    R::parts(planned, rows, visit);
    range.begin();
    range.end();
};

/// A stage is composed with `|`: `over(upstream)` makes the range that it stands for. An lvalue upstream is borrowed, an
/// rvalue is taken.
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
