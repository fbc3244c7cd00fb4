// SPDX-License-Identifier: MIT
#include <arenite/load/row_position.hpp>

#include <doctest/doctest.h>

namespace {

TEST_SUITE("load") {
    TEST_CASE("row_position: begins at the first byte of the first line") {
        constexpr arenite::row_position start{};
        CHECK(start.row == 0);
        CHECK(start.line == 1);
        CHECK(start.byte == 0);
    }
}

}  // namespace
