// SPDX-License-Identifier: MIT
#include <arenite/core/monotonic_time.hpp>

#include <doctest/doctest.h>

#include <chrono>

TEST_SUITE("core") {
    TEST_CASE("monotonic_time: is the steady clock's") {
        auto const before = std::chrono::steady_clock::now().time_since_epoch();
        auto const now = std::chrono::nanoseconds{arenite::monotonic_time()};
        auto const after = std::chrono::steady_clock::now().time_since_epoch();
        CHECK(before <= now);
        CHECK(now <= after);
    }
}
