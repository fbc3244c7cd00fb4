// SPDX-License-Identifier: MIT
#include <arenite/transform/min_max_scale.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::min_max_scale;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 0, missing}, {90, missing, -0.0}};

TEST_SUITE("transform") {
    TEST_CASE("min_max_scale: has the bits of scikit-learn's MinMaxScaler, and a constant column a scale of 1") {
        for (std::string const name : {"min_max_scale", "min_max_scale_clip"}) {
            auto const least = patients::fitted(name, "least"), most = patients::fitted(name, "most");
            CHECK(least.back() == most.back());
            if (name == "min_max_scale") patients::check_like(name, min_max_scale(least, most));
            else patients::check_like(name, min_max_scale(least, most, {.low = -1, .high = 2, .clip = true}));
        }
    }

    TEST_CASE("min_max_scale: numbers outside are outside, or clipped; what is missing stays missing") {
        std::array const least{40.0, -10.0}, most{80.0, 10.0};
        CHECK(same_rows(made_by(min_max_scale(least, most), rows, people).rows,
                        {{-0.25, 0, missing}, {1.25, missing, 0.5}}));
        CHECK(same_rows(made_by(min_max_scale(least, most, {.clip = true}), rows, people).rows,
                        {{0, 0, missing}, {1, missing, 0.5}}));
    }

    TEST_CASE("min_max_scale: columns that are not named stay, to the sign of 0, clipped or not") {
        for (bool const clip : {false, true}) {
            auto const made = made_by(min_max_scale({{"age", 20}}, {{"age", 40}}, {.clip = clip}), rows, people);
            CHECK(same_rows(made.rows, {{0.5, 0, missing}, {clip ? 1 : 3.5, missing, 0}}));
            CHECK(std::signbit(made.rows[1][2]));
        }
    }

    TEST_CASE("min_max_scale: refuses what does not fit") {
        CHECK(refusal_of(min_max_scale(0, 1, {.low = 1, .high = 1}), people) ==
              "min_max_scale: low is not less than high");
        CHECK(refusal_of(min_max_scale(0, std::array{1.0}), people) ==
              "min_max_scale: found 1 numbers, expected one for each of 2 columns of numbers");
        CHECK(refusal_of(min_max_scale({{"age", 0}}, {{"aged", 1}}), people) ==
              "min_max_scale: there is no column 'aged'; the columns are 'age', 'city', 'income'");
    }

    TEST_CASE("min_max_scale: keeps the contract of stages") {
        contracts::check_tile_stage(min_max_scale(0.3, 1.7, {.clip = true}), people);
        auto const wide = arenite::schema::unnamed(29);
        contracts::check_tile_stage(min_max_scale(0.3, 1.7), wide);
    }
}

}  // namespace
