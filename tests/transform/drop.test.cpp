// SPDX-License-Identifier: MIT
#include <arenite/transform/drop.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::drop;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income"), arenite::number("weight")};

TEST_SUITE("transform") {
    TEST_CASE("drop: the others are left, in their order") {
        auto const made = made_by(drop("age"), {{30, 1, 2000, 4}}, people);
        CHECK(made.names == std::vector<std::string>{"city", "income", "weight"});
        CHECK(same_rows(made.rows, {{1, 2000, 4}}));
        CHECK(same_rows(made_by(drop("income", "city"), {{30, 1, 2000, 4}}, people).rows, {{30, 4}}));
        CHECK(same_rows(made_by(drop("weight", "age", "income"), {{30, 1, 2000, 4}}, people).rows, {{1}}));
    }

    TEST_CASE("drop: refuses what is not there, or to leave nothing") {
        CHECK(refusal_of(drop("town"), people) ==
              "drop: there is no column 'town'; the columns are 'age', 'city', 'income', 'weight'");
        CHECK(refusal_of(drop("income", "city", "age", "weight"), people) == "drop: no column of the tile is left");
        CHECK(refusal_of(drop("age", "city", "age"), people) == "drop: 'age' is named twice");
    }

    TEST_CASE("drop: keeps the contract of stages") { contracts::check_tile_stage(drop("city"), people); }
}

}  // namespace
