// SPDX-License-Identifier: MIT
#include <arenite/transform/missing_indicators.hpp>

#include <arenite/transform/impute.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::missing_indicators;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};
std::vector<std::vector<double>> const rows{{3, missing, missing}, {missing, 0, 8}};

TEST_SUITE("transform") {
    TEST_CASE("missing_indicators: in front of impute it is scikit-learn's SimpleImputer with indicators") {
        auto const values = patients::fitted("impute_indicators", "values");
        CHECK(patients::fitted("impute_indicators", "missing") == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8});
        auto const columns = patients::columns();
        std::vector<double> of_all(columns.size());
        std::copy(values.begin(), values.end(), of_all.begin());
        arenite::column_values const fitted{columns, of_all};
        patients::check_like(
            "impute_indicators",
            missing_indicators("age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6") | arenite::impute(fitted));
    }

    TEST_CASE("missing_indicators: of all columns of numbers, behind the others") {
        auto const made = made_by(missing_indicators(), rows, people);
        CHECK(made.names ==
              std::vector<std::string>{"age", "city", "income", "missingindicator_age", "missingindicator_income"});
        CHECK(same_rows(made.rows, {{3, missing, missing, 0, 1}, {missing, 0, 8, 1, 0}}));
    }

    TEST_CASE("missing_indicators: what is fitted to columns need not know them") {
        std::array const values{1.0, 0.0, 2.0};
        auto const made = made_by(
            missing_indicators("income") | arenite::impute(arenite::column_values{people, values}), rows, people);
        CHECK(same_rows(made.rows, {{3, missing, 2, 1}, {1, 0, 8, 0}}));
    }

    TEST_CASE("missing_indicators: refuses what does not fit") {
        CHECK(refusal_of(missing_indicators("ages"), people) ==
              "missing_indicators: there is no column 'ages'; the columns are 'age', 'city', 'income'");
        CHECK(refusal_of(missing_indicators("city"), people) ==
              "missing_indicators: column 'city' is a category, not a number");
    }

    TEST_CASE("missing_indicators: keeps the contract of stages") {
        contracts::check_tile_stage(missing_indicators(), people);
        contracts::check_tile_stage(missing_indicators("income"), people);
    }
}

}  // namespace
