// SPDX-License-Identifier: MIT
#include <arenite/memory/system_memory.hpp>

#include <doctest/doctest.h>

namespace {

/// Gives back when the program ends: the budget must still be there.
arenite::region held_to_the_end;

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("system_memory: has no limit, but counts the same") {
        auto& memory = arenite::system_memory();
        CHECK(&memory == &arenite::system_memory());
        CHECK(memory.limit() == arenite::budget::unlimited);
        auto const before = memory.used();
        {
            auto const region = memory.acquire("test", 1000);
            CHECK(memory.used() == before + 1000);
        }
        CHECK(memory.used() == before);
        held_to_the_end = memory.acquire("test", 64);
    }

    TEST_CASE("system_memory: what the system refuses is budget_exceeded") {
        CHECK_THROWS_AS(static_cast<void>(arenite::system_memory().acquire("test", std::size_t{1} << 60)),
                        arenite::budget_exceeded);
    }
}
