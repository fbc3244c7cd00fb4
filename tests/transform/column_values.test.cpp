// SPDX-License-Identifier: MIT
#include <arenite/transform/column_values.hpp>

#include "support/claim_that_ends.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::column_values;

constexpr std::array columns{arenite::number("age"), arenite::number("income")};
constexpr std::array values{30.0, 2000.0};
static_assert(column_values{arenite::schema_view{columns}, values}[1] == 2000 && column_values{}.size() == 0);

TEST_SUITE("transform") {
    TEST_CASE("column_values: a number for each column") {
        column_values const fitted{arenite::schema_view{columns}, values};
        REQUIRE(fitted.size() == 2);
        CHECK(fitted[0] == 30);
        CHECK(fitted.columns()[1].name == "income");
    }

    TEST_CASE("column_values: numbers may be members of structs") {
        struct statistics {
            double mean, deviation;
        };
        std::array<statistics, 2> const seen{{{30, 5}, {2000, 10}}};
        column_values const deviations{arenite::schema_view{columns}, &seen[0].deviation, 2};
        CHECK(deviations[0] == 5);
        CHECK(deviations[1] == 10);
    }

    TEST_CASE("column_values: as many numbers as columns") {
        CHECK(claim_that_ends([] {
                  static_cast<void>(column_values{arenite::schema_view{columns}, std::span{values}.first(1)});
              }) == "a column has one value, and a value one column");
    }
}

}  // namespace
