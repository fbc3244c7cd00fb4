// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/batch/stage_chain.hpp>
#include <arenite/transform/tile_fault.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Of a stage without constants.
struct no_constant {};

template <class S, class T>
struct constant_of {
    using type = no_constant;
};
template <class S, class T>
    requires requires { typename S::constant; }
struct constant_of<S, T> {
    using type = typename S::constant;
};
template <class S, class T>
    requires requires { typename S::template constant_of<T>; }
struct constant_of<S, T> {
    using type = typename S::template constant_of<T>;
};

template <class Result>
concept applied = std::same_as<Result, void> || std::same_as<Result, tile_fault>;

/// What `apply` gets behind the tiles.
template <class S, class T>
using constants_of = std::span<typename constant_of<S, T>::type const>;
template <class S, class T>
concept has_constants = !std::same_as<typename constant_of<S, T>::type, no_constant>;

template <class S, class T>
concept applies_in_place =
    (!has_constants<S, T> && requires(S const& stage, batch_view<T> tile) {
        { stage.apply(tile) } noexcept -> applied;
    }) || (has_constants<S, T> && requires(S const& stage, batch_view<T> tile, constants_of<S, T> constants) {
        { stage.apply(tile, constants) } noexcept -> applied;
    });
template <class S, class T>
concept applies_anew = (!has_constants<S, T> &&
                        requires(S const& stage, batch_view<T const> from, batch_view<T> to) {
                            { stage.apply(from, to) } noexcept -> applied;
                        }) ||
                       (has_constants<S, T> && requires(S const& stage, batch_view<T const> from, batch_view<T> to,
                                                        constants_of<S, T> constants) {
                           { stage.apply(from, to, constants) } noexcept -> applied;
                       });

// What a stage need not have, but if it has it, then rightly: who asks whether it is there asks a stage that is not
// const.
template <class S>
concept counts_columns = requires(S& stage, schema_view before) { stage.columns(before); };
template <class S>
concept states_columns = requires(S& stage, schema_view before, std::size_t i) { stage.column_at(before, i); };
template <class S>
concept writes_names =
    requires(S& stage, schema_view before, std::size_t i, name_sink to) { stage.write_name(before, i, to); };
template <class S>
concept checks_columns = requires(S& stage, schema_view before) { stage.check(before); };

template <class S>
concept rightly_counts = !counts_columns<S> || requires(S const& stage, schema_view before) {
    { stage.columns(before) } noexcept -> std::same_as<std::size_t>;
};
template <class S>
concept rightly_states = !states_columns<S> || requires(S const& stage, schema_view before, std::size_t i) {
    { stage.column_at(before, i) } noexcept -> std::same_as<column>;
};
template <class S>
concept rightly_writes =
    !writes_names<S> ||
    (states_columns<S> && requires(S const& stage, schema_view before, std::size_t i, name_sink to) {
        { stage.write_name(before, i, to) } -> std::same_as<void>;
    });
template <class S>
concept rightly_checks = !checks_columns<S> || requires(S& stage, schema_view before) {
    { stage.check(before) } -> std::same_as<void>;
};
template <class S, class T>
concept rightly_fills = !has_constants<S, T> ||
                        (std::is_trivially_destructible_v<typename constant_of<S, T>::type> &&
                         requires(S const& stage, schema_view before, std::span<typename constant_of<S, T>::type> to) {
                             { stage.constants(before) } noexcept -> std::same_as<std::size_t>;
                             { stage.fill(before, to) } noexcept -> std::same_as<void>;
                         });

}  // namespace detail

/// S prepares tiles of T: a stage that anybody can write, `rows | S{}`. A value; what it needs of its own it holds.
///
///     struct halve {  // the columns stay: it works in place
///         static constexpr std::string_view stage_name = "halve";  // in plans, reports and errors
///         void apply(arenite::batch_view<double> tile) const noexcept {
///             for (std::size_t r = 0; r != tile.rows(); ++r)
///                 for (std::size_t c = 0; c != tile.cols(); ++c) tile(r, c) /= 2;
///         }
///     };
///
/// With other columns than the rows before it, it has
///  - `columns(before)`, how many, and `column_at(before, i)`, which: both noexcept, without allocation. `before` are
///    the columns of the tile: no texts, which go along by themselves and come last. A column of `before` that is
///    handed on keeps its name. Set `made` of one that is new.
///  - `apply(batch_view<T const> from, batch_view<T> to) const noexcept` instead of `apply(tile)`.
///
/// If it likes, it has
///  - `check(before)`: throws shape_error when it is composed with rows that it does not fit. It need not be const: a
///    range calls it on the copy that it holds, before anything else, and the stage may remember places of columns;
///  - `using constant = X`, `constants(before)`, how many, and `fill(before, std::span<X>)`, both noexcept: what is
///    worked out once, in planned memory; `apply` gets them as last argument, `std::span<X const>`. (Where they
///    depend on T: `template <class T> using constant_of`.)
///  - `column_at` alone, where columns stay but are to be called something else;
///  - `write_name(before, i, name_sink)`, for names that are put together from pieces;
///  - `apply` that returns tile_fault: the first cell that it refuses.
///
/// Semantics (not checked by the compiler; tests/contracts/tile_stage_contract.hpp runs them for any S):
///  - rows are independent of each other: a tile is any number of rows of a batch, at least one;
///  - strides do not matter; all of `to` is written, and `from` and `to` do not overlap;
///  - the same columns give the same answers; counts do not change;
///  - const means shareable: any threads may call `apply` at once, each with its own tile.
template <class S, class T>
concept tile_stage_of =
    named_stage<S> && std::copy_constructible<S> && detail::rightly_counts<S> && detail::rightly_states<S> &&
    detail::rightly_writes<S> && detail::rightly_checks<S> && detail::rightly_fills<S, T> &&
    (!detail::counts_columns<S> || detail::states_columns<S>)&&(
        detail::applies_anew<S, T> || (detail::applies_in_place<S, T> && !detail::counts_columns<S>));

/// S is a stage for tiles of double, or of float, or of both.
template <class S>
concept tile_stage = tile_stage_of<S, double> || tile_stage_of<S, float>;

}  // namespace arenite::inline ARENITE_ABI
