// SPDX-License-Identifier: MIT
#include <arenite/transform/transform_column.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::transform_column;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income")};
constexpr auto twice = [](double x) noexcept { return 2 * x; };

TEST_SUITE("transform") {
    TEST_CASE("transform_column: one column, missing numbers too") {
        CHECK(same_rows(made_by(transform_column("income", twice), {{1, 0, 5}, {missing, 1, missing}}, people).rows,
                        {{1, 0, 10}, {missing, 1, missing}}));
        auto const fills = [](double x) noexcept { return x == x ? x : -1; };
        CHECK(same_rows(made_by(transform_column("age", fills), {{missing, missing, missing}}, people).rows,
                        {{-1, missing, missing}}));
    }

    TEST_CASE("transform_column: takes the function with what it holds") {
        double factor = 3;
        auto const stage = transform_column("age", [factor](double x) noexcept { return factor * x; });
        factor = 0;
        CHECK(same_rows(made_by(stage, {{2, 0, 5}}, people).rows, {{6, 0, 5}}));
    }

    TEST_CASE("transform_column: of float") {
        CHECK(made_by<float>(transform_column("age", twice), {{0.1, 0, 5}}, people).rows[0][0] ==
              static_cast<double>(2 * 0.1f));
    }

    TEST_CASE("transform_column: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(transform_column("ages", twice), people) ==
              "transform_column: there is no column 'ages'; the columns are 'age', 'city', 'income'");
        CHECK(refusal_of(transform_column("city", twice), people) ==
              "transform_column: column 'city' is a category, not a number");
    }

    TEST_CASE("transform_column: keeps the contract of stages") {
        contracts::check_tile_stage(transform_column("income", twice), people);
    }
}

}  // namespace
