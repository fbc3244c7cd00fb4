// SPDX-License-Identifier: MIT
#include <arenite/transform/robust_scale.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::robust_scale;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 0, missing}, {50, missing, 2000}};

TEST_SUITE("transform") {
    TEST_CASE("robust_scale: has the bits of scikit-learn's RobustScaler") {
        auto const centers = patients::fitted("robust_scale", "centers");
        patients::check_like("robust_scale", robust_scale(centers, patients::fitted("robust_scale", "scales")));
    }

    TEST_CASE("robust_scale: a scale near 0 counts as 1; categories stay, and what is missing stays missing") {
        auto const made = made_by(robust_scale(std::array{40.0, 1000.0}, std::array{1e-15, 4.0}), rows, people);
        CHECK(same_rows(made.rows, {{-10, 0, missing}, {10, missing, 250}}));
        CHECK(same_rows(made_by(robust_scale({{"age", 40}}, {{"age", 5}}), rows, people).rows,
                        {{-2, 0, missing}, {2, missing, 2000}}));
        CHECK(made_by(robust_scale(0, 3e-15), rows, people).rows[0][0] > 1e15);  // 10 epsilons are 2.2e-15
    }

    TEST_CASE("robust_scale: refuses what does not fit") {
        CHECK(refusal_of(robust_scale(std::array{1.0}, 1), people) ==
              "robust_scale: found 1 numbers, expected one for each of 2 columns of numbers");
        CHECK(refusal_of(robust_scale({{"age", 1}}, {{"city", 1}}), people) ==
              "robust_scale: column 'city' is a category, not a number");
    }

    TEST_CASE("robust_scale: keeps the contract of stages") {
        contracts::check_tile_stage(robust_scale(1.5, std::array{0.0, 3.0}), people);
    }
}

}  // namespace
