// SPDX-License-Identifier: MIT
#include <arenite/core/shape_error.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

static_assert(std::is_base_of_v<std::invalid_argument, arenite::shape_error>);
static_assert(std::is_nothrow_copy_constructible_v<arenite::shape_error>);

TEST_SUITE("core") {
    TEST_CASE("shape_error: says what does not fit") {
        CHECK(std::string{arenite::shape_error{"3 columns, not 2"}.what()} == "3 columns, not 2");
    }
}
