// SPDX-License-Identifier: MIT
#include <arenite/transform/polynomial_features.hpp>

#include <arenite/transform/select.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::polynomial_features, arenite::polynomial_options;

void check(std::string const& oracle_name, polynomial_options const& options) {
    auto const stage = arenite::select("age", "bmi", "bp", "s1") | polynomial_features(options);
    patients::check_like(oracle_name, stage, 0, "complete");
    auto const columns = patients::columns();
    CHECK(made_by(stage, {}, columns).names == patients::made(oracle_name).names);
}

TEST_SUITE("transform") {
    TEST_CASE("polynomial_features: has the order, the names and the bits of scikit-learn's PolynomialFeatures") {
        check("polynomial_features_2", {});
        check("polynomial_features_3", {.degree = 3, .bias = false});
        check("polynomial_features_4_interactions", {.degree = 4, .interaction_only = true});
    }

    TEST_CASE("polynomial_features: categories are copied, but not multiplied") {
        arenite::schema const columns{arenite::number("a"), arenite::category("city", {"Bern", "Lima"}),
                                      arenite::number("b")};
        auto const made = made_by(polynomial_features({.degree = 3}), {{2, 1, 3}, {missing, missing, 1}}, columns);
        CHECK(made.names ==
              std::vector<std::string>{"1", "a", "city", "b", "a^2", "a b", "b^2", "a^3", "a^2 b", "a b^2", "b^3"});
        CHECK(same_rows(made.rows, {{1, 2, 1, 3, 4, 6, 9, 8, 12, 18, 27},
                                    {1, missing, missing, 1, missing, missing, 1, missing, missing, missing, 1}}));
    }

    TEST_CASE("polynomial_features: fewer numbers than factors, none, and degree 1") {
        auto const one = arenite::schema::unnamed(1);
        CHECK(same_rows(made_by(polynomial_features({.degree = 3, .interaction_only = true}), {{5}}, one).rows,
                        {{1, 5}}));
        CHECK(same_rows(made_by(polynomial_features({.degree = 4, .bias = false}), {{2}}, one).rows, {{2, 4, 8, 16}}));
        CHECK(same_rows(made_by(polynomial_features({.degree = 1}), {{2}}, one).rows, {{1, 2}}));
        arenite::schema const category{arenite::category("city", {"Bern"})};
        CHECK(same_rows(made_by(polynomial_features({.degree = 3}), {{0}}, category).rows, {{1, 0}}));
    }

    TEST_CASE("polynomial_features: refuses degree 0, and more columns than there can be") {
        auto const many = arenite::schema::unnamed(100'000);
        std::string const wrong = "polynomial_features: the degree is not between 1 and 32";
        CHECK(refusal_of(polynomial_features({.degree = 0}), many) == wrong);
        CHECK(refusal_of(polynomial_features({.degree = 33}), many) == wrong);
        CHECK(refusal_of(polynomial_features({.degree = 9}), many) == "polynomial_features: too many terms");
        CHECK(refusal_of(polynomial_features({.degree = 32}), many) == "polynomial_features: too many terms");
    }

    TEST_CASE("polynomial_features: keeps the contract of stages") {
        arenite::schema const columns{arenite::number("a"), arenite::category("city", {"Bern", "Lima"}),
                                      arenite::number("b"), arenite::number("c")};
        for (std::size_t const degree : {1U, 2U, 3U, 4U})
            for (bool const interaction_only : {false, true})
                contracts::check_tile_stage(polynomial_features({degree, interaction_only, interaction_only}), columns);
    }
}

}  // namespace
