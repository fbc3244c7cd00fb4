// SPDX-License-Identifier: MIT
#include <arenite/memory/memory_plan.hpp>

#include "support/malloc_probe.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <sstream>

using arenite::largest_region_bytes, arenite::memory_plan;

namespace {

constexpr std::size_t total_of_two() {
    memory_plan plan;
    plan.add("rows", 128);
    plan.add("scores", 64);
    return plan.total();
}
static_assert(total_of_two() == 192);

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("memory_plan: keeps its parts in order and sums them") {
        memory_plan plan;
        CHECK(plan.parts().empty());
        CHECK(plan.total() == 0);
        plan.add("rows", 128);
        plan.add("scores", 64);
        REQUIRE(plan.parts().size() == 2);
        CHECK(plan.parts()[0].stage == "rows");
        CHECK(plan.parts()[1].bytes == 64);
        CHECK(plan.total() == 192);
    }

    TEST_CASE("memory_plan: a sum that overflows is larger than any region") {
        memory_plan plan;
        for (int i = 0; i != 20; ++i) plan.add("rows", largest_region_bytes);
        CHECK(plan.total() > largest_region_bytes);
        plan.add("rows", std::size_t(-1));
        CHECK(plan.total() > largest_region_bytes);
    }

    TEST_CASE("memory_plan: the part after the last that it can hold breaks the contract") {
        throwing_contract const watched;
        memory_plan plan;
        for (std::size_t i = 0; i != memory_plan::capacity; ++i) plan.add("rows", 64);
        CHECK(plan.total() == 64 * memory_plan::capacity);
        CHECK_THROWS_AS(plan.add("rows", 64), broken_contract);
    }

    TEST_CASE("memory_plan: prints a line for each part and the total") {
        memory_plan plan;
        plan.add("csv buffer", 65'536);
        plan.add("scores", 64);
        std::ostringstream out;
        out << plan;
        CHECK(out.str() == "csv buffer 65536 bytes\nscores 64 bytes\ntotal 65600 bytes");
    }
}
