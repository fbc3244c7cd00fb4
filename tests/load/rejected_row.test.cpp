// SPDX-License-Identifier: MIT
#include <arenite/load/rejected_row.hpp>

#include <doctest/doctest.h>

#include <type_traits>

TEST_SUITE("load") {
    TEST_CASE("rejected_row: lies in memory that is zero at first, and is copied without a call") {
        static_assert(std::is_trivially_copyable_v<arenite::rejected_row>);
        static_assert(std::is_trivially_destructible_v<arenite::rejected_row>);
        arenite::rejected_row const none;
        CHECK(none.row == 0);
        CHECK(none.where.line == 0);
        CHECK(none.found.view().empty());
        CHECK(none.expected.view().empty());
    }
}
