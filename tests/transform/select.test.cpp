// SPDX-License-Identifier: MIT
#include <arenite/transform/select.hpp>

#include <arenite/transform/one_hot.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::select;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income")};

TEST_SUITE("transform") {
    TEST_CASE("select: these columns, in this order, as often as they are named") {
        auto const made = made_by(select("income", "age", "income"), {{30, 1, 2000}, {missing, 0, 5}}, people);
        CHECK(made.names == std::vector<std::string>{"income", "age", "income"});
        CHECK(same_rows(made.rows, {{2000, 30, 2000}, {5, missing, 5}}));
    }

    TEST_CASE("select: categories keep their vocabulary, and columns that a stage made their names") {
        std::vector<std::vector<double>> const none;
        auto const city = arenite::batches_from(none, {.schema = people}) | select("city");
        CHECK((city.schema()[0].kind == arenite::column_kind::category));
        CHECK(city.schema()[0].vocabulary.size() == 2);
        auto const made = made_by(arenite::one_hot() | select("city=Lima", "age"), {{30, 1, 2000}}, people);
        CHECK(made.names == std::vector<std::string>{"city=Lima", "age"});
        CHECK(same_rows(made.rows, {{1, 30}}));
    }

    TEST_CASE("select: refuses what is not there, and says what is") {
        CHECK(refusal_of(select("age", "town"), people) ==
              "select: there is no column 'town'; the columns are 'age', 'city', 'income'");
        CHECK(refusal_of(arenite::one_hot() | select("city"), people) ==
              "select: there is no column 'city'; the columns are 'age', 'city=Bern', 'city=Lima', 'income'");
        std::vector<arenite::column> many(30, arenite::number("x"));
        arenite::schema const wide{many};
        CHECK(refusal_of(select("y"), wide).ends_with("'x' and 10 more"));
    }

    TEST_CASE("select: keeps the contract of stages") { contracts::check_tile_stage(select("income", "city"), people); }
}

}  // namespace
