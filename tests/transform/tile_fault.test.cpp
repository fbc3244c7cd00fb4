// SPDX-License-Identifier: MIT
#include <arenite/transform/tile_fault.hpp>

#include <doctest/doctest.h>

static_assert(!arenite::tile_fault{} && arenite::tile_fault{0, 0, "", ""} && arenite::tile_fault{.row = 3});

TEST_SUITE("transform") {
    TEST_CASE("tile_fault: there is none unless it has a row") {
        arenite::tile_fault fault;
        CHECK_FALSE(fault);
        fault.row = 0;
        CHECK(fault);
    }
}
