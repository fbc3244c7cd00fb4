// SPDX-License-Identifier: MIT
#include <arenite/transform/clip.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::clip;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima", "Oslo"}),
                             arenite::number("income")};
std::vector<std::vector<double>> const rows{{30, 2, missing}, {90, missing, -5}};

TEST_SUITE("transform") {
    TEST_CASE("clip: has the bits of numpy.clip") {
        patients::check_like("clip", clip(patients::fitted("clip", "least"), patients::fitted("clip", "most")));
    }

    TEST_CASE("clip: categories stay, and what is missing stays missing") {
        CHECK(same_rows(made_by(clip(0, 1), rows, people).rows, {{1, 2, missing}, {1, missing, 0}}));
    }

    TEST_CASE("clip: a column that has one bound only is open at the other end") {
        CHECK(same_rows(made_by(clip({{"income", 0}}, {{"age", 50}}), rows, people).rows,
                        {{30, 2, missing}, {50, missing, 0}}));
    }

    TEST_CASE("clip: refuses what does not fit") {
        CHECK(refusal_of(clip({{"age", 0}}, {{"city", 1}}), people) ==
              "clip: column 'city' is a category, not a number");
        CHECK(refusal_of(clip(std::array{1.0}, 2), people) ==
              "clip: found 1 numbers, expected one for each of 2 columns of numbers");
    }

    TEST_CASE("clip: keeps the contract of stages") { contracts::check_tile_stage(clip(-1, 3), people); }
}

}  // namespace
