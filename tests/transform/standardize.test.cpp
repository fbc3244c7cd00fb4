// SPDX-License-Identifier: MIT
#include <arenite/transform/standardize.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "support/instruction_sets.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::standardize;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}),
                             arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 1, missing}, {50, missing, 2000}};

TEST_SUITE("transform") {
    TEST_CASE("standardize: has the bits of scikit-learn's StandardScaler, and a constant column a scale of 1") {
        auto const means = patients::fitted("standardize", "means");
        auto const deviations = patients::fitted("standardize", "deviations");
        CHECK(deviations.back() == 0);
        patients::check_like("standardize", standardize(means, deviations));
    }

    TEST_CASE("standardize: categories stay, and what is missing stays missing") {
        auto const made = made_by(standardize(std::array{40.0, 1000.0}, std::array{5.0, 0.0}), rows, people);
        CHECK(same_rows(made.rows, {{-2, 1, missing}, {2, missing, 1000}}));
    }

    TEST_CASE("standardize: by name, as fitted, or the same for all") {
        CHECK(same_rows(made_by(standardize({{"age", 40}}, {{"age", 5}}), rows, people).rows,
                        {{-2, 1, missing}, {2, missing, 2000}}));
        std::array const means{40.0, 9.0, 1000.0}, deviations{5.0, 9.0, 2.0};
        CHECK(same_rows(
            made_by(standardize(arenite::column_values{people, means}, arenite::column_values{people, deviations}),
                    rows, people)
                .rows,
            {{-2, 1, missing}, {2, missing, 500}}));
        CHECK(same_rows(made_by(standardize(10, 2), rows, people).rows, {{10, 1, missing}, {20, missing, 995}}));
    }

    TEST_CASE("standardize: a column of which only one of both is said has 0 and 1 for the other") {
        CHECK(same_rows(made_by(standardize({{"age", 40}}, {{"income", 4}}), rows, people).rows,
                        {{-10, 1, missing}, {10, missing, 500}}));
    }

    TEST_CASE("standardize: refuses what does not fit") {
        CHECK(refusal_of(standardize(1, std::array{1.0}), people) ==
              "standardize: found 1 numbers, expected one for each of 2 columns of numbers");
        CHECK(refusal_of(standardize({{"age", 1}}, {{"city", 1}}), people) ==
              "standardize: column 'city' is a category, not a number");
        CHECK(refusal_of(standardize({{"ages", 1}}, {{"age", 1}}), people) ==
              "standardize: there is no column 'ages'; the columns are 'age', 'city', 'income'");
    }

    TEST_CASE("standardize: all instructions have the same bits, whatever the number of columns") {
        using stage = arenite::standardize_stage<double, double>;
        for (std::size_t cols = 1; cols != 40; ++cols) {
            auto const columns = arenite::schema::unnamed(cols);
            auto const values = contracts::some_rows<double>(columns, 5);
            std::vector<double> numbers(2 * cols);
            for (std::size_t i = 0; i != numbers.size(); ++i) numbers[i] = 0.3 + 0.7 * static_cast<double>(i);
            std::vector<std::vector<double>> made;
            for (auto const instructions : instruction_sets()) {
                auto& to = made.emplace_back(values.size());
                arenite::detail::change_columns<stage::change, double>(instructions, {values.data(), 5, cols},
                                                                       {to.data(), 5, cols}, numbers);
                CHECK(contracts::same_cells(to, made[0]));
            }
            for (std::size_t i = 0; i != values.size(); ++i) {
                auto const expected = (values[i] - numbers[i % cols]) / numbers[cols + i % cols];
                CHECK((made[0][i] == expected || expected != expected));
            }
        }
    }

    TEST_CASE("standardize: keeps the contract of stages") {
        contracts::check_tile_stage(standardize(1.5, 3), people);
        auto const wide = arenite::schema::unnamed(29);
        contracts::check_tile_stage(standardize(0.1, 0.3), wide);
    }
}

}  // namespace
