// SPDX-License-Identifier: MIT
#include <arenite/transform/log1p.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};
std::vector<std::vector<double>> const rows{{3, 0, missing}, {0, missing, -1}, {-2, 0, 8}};

TEST_SUITE("transform") {
    TEST_CASE("log1p: is numpy.log1p, and sqrt numpy.sqrt") {
        patients::check_like("log1p", arenite::log1p(), 1e-12);
        patients::check_like("sqrt", arenite::sqrt());
    }

    TEST_CASE("log1p: of all columns of numbers, or of those that are named; categories stay") {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        CHECK(same_rows(made_by(arenite::log1p(), rows, people).rows,
                        {{std::log1p(3.0), 0, missing}, {0, missing, -infinity}, {missing, 0, std::log1p(8.0)}}));
        CHECK(same_rows(made_by(arenite::log1p("age"), rows, people).rows,
                        {{std::log1p(3.0), 0, missing}, {0, missing, -1}, {missing, 0, 8}}));
    }

    TEST_CASE("log1p: and friends") {
        std::vector<std::vector<double>> const one{{9, 0, -3}};
        CHECK(same_rows(made_by(arenite::expm1(), one, people).rows, {{std::expm1(9.0), 0, std::expm1(-3.0)}}));
        CHECK(same_rows(made_by(arenite::log("age"), one, people).rows, {{std::log(9.0), 0, -3}}));
        CHECK(same_rows(made_by(arenite::sqrt(), one, people).rows, {{3, 0, missing}}));
        CHECK(same_rows(made_by(arenite::abs(), one, people).rows, {{9, 0, 3}}));
        CHECK(same_rows(made_by(arenite::power(2), one, people).rows, {{81, 0, 9}}));
        CHECK(same_rows(made_by(arenite::power(0.5, "age"), one, people).rows, {{3, 0, -3}}));
    }

    TEST_CASE("log1p: in float it is the double's, rounded once") {
        CHECK(made_by<float>(arenite::log1p(), {{0.1, 0, 1}}, people).rows[0][0] ==
              static_cast<double>(static_cast<float>(std::log1p(static_cast<double>(0.1f)))));
    }

    TEST_CASE("log1p: refuses what does not fit, each in its own name") {
        CHECK(refusal_of(arenite::log1p("ages"), people) ==
              "log1p: there is no column 'ages'; the columns are 'age', 'city', 'income'");
        CHECK(refusal_of(arenite::sqrt("city"), people) == "sqrt: column 'city' is a category, not a number");
        CHECK(refusal_of(arenite::abs("age", "age"), people) == "abs: 'age' is named twice");
    }

    TEST_CASE("log1p: keeps the contract of stages") {
        contracts::check_tile_stage(arenite::log1p(), people);
        contracts::check_tile_stage(arenite::power(1.5, "income"), people);
    }
}

}  // namespace
