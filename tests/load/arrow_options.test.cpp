// SPDX-License-Identifier: MIT
#include <arenite/load/arrow_options.hpp>

#include <doctest/doctest.h>

TEST_SUITE("load") {
    TEST_CASE("arrow_options: defaults") {
        constexpr arenite::arrow_options options;
        static_assert(options.batch_rows == 1024);
        static_assert(options.name == "arrow stream");
    }
}
