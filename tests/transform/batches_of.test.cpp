// SPDX-License-Identifier: MIT
#include <arenite/transform/batches_of.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/filter.hpp>
#include <arenite/transform/impute.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::batches_of;

template <class Range>
std::vector<std::size_t> sizes_of(Range&& range) {
    std::vector<std::size_t> sizes;
    for (auto const batch : range) sizes.push_back(batch.rows());
    return sizes;
}

TEST_SUITE("transform") {
    TEST_CASE("batches_of: batches of this size, whatever those before it are") {
        auto const rows = numbered_rows(10);
        for (std::size_t const batch_rows : {1U, 2U, 3U, 4U, 100U}) {
            auto const read = [&] {
                return arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered});
            };
            CHECK(sizes_of(read() | batches_of(4)) == std::vector<std::size_t>{4, 4, 2});
            CHECK(sizes_of(read() | batches_of(5)) == std::vector<std::size_t>{5, 5});
            CHECK(sizes_of(read() | batches_of(1)).size() == 10);
            CHECK(sizes_of(read() | batches_of(11)) == std::vector<std::size_t>{10});
            CHECK(same_rows(table_of(read() | batches_of(4)).rows, rows));
        }
    }

    TEST_CASE("batches_of: rows keep their numbers; stages behind it are planned for its batches") {
        auto const third = arenite::filter("n", [](double x) noexcept { return static_cast<int>(x) % 3 == 0; });
        CHECK(numbers_by(third | batches_of(3), 20, 2) == std::vector{0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0});
        auto const rows = numbered_rows(10);
        auto const made =
            arenite::batches_from(rows, {.batch_rows = 2, .schema = numbered}) | batches_of(1000) | arenite::impute(0);
        CHECK(made.batch_rows() == 1000);
        auto const planned = arenite::plan(made);
        CHECK(planned.parts().back().bytes == 1000 * 2 * sizeof(double));
        CHECK(planned.parts().back().stage == "prepared batch");
    }

    TEST_CASE("batches_of: a reader that leaves its batches to admission gets no larger ones") {
        for (std::size_t const each : {100U, 10'000U}) {
            arenite::memory_source source{"1,2\n"};
            auto rows = arenite::csv_batches(source, numbered, {.batch_rows = arenite::automatic_batch_rows});
            auto even = rows | batches_of(each);
            static_assert(!arenite::adaptive_batch_range<decltype(even)>);
            CHECK(rows.batch_rows() == std::min<std::size_t>(each, 4096));
            CHECK(even.batch_rows() == each);
        }
    }

    TEST_CASE("batches_of: a refusal says how large batches may be") {
        auto const rows = numbered_rows(10);
        auto even = arenite::batches_from(rows, {.batch_rows = 1, .schema = numbered}) | batches_of(1000);
        arenite::budget memory{arenite::plan(even, 100).total()};
        auto const tried = arenite::try_admit(even, memory);
        REQUIRE_FALSE(tried);
        CHECK(tried.refusal().largest_batch_rows() >= 100);
        CHECK(arenite::plan(even, tried.refusal().largest_batch_rows()).total() <= memory.available());
    }

    TEST_CASE("batches_of: refuses texts, and batches without rows") {
        CHECK(refusal_of(batches_of(0), numbered) == "batches_of: found 0 rows, expected at least one");
        arenite::schema const columns{arenite::text("id"), arenite::number("age")};
        arenite::memory_source source{"a,1\n"};
        auto rows = arenite::csv_batches(source, columns);
        CHECK_THROWS_AS(static_cast<void>(rows | batches_of(2)), arenite::shape_error);
    }

    TEST_CASE("batches_of: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(batches_of(30));
    }
}

}  // namespace
