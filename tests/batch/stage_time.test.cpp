// SPDX-License-Identifier: MIT
#include <arenite/batch/stage_time.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

TEST_SUITE("batch") {
    TEST_CASE("stage_time: adds up time, batches and rows; the end of the rows is no batch") {
        arenite::stage_time time;
        for (std::size_t const rows : {3U, 4U, 0U}) {
            auto const before = arenite::monotonic_time();
            time.measure([&] {
                while (arenite::monotonic_time() == before) {
                }
                return rows;
            });
        }
        CHECK(time.nanoseconds >= 3);
        CHECK(time.batches == 2);
        CHECK(time.rows == 7);
    }
}
