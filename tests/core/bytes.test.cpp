// SPDX-License-Identifier: MIT
#include <arenite/core/bytes.hpp>

#include <doctest/doctest.h>

using namespace arenite::literals;
using arenite::largest_region_bytes, arenite::round_up, arenite::saturating_bytes;

static_assert(3_B == 3 && 2_KiB == 2048 && 64_MiB == 67'108'864 && 1_GiB == 1'073'741'824);

TEST_SUITE("core") {
    TEST_CASE("bytes: round_up goes to the next multiple, and stays on one") {
        CHECK(round_up(0) == 0);
        CHECK(round_up(1) == 64);
        CHECK(round_up(64) == 64);
        CHECK(round_up(65) == 128);
        CHECK(round_up(65, 4096) == 4096);
        CHECK(round_up(largest_region_bytes) == largest_region_bytes);
    }

    TEST_CASE("bytes: a product that overflows is larger than any region") {
        CHECK(saturating_bytes(3, 8) == 24);
        CHECK(saturating_bytes(0, 8) == 0);
        CHECK(saturating_bytes(8, 0) == 0);
        CHECK(saturating_bytes(largest_region_bytes, 1) == largest_region_bytes);
        CHECK(saturating_bytes(largest_region_bytes / 8 + 1, 8) > largest_region_bytes);
        CHECK(saturating_bytes(std::size_t(-1), std::size_t(-1)) > largest_region_bytes);
        CHECK(saturating_bytes(std::size_t{1} << 61, 8) > largest_region_bytes);  // 2^64 would wrap to 0
    }
}
