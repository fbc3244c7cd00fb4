// SPDX-License-Identifier: MIT
#include <arenite/write/with_output_buffer.hpp>

#include "support/counting_source.hpp"
#include "support/sample_range.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

using arenite::admit, arenite::budget, arenite::plan, arenite::with_output_buffer;

TEST_SUITE("write") {
    TEST_CASE("with_output_buffer: the buffer is in the plan and in the one admission; the batches are as they were") {
        counting_source source;
        sample_range rows{10, 3, 4};
        auto writing = rows | with_output_buffer(100);
        CHECK(writing.batch_rows() == 4);
        CHECK(writing.schema().size() == 3);
        CHECK(writing.buffer().empty());
        CHECK(plan(writing).total() == plan(rows).total() + 128);
        budget memory{plan(writing).total(), source};
        {
            auto run = admit(writing, memory);
            CHECK(run.pipeline().buffer().size() == 100);
            double sum = 0;
            for (auto const batch : run) {
                run.pipeline().buffer()[99] = 'x';
                for (std::size_t r = 0; r != batch.rows(); ++r) sum += batch(r, 0);
            }
            CHECK(sum == 45);
            CHECK(source.acquired == 1);
        }
        CHECK(source.outstanding == 0);
        CHECK(writing.buffer().empty());
        auto const report = memory.report();
        REQUIRE(report.stages.size() == 2);
        CHECK(report.stages[1].name.view() == "output");
        CHECK(report.stages[1].batches == 3);
        CHECK(report.stages[1].rows == 10);
    }

    TEST_CASE("with_output_buffer: without an admission it counts in system_memory()") {
        auto const before = arenite::system_memory().used();
        {
            auto writing = sample_range{10, 3, 4} | with_output_buffer(64);
            std::size_t batches = 0;
            for (auto const batch : writing) batches += batch.rows() != 0 ? 1U : 0U;
            CHECK(batches == 3);
            CHECK(arenite::system_memory().used() == before + plan(writing).admission());
        }
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("with_output_buffer: of nothing breaks the contract") {
        throwing_contract const watched;
        CHECK_THROWS_AS(static_cast<void>(with_output_buffer(0)), broken_contract);
    }
}
