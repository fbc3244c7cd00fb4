// SPDX-License-Identifier: MIT
#include <arenite/load/row_options.hpp>

#include <doctest/doctest.h>

TEST_SUITE("load") {
    TEST_CASE("row_options: are as documented unless said otherwise") {
        constexpr arenite::row_options options;
        CHECK(options.batch_rows == 1024);
        CHECK(options.schema.size() == 0);
        CHECK(options.name == "rows");
    }
}
