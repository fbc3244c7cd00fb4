// SPDX-License-Identifier: MIT
#include <arenite/transform/first_rows.hpp>

#include <arenite/transform/filter.hpp>
#include <arenite/transform/impute.hpp>

#include "support/sample_range.hpp"
#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

#include <ranges>

namespace {

using arenite::first_rows;

/// How many rows of the source were read.
std::size_t rows_read(std::size_t wanted, std::size_t batch_rows) {
    std::size_t read = 0;
    auto source = std::views::iota(0, 100) | std::views::transform([&](int i) {
                      ++read;
                      return std::array{static_cast<double>(i)};
                  });
    std::size_t seen = 0;
    for (auto const batch : arenite::batches_from(source, {.batch_rows = batch_rows}) | first_rows(wanted))
        seen += batch.rows();
    CHECK(seen == std::min<std::size_t>(wanted, 100));
    return read;
}

TEST_SUITE("transform") {
    TEST_CASE("first_rows: as many rows as are wanted, or as there are") {
        for (std::size_t const batch_rows : {1U, 2U, 3U, 100U}) {
            auto const rows = numbered_rows(10);
            for (std::size_t const wanted : {0U, 1U, 2U, 3U, 4U, 9U, 10U, 11U}) {
                auto const made = made_by(first_rows(wanted), rows, numbered, batch_rows);
                CHECK(made.rows.size() == std::min<std::size_t>(wanted, 10));
                CHECK(std::equal(made.rows.begin(), made.rows.end(), rows.begin()));
            }
        }
    }

    TEST_CASE("first_rows: no batch is asked for that is not wanted") {
        CHECK(rows_read(0, 4) == 0);
        CHECK(rows_read(1, 4) == 4);
        CHECK(rows_read(4, 4) == 4);
        CHECK(rows_read(5, 4) == 8);
        CHECK(rows_read(1000, 4) == 100);
    }

    TEST_CASE("first_rows: rows keep their numbers") {
        auto const third = arenite::filter("n", [](double x) noexcept { return static_cast<int>(x) % 3 == 0; });
        CHECK(numbers_by(third | first_rows(3), 20, 4) == std::vector{0.0, 3.0, 6.0});
        auto const rows = numbered_rows(10);
        auto first = arenite::batches_from(rows, {.batch_rows = 4, .schema = numbered}) | first_rows(6);
        for (auto const batch : first) CHECK(static_cast<double>(first.first_row()) == batch(0, 0));
    }

    TEST_CASE("first_rows: holds nothing, and shows the rows where they lie") {
        sample_range rows{10, 2, 4};
        auto const bytes = arenite::plan(rows).total();
        auto first = rows | first_rows(6);
        CHECK(arenite::plan(first).total() == bytes);
        for (auto const batch : first) CHECK(batch.data() == rows.tile());
        check_memory_of_stage(first_rows(1500));
    }

    TEST_CASE("first_rows: other stages follow, in front and behind") {
        auto const chain = arenite::impute(0) | first_rows(5) | arenite::impute(1);
        CHECK(made_by(chain, numbered_rows(10), numbered, 3).rows.size() == 5);
    }

    TEST_CASE("first_rows: the ledger knows how many rows passed") {
        arenite::budget memory{1 << 20};
        {
            auto run = arenite::admit(sample_range{10, 2, 4} | first_rows(6), memory);
            for (auto const batch : run) CHECK(batch.rows() != 0);
        }
        CHECK(std::ranges::any_of(memory.report().stages, [](auto const& stage) {
            return stage.name.view() == "first_rows" && stage.rows == 6 && stage.batches == 2;
        }));
    }
}

}  // namespace
