// SPDX-License-Identifier: MIT
#pragma once

#include "support/malloc_probe.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

/// `count` rows of two columns, `n` (the number of the row) and `twice`.
[[nodiscard]] inline std::vector<std::vector<double>> numbered_rows(std::size_t count) {
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i != count; ++i) rows.push_back({static_cast<double>(i), 2 * static_cast<double>(i)});
    return rows;
}
inline arenite::schema const numbered{arenite::number("n"), arenite::number("twice")};

/// The first cell of each row that a range gives; each row is whole, and has the number that `row_ids` says.
template <class Range>
[[nodiscard]] std::vector<double> numbers_of(Range&& range) {
    std::vector<double> numbers;
    for (auto const batch : range) {
        REQUIRE(batch.rows() != 0);
        REQUIRE(range.row_ids().size() == batch.rows());
        for (std::size_t r = 0; r != batch.rows(); ++r) {
            numbers.push_back(batch(r, 0));
            CHECK(batch(r, 1) == 2 * batch(r, 0));
            CHECK(static_cast<double>(range.row_ids()[r]) == batch(r, 0));
        }
    }
    return numbers;
}

/// Of rows that a stage makes of `count` numbered ones.
template <class Stage>
[[nodiscard]] std::vector<double> numbers_by(Stage const& stage, std::size_t count, std::size_t batch_rows) {
    auto const rows = numbered_rows(count);
    return numbers_of(arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered}) | stage);
}

/// It runs in exactly what was planned, is refused one byte less, gives everything back, and asks for nothing from the
/// second batch on.
template <class Stage>
void check_memory_of_stage(Stage const& stage) {
    auto const rows = numbered_rows(2000);
    for (std::size_t const batch_rows : {1U, 7U, 100U}) {
        auto range = arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered}) | stage;
        auto const planned = arenite::plan(range).total();
        arenite::budget exact{planned}, short_of_one{planned - 1};
        CHECK_FALSE(arenite::try_admit(range, short_of_one));
        {
            auto run = arenite::admit(range, exact);
            auto at = run.begin();
            REQUIRE(at != run.end());
            ++at;
            allocation_count const counted;
            for (; at != run.end(); ++at) {
            }
            auto const calls = counted.calls();
            CHECK(calls == 0);
            CHECK(exact.peak() == planned);
        }
        CHECK(exact.used() == 0);
    }
}
