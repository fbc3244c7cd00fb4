// SPDX-License-Identifier: MIT
#pragma once

// The semantics of the concept tile_stage, run for any stage.

#include <arenite/transform/detail/lowered_stages.hpp>
#include <arenite/transform/stored_stage.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace contracts {

/// Numbers between -2 and 14, some of them missing; of a category its codes, and some that are none.
template <class T>
[[nodiscard]] std::vector<T> some_rows(arenite::schema_view columns, std::size_t rows) {
    std::vector<T> values;
    std::uint64_t state = 7;
    for (std::size_t r = 0; r != rows; ++r)
        for (std::size_t c = 0; c != columns.size(); ++c) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            auto const draw = static_cast<unsigned>(state >> 54);  // 0 to 1023
            auto const categories = static_cast<unsigned>(columns[c].vocabulary.size());
            auto value = static_cast<T>(draw) / T{64} - T{2};
            if (columns[c].kind == arenite::column_kind::category) value = static_cast<T>(draw % (categories + 1));
            values.push_back(draw % 11 == 0 ? std::numeric_limits<T>::quiet_NaN() : value);
        }
    return values;
}

/// The same bits; of what is missing any.
template <class T>
[[nodiscard]] bool same_cells(std::vector<T> const& left, std::vector<T> const& right) {
    using bytes = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [](T a, T b) {
               return std::bit_cast<bytes>(a) == std::bit_cast<bytes>(b) || (a != a && b != b);
           });
}

template <class T>
[[nodiscard]] std::vector<T> cells_of(arenite::batch_view<T const> tile) {
    std::vector<T> cells;
    for (std::size_t r = 0; r != tile.rows(); ++r)
        for (std::size_t c = 0; c != tile.cols(); ++c) cells.push_back(tile(r, c));
    return cells;
}

/// A stage and what it needs to be applied by hand.
template <class T, class S>
class applied_stage {
    using constant = typename arenite::detail::constant_of<S, T>::type;

public:
    static constexpr bool anew = arenite::detail::applies_anew<S, T>,
                          in_place = arenite::detail::applies_in_place<S, T>;

    applied_stage(S const& stage, arenite::schema_view columns) : stage_(stage), cols_(columns.size()) {
        if constexpr (arenite::detail::checks_columns<S>) stage_.check(columns);
        if constexpr (arenite::detail::counts_columns<S>) cols_ = stage_.columns(columns);
        if constexpr (arenite::detail::has_constants<S, T>) {
            constants_.resize(stage_.constants(columns));
            stage_.fill(columns, std::span{constants_});
        }
    }

    [[nodiscard]] std::size_t cols() const { return cols_; }

    template <class... Tiles>
    void apply(Tiles... tiles) const {
        if constexpr (arenite::detail::has_constants<S, T>)
            static_cast<void>(stage_.apply(tiles..., std::span<constant const>{constants_}));
        else static_cast<void>(stage_.apply(tiles...));
    }

    /// In one tile, row by row, whose cells hold rubbish before; out of `from` at its strides.
    [[nodiscard]] std::vector<T> made(arenite::batch_view<T const> from, T rubbish = 77) const {
        std::vector<T> cells(from.rows() * cols_, rubbish);
        arenite::batch_view<T> const to{cells.data(), from.rows(), cols_};
        if constexpr (anew) apply(from, to);
        else {
            arenite::detail::copy_tile(from, to);
            apply(to);
        }
        return cells;
    }

private:
    S stage_;
    std::size_t cols_;
    std::vector<constant> constants_;
};

/// The steps of a column_program that a file keeps of a stage make the same, cell by cell as in tiles.
template <class S>
void check_lowered(S const& stage, arenite::schema_view columns, arenite::batch_view<double const> x,
                   std::vector<double> const& expected) {
    arenite::detail::lowered_stages const lowered{columns, std::tuple<S>{stage}};
    arenite::detail::program_writer counted;
    lowered.write(counted);
    auto const held = arenite::system_memory().acquire("program", counted.used().bytes());
    arenite::arena room{held.bytes()};
    arenite::detail::program_writer written{counted.used(), room};
    lowered.write(written);
    CHECK(written.used().steps <= counted.used().steps);
    CHECK(written.used().constants == counted.used().constants);
    auto const needed = std::make_unique<bool[]>(columns.size() + written.steps().size());
    std::fill_n(needed.get(), columns.size() + written.steps().size(), true);
    arenite::column_program const program{columns.size(),
                                          lowered.made_columns().size(),
                                          written.steps(),
                                          written.constants(),
                                          {needed.get(), columns.size() + written.steps().size()}};
    arenite::stored_stage const stored{columns, lowered.made_columns(), program};
    stored.check(columns);
    CHECK(same_cells(expected, applied_stage<double, arenite::stored_stage>{stored, columns}.made(x)));
    std::vector<double> cells;
    for (std::size_t r = 0; r != x.rows(); ++r)
        for (std::size_t c = 0; c != program.cols(); ++c)
            cells.push_back(program.cell(x, r, c, std::numeric_limits<double>::quiet_NaN()));
    CHECK(same_cells(expected, cells));
}

/// For columns that the stage fits.
template <class T, class S>
void check_tile_stage(S const& stage, arenite::schema_view columns) {
    static_assert(arenite::tile_stage_of<S, T>);
    constexpr std::size_t rows = 37;
    applied_stage<T, S> const applied{stage, columns};
    auto const values = some_rows<T>(columns, rows);
    arenite::batch_view<T const> const x{values.data(), rows, columns.size()};
    auto const whole = applied.made(x);

    // what `to` holds before does not matter, and all of it is written; what is read stays
    CHECK(same_cells(whole, applied.made(x, T{-99})));
    CHECK(same_cells(values, some_rows<T>(columns, rows)));

    // rows are independent
    auto parts = applied.made(x.middle_rows(0, 11));
    for (auto const cell : applied.made(x.middle_rows(11, 1))) parts.push_back(cell);
    for (auto const cell : applied.made(x.middle_rows(12, rows - 12))) parts.push_back(cell);
    CHECK(same_cells(whole, parts));

    // nor does whether a file kept it
    if constexpr (std::same_as<T, double> && arenite::detail::lowers_columns<S>)
        check_lowered(stage, columns, x, whole);

    // a copy of the stage is the same
    S const copy{stage};
    CHECK(same_cells(whole, applied_stage<T, S>{copy, columns}.made(x)));

    // strides do not matter: column by column, with gaps that nobody touches
    auto const width = std::max(columns.size(), applied.cols());
    auto const gap = static_cast<std::ptrdiff_t>(rows + 3);
    std::vector<T> from_cells(static_cast<std::size_t>(gap) * width, T{55}), to_cells(from_cells.size(), T{55});
    arenite::batch_view<T> const from{from_cells.data(), rows, columns.size(), 1, gap};
    arenite::batch_view<T> const to{to_cells.data(), rows, applied.cols(), 1, gap};
    arenite::detail::copy_tile<T>(x, from);
    if constexpr (applied_stage<T, S>::anew) {
        applied.apply(arenite::batch_view<T const>{from}, to);
        CHECK(same_cells(whole, cells_of<T>(to)));
        for (std::size_t c = 0; c != applied.cols(); ++c) CHECK(*(&to(rows - 1, c) + 1) == T{55});
    }
    if constexpr (applied_stage<T, S>::in_place) {
        applied.apply(from);
        CHECK(same_cells(whole, cells_of<T>(from)));
        for (std::size_t c = 0; c != columns.size(); ++c) CHECK(*(&from(rows - 1, c) + 1) == T{55});
    }
}

/// For tiles of both kinds of numbers.
template <class S>
void check_tile_stage(S const& stage, arenite::schema_view columns) {
    check_tile_stage<double>(stage, columns);
    check_tile_stage<float>(stage, columns);
}

}  // namespace contracts
