// SPDX-License-Identifier: MIT
#include <arenite/model/blended_model_size.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::blended_model_size;

TEST_SUITE("model") {
    TEST_CASE("blended_model_size: the parts read the rows, or what is prepared of them") {
        CHECK(blended_model_size{.features = 5}.inner() == 5);
        CHECK(blended_model_size{.features = 5, .column_steps = 9, .prepared = 3}.inner() == 3);
        CHECK(blended_model_size{.features = 5}.marks() == 0);
        CHECK(blended_model_size{.features = 5, .column_steps = 9, .prepared = 3}.marks() == 14);
        CHECK(blended_model_size{.features = 99, .line_columns = 9}.stride() == 16);
    }

    TEST_CASE("blended_model_size: each part takes multiples of 64 bytes") {
        blended_model_size size{.features = 9, .line_columns = 9};
        auto const before = size.bytes();
        size.lines = 2;
        CHECK(size.bytes() == before + 2 * 128 + 64);
        size.constants = 9;
        CHECK(size.bytes() == before + 2 * 128 + 64 + 128);
        CHECK(blended_model_size{.lines = ~std::size_t{0}}.bytes() >= arenite::largest_region_bytes);
    }
}

}  // namespace
