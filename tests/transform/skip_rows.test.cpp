// SPDX-License-Identifier: MIT
#include <arenite/transform/skip_rows.hpp>

#include <arenite/transform/filter.hpp>
#include <arenite/transform/first_rows.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::skip_rows;

TEST_SUITE("transform") {
    TEST_CASE("skip_rows: the rows behind the first ones, whatever the batches are") {
        auto const rows = numbered_rows(10);
        for (std::size_t const batch_rows : {1U, 2U, 3U, 100U})
            for (std::size_t const skipped : {0U, 1U, 2U, 3U, 4U, 9U, 10U, 11U}) {
                auto const made = made_by(skip_rows(skipped), rows, numbered, batch_rows);
                CHECK(made.rows.size() == 10 - std::min<std::size_t>(skipped, 10));
                CHECK(std::equal(made.rows.rbegin(), made.rows.rend(), rows.rbegin()));
            }
    }

    TEST_CASE("skip_rows: rows keep their numbers") {
        auto const third = arenite::filter("n", [](double x) noexcept { return static_cast<int>(x) % 3 == 0; });
        CHECK(numbers_by(third | skip_rows(2) | arenite::first_rows(3), 20, 4) == std::vector{6.0, 9.0, 12.0});
        auto const rows = numbered_rows(10);
        auto later = arenite::batches_from(rows, {.batch_rows = 4, .schema = numbered}) | skip_rows(6);
        std::size_t batches = 0;
        for (auto const batch : later) {
            CHECK(static_cast<double>(later.first_row()) == batch(0, 0));
            ++batches;
        }
        CHECK(batches == 2);
    }

    TEST_CASE("skip_rows: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(skip_rows(333));
    }
}

}  // namespace
