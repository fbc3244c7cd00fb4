// SPDX-License-Identifier: MIT
#include <arenite/transform/impute.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::impute;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 1, missing}, {missing, missing, 2000}};

TEST_SUITE("transform") {
    TEST_CASE("impute: means, medians and most frequent numbers have the bits of scikit-learn's SimpleImputer") {
        for (std::string const name : {"impute_mean", "impute_median", "impute_most_frequent"})
            patients::check_like(name, impute(patients::fitted(name, "values")));
    }

    TEST_CASE("impute: one number for all columns; categories stay missing") {
        auto const made = made_by(impute(-1), rows, people);
        CHECK(same_rows(made.rows, {{30, 1, -1}, {-1, missing, 2000}}));
        CHECK(made.names == std::vector<std::string>{"age", "city", "income"});
    }

    TEST_CASE("impute: a number for each column of numbers, in order, taken or borrowed") {
        std::vector<std::vector<double>> const expected{{30, 1, 7}, {40, missing, 2000}};
        CHECK(same_rows(made_by(impute(std::vector{40.0, 7.0}), rows, people).rows, expected));
        CHECK(same_rows(made_by(impute(std::array{40.0, 7.0}), rows, people).rows, expected));
        std::vector const borrowed{40.0, 7.0};
        auto const stage = impute(borrowed);
        static_assert(std::same_as<decltype(stage), arenite::impute_stage<std::span<double const>> const>);
        CHECK(same_rows(made_by(stage, rows, people).rows, expected));
    }

    TEST_CASE("impute: by name; the others stay") {
        CHECK(same_rows(made_by(impute({{"income", 7}}), rows, people).rows, {{30, 1, 7}, {missing, missing, 2000}}));
        CHECK(same_rows(made_by(impute({{"income", 7}, {"age", 40}}), rows, people).rows,
                        {{30, 1, 7}, {40, missing, 2000}}));
    }

    TEST_CASE("impute: what was fitted is found by name, in any order, and of a column of numbers") {
        arenite::schema const fitted{arenite::number("city"), arenite::number("income"), arenite::text("id"),
                                     arenite::number("age")};
        std::array const values{99.0, 7.0, 98.0, 40.0};
        CHECK(same_rows(made_by(impute(arenite::column_values{fitted, values}), rows, people).rows,
                        {{30, 1, 7}, {40, missing, 2000}}));
        arenite::schema const category{arenite::category("age", {"a"}), arenite::number("income")};
        CHECK(refusal_of(impute(arenite::column_values{category, std::span{values}.first(2)}), people) ==
              "impute: nothing was fitted to column 'age'; what was fitted is for 'age', 'income'");
    }

    TEST_CASE("impute: columns without names have what was fitted at their place") {
        auto const three = arenite::schema::unnamed(3);
        std::array const values{40.0, 1.5, 7.0};
        CHECK(same_rows(made_by(impute(arenite::column_values{three, values}), rows, three).rows,
                        {{30, 1, 7}, {40, 1.5, 2000}}));
        auto const two = arenite::schema::unnamed(2);
        CHECK(refusal_of(impute(arenite::column_values{two, std::span{values}.first(2)}), three) ==
              "impute: nothing was fitted to column number 2; what was fitted is for number 0, number 1");
    }

    TEST_CASE("impute: NaN leaves a column as it is") {
        CHECK(same_rows(made_by(impute(std::array{missing, 7.0}), rows, people).rows,
                        {{30, 1, 7}, {missing, missing, 2000}}));
    }

    TEST_CASE("impute: in float, the nearest") {
        auto const made = made_by<float>(impute(0.1), rows, people);
        CHECK(made.rows[0][2] == static_cast<double>(0.1f));
    }

    TEST_CASE("impute: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(impute(std::array{1.0}), people) ==
              "impute: found 1 numbers, expected one for each of 2 columns of numbers");
        CHECK(refusal_of(impute({{"town", 1}}), people) ==
              "impute: there is no column 'town'; the columns are 'age', 'city', 'income'");
        CHECK(refusal_of(impute({{"city", 1}}), people) == "impute: column 'city' is a category, not a number");
        auto const unnamed = arenite::schema::unnamed(2);
        CHECK(refusal_of(impute({{"age", 1}}), unnamed) ==
              "impute: there is no column 'age'; the rows have 2 columns: number 0, number 1");
    }

    TEST_CASE("impute: keeps the contract of stages") {
        contracts::check_tile_stage(impute(3), people);
        contracts::check_tile_stage(impute({{"age", 1}}), people);
        auto const wide = arenite::schema::unnamed(37);
        contracts::check_tile_stage(impute(1), wide);
    }
}

}  // namespace
