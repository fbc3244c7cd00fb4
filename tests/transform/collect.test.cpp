// SPDX-License-Identifier: MIT
#include <arenite/transform/collect.hpp>

#include <arenite/core/data_error.hpp>
#include <arenite/transform/filter.hpp>
#include <arenite/transform/first_rows.hpp>
#include <arenite/transform/impute.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::collect;

/// Whether it is those numbered rows.
bool is_numbered(arenite::batch<double> const& all, std::size_t count) {
    bool same = all.rows() == count && all.cols() == 2;
    for (std::size_t r = 0; same && r != count; ++r)
        same = all(r, 0) == static_cast<double>(r) && all(r, 1) == 2 * all(r, 0);
    return same;
}

TEST_SUITE("transform") {
    TEST_CASE("collect: all rows of a pipeline, in memory of a budget that holds nothing else afterwards") {
        for (std::size_t const count : {0U, 1U, 5U, 100U, 101U, 1000U})
            for (std::size_t const batch_rows : {1U, 7U, 100U}) {
                auto const rows = numbered_rows(count);
                arenite::budget memory{1 << 20};
                auto const all = collect(
                    arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered}) | arenite::impute(0),
                    memory);
                CHECK(is_numbered(all, count));
                CHECK(memory.used() == arenite::round_up(count * 2 * sizeof(double)));
            }
    }

    TEST_CASE("collect: needs the rows at most two and a half times, and the pipeline") {
        for (std::size_t const count : {100U, 1000U, 10'000U}) {
            auto const rows = numbered_rows(count);
            auto pipeline = arenite::batches_from(rows, {.batch_rows = 10, .schema = numbered}) | arenite::impute(0);
            auto const planned = arenite::plan(pipeline).total();
            arenite::budget memory{planned + count * 2 * sizeof(double) * 5 / 2 + 32 * 64};
            CHECK(is_numbered(collect(pipeline, memory), count));
        }
    }

    TEST_CASE("collect: a budget that is too small is an error, and holds nothing") {
        auto const rows = numbered_rows(1000);
        arenite::budget memory{20'000};
        CHECK_THROWS_AS(static_cast<void>(collect(arenite::batches_from(rows, {.schema = numbered}), memory)),
                        arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("collect: of at most so many rows, with one acquisition for them") {
        auto const rows = numbered_rows(100);
        auto const pipeline = [&] {
            return arenite::batches_from(rows, {.batch_rows = 7, .schema = numbered}) | arenite::impute(0);
        };
        auto const planned = arenite::plan(pipeline()).total();
        for (std::size_t const most : {100U, 200U}) {
            arenite::budget memory{planned + most * 2 * sizeof(double)};
            CHECK(is_numbered(collect(pipeline(), most, memory), 100));
            CHECK(memory.peak() == memory.limit());
            CHECK(memory.used() == 0);
        }
        arenite::budget memory{1 << 20};
        CHECK_THROWS_WITH_AS(static_cast<void>(collect(pipeline(), 99, memory)),
                             "collect: found more rows, expected at most 99", arenite::data_error);
        CHECK(memory.used() == 0);
        CHECK(is_numbered(collect(pipeline() | arenite::first_rows(50), 50, memory), 50));
        CHECK(collect(pipeline() | arenite::first_rows(0), 0, memory).rows() == 0);
    }

    TEST_CASE("collect: of float, of a pipeline that is borrowed, and what a filter leaves") {
        std::vector<std::array<float, 2>> const rows{{1, 2}, {3, 4}, {5, 6}};
        auto kept = arenite::batches_from(rows) |
                    arenite::filter([](auto const& batch, std::size_t r) noexcept { return batch(r, 0) > 2; });
        auto const all = collect(kept);
        static_assert(std::same_as<decltype(all), arenite::batch<float> const>);
        REQUIRE(all.rows() == 2);
        CHECK(all(1, 1) == 6);
    }
}

}  // namespace
