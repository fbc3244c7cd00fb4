// SPDX-License-Identifier: MIT
#include <arenite/batch/default_missing_tokens.hpp>

#include <doctest/doctest.h>

#include <algorithm>

TEST_SUITE("batch") {
    TEST_CASE("default_missing_tokens: what people and pandas write for nothing") {
        using arenite::default_missing_tokens;
        for (auto const* const token : {"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"})
            CHECK(std::ranges::count(default_missing_tokens, token) == 1);
        CHECK(default_missing_tokens.size() == 9);
    }
}
