// SPDX-License-Identifier: MIT
#include <arenite/core/raise.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

TEST_SUITE("core") {
    TEST_CASE("raise: throws the error itself, of its own type") {
        CHECK_THROWS_WITH_AS(arenite::raise(std::range_error{"beyond"}), "beyond", std::range_error);
    }
}
