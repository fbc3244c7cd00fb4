// SPDX-License-Identifier: MIT
#include <arenite/load/npy_options.hpp>

#include <doctest/doctest.h>

TEST_SUITE("load") {
    TEST_CASE("npy_options: are as documented unless said otherwise") {
        constexpr arenite::npy_options options;
        CHECK(options.batch_rows == 1024);
        CHECK(options.buffer_bytes == 64 * 1024);
    }
}
