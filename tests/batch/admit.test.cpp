// SPDX-License-Identifier: MIT
#include <arenite/batch/admit.hpp>

#include <arenite/memory/failing_source.hpp>

#include "support/claim_that_ends.hpp"
#include "support/counting_source.hpp"
#include "support/sample_range.hpp"

#include <doctest/doctest.h>

#include <ranges>

using arenite::admit, arenite::budget, arenite::budget_exceeded, arenite::plan;

namespace {

/// The sum of the first column: of n rows 0 + 1 + … + n - 1.
template <class R>
double sum_of(R&& range) {
    double sum = 0;
    for (auto const batch : range)
        for (std::size_t r = 0; r != batch.rows(); ++r) sum += batch(r, 0);
    return sum;
}

/// A range that borrows another one and has a part of its own.
struct around {
    sample_range& rows;
    std::size_t count = 5;
    std::span<char> own{};

    [[nodiscard]] arenite::schema_view schema() const noexcept { return rows.schema(); }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return rows.batch_rows(); }
    [[nodiscard]] bool placed() const noexcept { return !own.empty(); }
    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t batch_rows, Visitor& visit) {
        sample_range::parts(self.rows, batch_rows, visit);
        visit("own", self.own, self.count);
    }
    auto begin() { return rows.begin(); }
    auto end() { return rows.end(); }
};

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("admit: one acquisition of exactly the plan, given back at the end") {
        counting_source source;
        sample_range rows{10, 3, 4};
        budget memory{plan(rows).total(), source};
        {
            auto run = admit(rows, memory);
            CHECK(rows.placed());
            CHECK(source.acquired == 1);
            CHECK(memory.available() == 0);
            CHECK(sum_of(run) == 45);
            CHECK(source.acquired == 1);
            CHECK(&run.pipeline() == &rows);
        }
        CHECK_FALSE(rows.placed());
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("admit: one byte less than the plan is refused, with the stage and the batch that would fit") {
        counting_source source;
        sample_range rows{10, 8, 100};
        auto const total = plan(rows).total();
        budget memory{total - 1, source};
        try {
            auto const run = admit(rows, memory);
            FAIL("one byte is missing");
        } catch (budget_exceeded const& refused) {
            CHECK(refused.stage() == "sample tile");
            CHECK(refused.requested() == total);
            CHECK(refused.available() == total - 1);
            CHECK(refused.largest_batch_rows() == 99);
        }
        CHECK(source.acquired == 0);
        CHECK_FALSE(rows.placed());
    }

    TEST_CASE("admit: what no batch fits into says so") {
        sample_range rows{10, 8, 100};
        budget memory{63};
        try {
            auto const run = admit(rows, memory);
            FAIL("nothing fits");
        } catch (budget_exceeded const& refused) {
            CHECK(refused.stage() == "sample fixed");
            CHECK(refused.largest_batch_rows() == 0);
        }
    }

    TEST_CASE("admit: what the source refuses leaves nothing behind, and may be tried again") {
        counting_source regions;
        arenite::failing_source source{regions, 0};
        budget memory{1 << 20, source};
        sample_range rows{10, 3, 4};
        CHECK_THROWS_AS(static_cast<void>(admit(rows, memory)), budget_exceeded);
        CHECK_FALSE(rows.placed());
        auto run = admit(rows, memory);
        CHECK(sum_of(run) == 45);
    }

    TEST_CASE("admit: an rvalue is taken, and what is returned may be moved") {
        counting_source source;
        budget memory{4096, source};
        {
            auto first = admit(sample_range{10, 3, 4}, memory);
            auto second = std::move(first);
            CHECK(source.outstanding == 1);
            CHECK(sum_of(second) == 45);
        }
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("admit: a pipeline is admitted once") {
        budget memory{4096};
        sample_range rows{10, 3, 4};
        auto const run = admit(rows, memory);
        CHECK(claim_that_ends([&] { static_cast<void>(admit(rows, memory)); }) == "a pipeline is admitted once");
    }

    TEST_CASE("admit: what runs in one pipeline cannot be part of another one") {
        budget memory{4096};
        sample_range rows{10, 3, 4};
        auto const run = admit(rows, memory);
        auto whole = around{rows};
        CHECK(claim_that_ends([&] { static_cast<void>(admit(whole, memory)); }) ==
              "a range runs in one pipeline at a time");
    }

    TEST_CASE("admit: what the plan was made of may not become something else while the pipeline lives") {
        CHECK(claim_that_ends([] {
                  budget memory{4096};
                  sample_range rows{10, 3, 4};
                  auto whole = around{rows};
                  auto const run = admit(whole, memory);
                  whole.count = 1000;
              }) == "what a pipeline borrows stays as it was until it ends");
    }

    TEST_CASE("admit: what is larger than any region is refused by any budget, with the batch that would fit") {
        sample_range rows{10, std::size_t{1} << 40, std::size_t{1} << 30};
        budget memory{budget::unlimited};
        auto const refused = arenite::try_admit(rows, memory);
        REQUIRE_FALSE(refused);
        CHECK(refused.refusal().stage() == "sample tile");
        CHECK(refused.refusal().largest_batch_rows() == (std::size_t{1} << 19) - 1);
        CHECK(memory.peak() == 0);
    }

    TEST_CASE("admit: std adaptors take what was admitted") {
        budget memory{4096};
        auto run = admit(sample_range{10, 3, 4}, memory);
        std::size_t batches = 0;
        for (auto const batch : run | std::views::filter([](auto const& one) { return one.rows() == 4; }))
            batches += batch.cols() / 3;
        CHECK(batches == 2);
    }

    TEST_CASE("begin: without an admission it admits to system_memory(), which counts it") {
        auto const before = arenite::system_memory().used();
        {
            sample_range rows{10, 3, 4};
            auto const first = rows.begin();
            CHECK((*first).rows() == 4);
            CHECK(arenite::system_memory().used() == before + plan(rows).total());
        }
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("begin: of a range that has nothing to show for its memory happens once") {
        sample_range nothing{10, 0, 4};
        static_cast<void>(nothing.begin());
        CHECK(claim_that_ends([&] { static_cast<void>(nothing.begin()); }) ==
              "a range is iterated once: like a file, it is single pass");
    }

    TEST_CASE("begin: of an admitted range acquires nothing more") {
        auto const before = arenite::system_memory().peak();
        budget memory{4096};
        CHECK(sum_of(admit(sample_range{10, 3, 4}, memory)) == 45);
        CHECK(arenite::system_memory().peak() == before);
    }
}
