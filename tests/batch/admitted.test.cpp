// SPDX-License-Identifier: MIT
#include <arenite/batch/admitted.hpp>

#include "support/counting_source.hpp"
#include "support/process_memory.hpp"
#include "support/sample_range.hpp"

#include <arenite/memory/detail/resident_check.hpp>

#include <doctest/doctest.h>

#include <cstdio>

using arenite::admitted, arenite::budget, arenite::plan;

TEST_SUITE("batch") {
    TEST_CASE("admitted: the bytes are back, and the ledger is at nothing, before its destructor returns") {
        counting_source source;
        budget memory{1 << 20, source};
        sample_range rows{10, 3, 4};
        {
            admitted<sample_range&> run{rows, memory.try_acquire(plan(rows))};
            CHECK(rows.placed());
            CHECK(memory.report().used == plan(rows).total());
            auto moved = std::move(run);
            CHECK(source.outstanding == 1);
            for (auto const batch : moved) CHECK(batch.rows() != 0);
        }
        CHECK_FALSE(rows.placed());
        CHECK(source.outstanding == 0);
        auto const report = memory.report();
        CHECK(report.used == 0);
        CHECK(report.peak == plan(rows).total());
        REQUIRE(report.stages.size() == 1);
        CHECK(report.stages[0].name.view() == "sample");
        CHECK(report.stages[0].batches == 3);
        CHECK(report.stages[0].rows == 10);
        CHECK(report.planned_rows == 4);
        CHECK(report.phases[0].end < report.time);
    }

    TEST_CASE("admitted: every page has been touched") {
        budget memory{arenite::budget::unlimited};
        sample_range rows{100'000, 10, 50'000};
        auto const acquired_bytes = plan(rows).total();
        auto const before = minor_faults();
        auto run = admitted<sample_range&>{rows, memory.try_acquire(plan(rows))};
        auto const admitting = minor_faults() - before;
        CHECK(static_cast<std::size_t>(admitting) >= acquired_bytes / (2 << 20));  // pages may be huge
        auto const before_running = minor_faults();
        double sum = 0;
        for (auto const batch : run) sum += batch(0, 0);
        auto const running = minor_faults() - before_running;
        if (arenite::detail::under_sanitizer)
            std::puts("SKIPPED: a sanitizer's notes of the stack have pages of their own");
        else CHECK(running == 0);
        CHECK(sum == 50'000);
    }
}
