// SPDX-License-Identifier: MIT
#include <arenite/transform/normalize_rows.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::normalize_rows, arenite::row_norm;

arenite::schema const people{arenite::number("a"), arenite::category("city", {"Bern"}), arenite::number("b")};

TEST_SUITE("transform") {
    TEST_CASE("normalize_rows: is scikit-learn's Normalizer") {
        patients::check_like("normalize_rows_l1", normalize_rows(row_norm::l1), 1e-12, "complete");
        patients::check_like("normalize_rows_l2", normalize_rows(row_norm::l2), 1e-12, "complete");
        patients::check_like("normalize_rows_max", normalize_rows(row_norm::largest), 0, "complete");
    }

    TEST_CASE("normalize_rows: rows of zeros stay, missing numbers make a row missing, categories stay") {
        std::vector<std::vector<double>> const rows{{3, 0, -4}, {0, 0, 0}, {missing, missing, 4}, {4, 0, missing}};
        auto const expected = [](double norm) {
            return std::vector<std::vector<double>>{
                {3 / norm, 0, -4 / norm}, {0, 0, 0}, {missing, missing, missing}, {missing, 0, missing}};
        };
        CHECK(same_rows(made_by(normalize_rows(row_norm::l1), rows, people).rows, expected(7)));
        CHECK(same_rows(made_by(normalize_rows(row_norm::l2), rows, people).rows, expected(5)));
        CHECK(same_rows(made_by(normalize_rows(row_norm::largest), rows, people).rows, expected(4)));
    }

    TEST_CASE("normalize_rows: of named columns only") {
        CHECK(same_rows(made_by(normalize_rows(row_norm::l1, "b"), {{3, 0, -4}}, people).rows, {{3, 0, -1}}));
    }

    TEST_CASE("normalize_rows: refuses what does not fit") {
        CHECK(refusal_of(normalize_rows(row_norm::l1, "c"), people) ==
              "normalize_rows: there is no column 'c'; the columns are 'a', 'city', 'b'");
        CHECK(refusal_of(normalize_rows(row_norm::l1, "city"), people) ==
              "normalize_rows: column 'city' is a category, not a number");
    }

    TEST_CASE("normalize_rows: keeps the contract of stages") {
        for (auto const norm : {row_norm::l1, row_norm::l2, row_norm::largest})
            contracts::check_tile_stage(normalize_rows(norm), people);
    }
}

}  // namespace
