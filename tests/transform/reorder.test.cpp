// SPDX-License-Identifier: MIT
#include <arenite/transform/reorder.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::reorder;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income"), arenite::number("age")};

TEST_SUITE("transform") {
    TEST_CASE("reorder: these first, the others behind them in their order") {
        auto const made = made_by(reorder("income", "age"), {{30, 1, 2000, 4}}, people);
        CHECK(made.names == std::vector<std::string>{"income", "age", "city", "age"});
        CHECK(same_rows(made.rows, {{2000, 30, 1, 4}}));
    }

    TEST_CASE("reorder: refuses what is not there, or is named twice") {
        CHECK(refusal_of(reorder("town"), people) ==
              "reorder: there is no column 'town'; the columns are 'age', 'city', 'income', 'age'");
        CHECK(refusal_of(reorder("age", "city", "age"), people) == "reorder: 'age' is named twice");
    }

    TEST_CASE("reorder: keeps the contract of stages") { contracts::check_tile_stage(reorder("income"), people); }
}

}  // namespace
