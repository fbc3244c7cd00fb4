// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/transform/tile_stage.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What is meant to be a stage for tiles of T: it has some `apply` for them, with the wrong promises perhaps.
template <class S, class T>
concept applies_somehow = requires(S& stage, batch_view<T> tile) { stage.apply(tile); } ||
                          requires(S& stage, batch_view<T const> from, batch_view<T> to) { stage.apply(from, to); } ||
                          requires(S& stage, batch_view<T> tile, constants_of<S, T> all) { stage.apply(tile, all); } ||
                          requires(S& stage, batch_view<T const> from, batch_view<T> to, constants_of<S, T> all) {
                              stage.apply(from, to, all);
                          };

/// Says in a sentence which requirement of tile_stage S does not meet.
template <class S, class T>
consteval void explain_stage() {
    static_assert(named_stage<S>, "a stage has a name: static constexpr std::string_view stage_name = \"my stage\";");
    static_assert(std::copy_constructible<S>, "a stage is a value that can be copied");
    static_assert(rightly_counts<S>, "columns(before) of a stage is const, noexcept, and returns std::size_t");
    static_assert(rightly_states<S>, "column_at(before, i) of a stage is const, noexcept, and returns arenite::column");
    static_assert(!counts_columns<S> || states_columns<S>, "a stage with columns(before) has column_at(before, i) too");
    static_assert(rightly_writes<S>,
                  "a stage with write_name(before, i, name_sink) has column_at(before, i) too; "
                  "write_name is const and returns nothing");
    static_assert(rightly_checks<S>, "check(before) of a stage returns nothing: it throws shape_error");
    static_assert(rightly_fills<S, T>,
                  "a stage with constants has constants(before), which returns std::size_t, and "
                  "fill(before, std::span of them): both const and noexcept; a constant needs no "
                  "destructor");
    static_assert(applies_in_place<S, T> || applies_anew<S, T>,
                  "apply of a stage is const, noexcept, and returns nothing or a tile_fault; behind the tiles it takes "
                  "the constants, std::span<constant const>, where a stage has some");
    static_assert(applies_anew<S, T> || !counts_columns<S>,
                  "a stage with columns(before) writes into another tile: apply(batch_view<T const> from, "
                  "batch_view<T> to)");
}

}  // namespace arenite::inline ARENITE_ABI::detail

namespace arenite::inline ARENITE_ABI {

/// Of what is almost a stage: does not compile, and says why.
template <class R, class S>
    requires batch_range<std::remove_cvref_t<R>> &&
             detail::applies_somehow<std::remove_cvref_t<S>, typename std::remove_cvref_t<R>::value_type> &&
             (!tile_stage<std::remove_cvref_t<S>>)
void operator|(R&&, S&&) {
    detail::explain_stage<std::remove_cvref_t<S>, typename std::remove_cvref_t<R>::value_type>();
}

}  // namespace arenite::inline ARENITE_ABI
