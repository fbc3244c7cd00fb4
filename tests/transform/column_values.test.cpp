// SPDX-License-Identifier: MIT
#include <arenite/transform/column_values.hpp>

#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>

TEST_SUITE("transform") {
    TEST_CASE("column_values: numbers side by side, or members of structs") {
        static constexpr std::array columns{arenite::number("a"), arenite::number("b")};
        static constexpr std::array numbers{1.0, 2.0, 3.0, 4.0};
        constexpr arenite::column_values dense{arenite::schema_view{columns}, std::span{numbers}.first<2>()};
        static_assert(dense[0] == 1 && dense[1] == 2 && dense.size() == 2);
        constexpr arenite::column_values spread{arenite::schema_view{columns}, numbers.data() + 1, 2};
        static_assert(spread[0] == 2 && spread[1] == 4);
        CHECK(spread.columns()[1].name == "b");
    }

    TEST_CASE("column_values: as many numbers as columns") {
        throwing_contract const throwing;
        std::array const numbers{1.0};
        CHECK_THROWS_AS(arenite::column_values(arenite::schema_view{2}, numbers), broken_contract);
        CHECK(arenite::column_values{}.size() == 0);
    }
}
