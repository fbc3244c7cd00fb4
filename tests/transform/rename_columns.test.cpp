// SPDX-License-Identifier: MIT
#include <arenite/transform/rename_columns.hpp>

#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/select.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::rename_columns;

arenite::schema const people{arenite::number("Age"), arenite::category("City", {"Bern", "Lima"}),
                             arenite::number("Income")};

TEST_SUITE("transform") {
    TEST_CASE("rename_columns: gives other names, and leaves kinds and numbers") {
        auto const made = made_by(rename_columns({{"Income", "income"}, {"Age", "age"}}), {{30, 1, 2000}}, people);
        CHECK(made.names == std::vector<std::string>{"age", "City", "income"});
        CHECK(same_rows(made.rows, {{30, 1, 2000}}));
        std::vector<std::vector<double>> const none;
        auto const city = arenite::batches_from(none, {.schema = people}) | rename_columns("City", "town");
        CHECK(city.schema()[1].name == "town");
        CHECK(city.schema()[1].vocabulary.size() == 2);
    }

    TEST_CASE("rename_columns: stages behind it know the new names, and columns that a stage made have new ones too") {
        auto const chain = rename_columns("City", "town") | arenite::one_hot("town") |
                           rename_columns("town=Lima", "in_lima") | arenite::select("in_lima", "town=Bern");
        auto const made = made_by(chain, {{30, 1, 2000}}, people);
        CHECK(made.names == std::vector<std::string>{"in_lima", "town=Bern"});
        CHECK(same_rows(made.rows, {{1, 0}}));
    }

    TEST_CASE("rename_columns: names may change places") {
        auto const made = made_by(rename_columns({{"Age", "Income"}, {"Income", "Age"}}), {{30, 1, 2000}}, people);
        CHECK(made.names == std::vector<std::string>{"Income", "City", "Age"});
    }

    TEST_CASE("rename_columns: refuses what is not there, or would be there twice") {
        CHECK(refusal_of(rename_columns("age", "a"), people) ==
              "rename_columns: there is no column 'age'; the columns are 'Age', 'City', 'Income'");
        CHECK(refusal_of(rename_columns("Age", "City"), people) == "rename_columns: there is a column 'City' already");
    }

    TEST_CASE("rename_columns: keeps the contract of stages") {
        contracts::check_tile_stage(rename_columns("Age", "age"), people);
    }
}

}  // namespace
