// SPDX-License-Identifier: MIT
#include <arenite/batch/try_admit.hpp>

#include "support/claim_that_ends.hpp"
#include "support/counting_source.hpp"
#include "support/sample_range.hpp"

#include <doctest/doctest.h>

#include <array>

using arenite::budget, arenite::plan, arenite::try_admit;

static_assert(noexcept(try_admit(std::declval<sample_range&>(), std::declval<budget&>())));

namespace {

/// Leaves the size of its batches to admission.
class growing_range : public sample_range {
public:
    growing_range() : sample_range{100, 8, 64} {}
    [[nodiscard]] bool batch_is_automatic() const noexcept { return true; }
    void set_batch_rows(std::size_t rows) noexcept { chosen_ = rows; }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return chosen_; }

private:
    std::size_t chosen_ = 64;
};
static_assert(arenite::adaptive_batch_range<growing_range> && !arenite::adaptive_batch_range<sample_range>);

/// Another tenant of the budget takes a part of it while this one is being planned.
class outrun_range : public growing_range {
public:
    explicit outrun_range(budget& memory) : memory_(&memory) {}

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        if (!self.taken_) self.taken_ = self.memory_->acquire("other", 1024);
        growing_range::parts(self, rows, visit);
    }

private:
    budget* memory_;
    mutable arenite::region taken_;
};

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("try_admit: what fits is admitted, and gives back at the end") {
        counting_source source;
        sample_range rows{10, 3, 4};
        budget memory{plan(rows).total(), source};
        {
            auto const tried = try_admit(rows, memory);
            REQUIRE(tried);
            CHECK(rows.placed());
            CHECK(source.acquired == 1);
        }
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("try_admit: what does not fit stays with the caller, who learns why and may try again") {
        sample_range rows{10, 8, 100};
        auto const total = plan(rows).total();
        budget small{total - 1}, large{total};
        auto const refused = try_admit(std::move(rows), small);
        CHECK_FALSE(refused);
        CHECK(refused.refusal().stage() == "sample tile");
        CHECK(refused.refusal().requested() == total);
        CHECK(refused.refusal().available() == total - 1);
        CHECK(refused.refusal().largest_batch_rows() == 99);
        CHECK(small.refused() == 1);
        CHECK(small.report().refusals[0].largest_batch_rows == 99);

        auto tried = try_admit(std::move(rows), large);
        REQUIRE(tried);
        std::size_t seen = 0;
        for (auto const batch : *tried) seen += batch.rows();
        CHECK(seen == 10);
    }

    TEST_CASE("try_admit: a batch size that is left to it is the largest that fits") {
        for (std::size_t const fits : {1U, 2U, 13U, 64U}) {
            CAPTURE(fits);
            growing_range rows;
            budget memory{plan(rows, fits).total()};
            CHECK(plan(rows, memory).total() == memory.limit());
            auto const tried = try_admit(rows, memory);
            REQUIRE(tried);
            CHECK(rows.batch_rows() == fits);
            CHECK(memory.used() == memory.limit());
        }
        growing_range rows;
        budget memory{plan(rows, 1).total() - 1};
        auto const refused = try_admit(rows, memory);
        REQUIRE_FALSE(refused);
        CHECK(refused.refusal().largest_batch_rows() == 0);
        CHECK(rows.batch_rows() == 64);
    }

    TEST_CASE("try_admit: what is taken of the budget in between makes the batch smaller, and refuses nothing") {
        budget memory{plan(growing_range{}, 60).total()};
        outrun_range rows{memory};
        auto const tried = try_admit(rows, memory);
        REQUIRE(tried);
        CHECK(rows.batch_rows() == 60 - 1024 / 64);
        CHECK(memory.used() == memory.limit());
        CHECK(memory.refused() == 0);
    }

    TEST_CASE("try_admit: asking for what is not there breaks the contract") {
        sample_range rows{10, 3, 4};
        budget memory{4096};
        CHECK(claim_that_ends([&] { static_cast<void>(try_admit(rows, memory).refusal()); }) ==
              "a pipeline that was admitted has no refusal");
        budget none{0};
        CHECK(claim_that_ends([&] { static_cast<void>(*try_admit(rows, none)); }) ==
              "a pipeline that was refused cannot run");
    }

    TEST_CASE("try_admit: of a source whose free bytes are in pieces, batches are as large as a piece") {
        alignas(64) static std::array<std::byte, 8192> buffer;
        budget memory{std::span{buffer}};
        auto first = memory.acquire("first", 4096);
        auto const in_the_middle = memory.acquire("second", 64);
        first = {};
        growing_range rows;
        auto const all_rows = plan(rows, 64).total();
        REQUIRE(all_rows > 4096);
        REQUIRE(all_rows <= memory.available());

        sample_range fixed{100, 8, 64};
        auto const refused = try_admit(fixed, memory);
        REQUIRE_FALSE(refused);
        CHECK(refused.refusal().stage() == "the region source");
        CHECK(refused.refusal().largest_batch_rows() == 32);

        auto const tried = try_admit(rows, memory);
        REQUIRE(tried);
        CHECK(rows.batch_rows() == 32);
    }
}
