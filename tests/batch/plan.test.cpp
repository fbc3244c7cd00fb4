// SPDX-License-Identifier: MIT
#include <arenite/batch/plan.hpp>

#include "support/malloc_probe.hpp"
#include "support/sample_range.hpp"

#include <doctest/doctest.h>

using arenite::largest_batch_rows, arenite::plan;

namespace {

/// The sample with a model that `owner` holds.
class modelled_range : public sample_range {
public:
    explicit modelled_range(arenite::budget& holder) : sample_range{10, 8, 10}, owner_(&holder) {}

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        sample_range::parts(self, rows, visit);
        visit.model({self.owner_, 640, 6400});
    }

private:
    arenite::budget* owner_;
};

/// A shape that is known when it is compiled.
struct fixed_range {
    std::span<double> rows{}, scores{};
    arenite::stage_time time{};

    [[nodiscard]] arenite::schema_view schema() const noexcept { return arenite::schema_view{3}; }
    [[nodiscard]] constexpr std::size_t batch_rows() const noexcept { return 100; }
    [[nodiscard]] constexpr bool placed() const noexcept { return !rows.empty(); }
    template <class Self, class Visitor>
    static constexpr void parts(Self& self, std::size_t rows, Visitor& visit) {
        visit.stage("fixed", self.time);
        visit("rows", self.rows, rows * 3);
        visit("scores", self.scores, rows);
    }
    double const* begin() const noexcept { return nullptr; }
    double const* end() const noexcept { return nullptr; }
};
static_assert(plan(fixed_range{}).total() == 2432 + 832);
static_assert(largest_batch_rows(fixed_range{}, 1024) == 32);

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("plan: lists each part with its exact bytes") {
        sample_range const rows{1000, 3, 100};
        auto const planned = plan(rows);
        REQUIRE(planned.parts().size() == 2);
        CHECK(planned.parts()[0].stage == "sample fixed");
        CHECK(planned.parts()[0].bytes == 64);
        CHECK(planned.parts()[1].bytes == arenite::round_up(100 * 3 * sizeof(double)));
        CHECK(planned.total() == 64 + planned.parts()[1].bytes);
    }

    TEST_CASE("plan: takes other batch sizes, and does not overflow") {
        sample_range const rows{1000, 3, 100};
        CHECK(plan(rows, 1).total() == 128);
        CHECK(plan(rows, 0).total() == 64);
        CHECK(plan(rows, std::size_t(-1)).total() > arenite::largest_region_bytes);
    }

    TEST_CASE("plan: depends on the options, not on how many rows there are, and acquires nothing") {
        if (skipped_without_malloc_probe()) return;
        sample_range const few{1, 3, 100}, many{1'000'000, 3, 100};
        allocation_count const counted;
        auto const few_bytes = plan(few).total(), many_bytes = plan(many).total();
        auto const seen = counted.requests();
        CHECK(few_bytes == many_bytes);
        CHECK(seen == memory_requests{});
    }

    TEST_CASE("largest_batch_rows: as many as fit, not one more") {
        sample_range const rows{1000, 8, 100};  // 64 bytes a row, and 64
        CHECK(largest_batch_rows(rows, 64 + 64 * 10) == 10);
        CHECK(largest_batch_rows(rows, 64 + 64 * 10 - 1) == 9);
        CHECK(largest_batch_rows(rows, 64 + 64) == 1);
        CHECK(largest_batch_rows(rows, 127) == 0);
        CHECK(largest_batch_rows(rows, 1 << 20) == 100);
        for (std::size_t bytes = 0; bytes < 8000; bytes += 37) {
            auto const fits = largest_batch_rows(rows, bytes);
            CHECK((fits == 0 || plan(rows, fits).total() <= bytes));
            CHECK((fits == 100 || plan(rows, fits + 1).total() > bytes));
        }
    }

    TEST_CASE("largest_batch_rows: what is larger than any region fits nowhere") {
        sample_range const rows{1000, std::size_t{1} << 58, 100};  // 2^61 bytes a row
        CHECK(largest_batch_rows(rows, arenite::budget::unlimited) == 1);
        CHECK(largest_batch_rows(sample_range{1000, std::size_t{1} << 60, 100}, arenite::budget::unlimited) == 0);
    }

    TEST_CASE("largest_batch_rows: of a budget, of what is left of it") {
        arenite::budget memory{64 * 12};
        sample_range const rows{1000, 8, 100};
        auto const held = memory.acquire("other", 64);
        CHECK(largest_batch_rows(rows, memory) == 10);
    }

    TEST_CASE("plan: a model counts if a budget with a limit holds it, or the one that is asked about") {
        arenite::budget memory{1 << 20}, other{1 << 20};
        auto const alone = plan(sample_range{10, 8, 10}).total();
        CHECK(plan(modelled_range{memory}).total() == 640 + 6400);
        CHECK(plan(modelled_range{memory}).admission() == alone);
        CHECK(plan(modelled_range{memory}, 1000).total() == 640 + 64 + 64'000);
        CHECK(plan(modelled_range{arenite::system_memory()}).total() == alone);
        CHECK(plan(modelled_range{memory}, memory).total() == 640 + 6400);
        CHECK(plan(modelled_range{memory}, other).total() == alone);
        CHECK(plan(modelled_range{arenite::system_memory()}, arenite::system_memory()).total() == 640 + 6400);
    }
}
