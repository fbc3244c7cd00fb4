// SPDX-License-Identifier: MIT
#include <arenite/transform/normalize_columns.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::normalize_columns;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 0, missing}, {90, missing, -5}};

TEST_SUITE("transform") {
    TEST_CASE("normalize_columns: has the bits of scikit-learn's MaxAbsScaler") {
        patients::check_like("normalize_columns", normalize_columns(patients::fitted("normalize_columns", "norms")));
    }

    TEST_CASE("normalize_columns: a norm near 0 counts as 1; categories stay, and what is missing stays missing") {
        CHECK(same_rows(made_by(normalize_columns(std::array{1e-15, 10.0}), rows, people).rows,
                        {{30, 0, missing}, {90, missing, -0.5}}));
        CHECK(same_rows(made_by(normalize_columns({{"age", 3}}), rows, people).rows,
                        {{10, 0, missing}, {30, missing, -5}}));
    }

    TEST_CASE("normalize_columns: refuses what does not fit") {
        CHECK(refusal_of(normalize_columns({{"city", 0}}), people) ==
              "normalize_columns: column 'city' is a category, not a number");
    }

    TEST_CASE("normalize_columns: keeps the contract of stages") {
        contracts::check_tile_stage(normalize_columns(3), people);
    }
}

}  // namespace
