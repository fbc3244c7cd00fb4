// SPDX-License-Identifier: MIT
#include <arenite/transform/power_transform.hpp>

#include <arenite/transform/standardize.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::power_family, arenite::power_transform;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern"}), arenite::number("income")};

/// The lambdas of the oracle's columns: all numbers but the last.
std::vector<double> lambdas_of(std::string const& name) {
    auto lambdas = patients::fitted(name, "lambdas");
    lambdas.push_back(missing);  // nothing was fitted to the constant column
    return lambdas;
}

TEST_SUITE("transform") {
    TEST_CASE("power_transform: is scikit-learn's PowerTransformer without standardizing") {
        patients::check_like("power_transform_yeo_johnson",
                             power_transform(power_family::yeo_johnson, lambdas_of("power_transform_yeo_johnson")),
                             1e-12);
        patients::check_like("power_transform_box_cox",
                             power_transform(power_family::box_cox, lambdas_of("power_transform_box_cox")), 1e-12);
    }

    TEST_CASE("power_transform: of numbers of both signs") {
        std::string const name = "power_transform_of_both_signs";
        auto means = patients::fitted(name, "means"), deviations = patients::fitted(name, "deviations");
        means.push_back(0);
        deviations.push_back(1);
        auto const powers = power_transform(power_family::yeo_johnson, lambdas_of(name));
        patients::check_like(name, arenite::standardize(means, deviations) | powers, 1e-12);
    }

    TEST_CASE("power_transform: where a formula ends, another begins") {
        using arenite::detail::box_cox, arenite::detail::yeo_johnson;
        CHECK(yeo_johnson(3, 0) == std::log1p(3.0));
        CHECK(yeo_johnson(-3, 2) == -std::log1p(3.0));
        CHECK(yeo_johnson(3, 1) == doctest::Approx(3));
        CHECK(yeo_johnson(-3, 1) == doctest::Approx(-3));
        CHECK(yeo_johnson(3, 2) == doctest::Approx(7.5));  // ((3 + 1)^2 - 1) / 2
        CHECK(yeo_johnson(-3, 0) == doctest::Approx(-7.5));
        CHECK(box_cox(3, 0) == std::log(3.0));
        CHECK(box_cox(3, 2) == doctest::Approx(4));
        CHECK(box_cox(1e200, 1.54) == doctest::Approx(6.4935064935064935e307));  // its logarithm is 709.2
        CHECK(box_cox(1e220, 1.4) == doctest::Approx(7.1428571428571e307));      // and here 709.196
        CHECK(box_cox(std::exp(676.0), 1.05) == doctest::Approx(std::exp(709.8 - std::log(1.05))));
        CHECK(box_cox(std::exp(-676.0), -1.05) == doctest::Approx(-std::exp(709.8 - std::log(1.05))));
        CHECK(box_cox(0, 1) == -1);
        CHECK(box_cox(0, 0) == -std::numeric_limits<double>::infinity());
        CHECK(std::isnan(box_cox(-1, 2)));
    }

    TEST_CASE("power_transform: a column whose lambda is NaN stays, and so do categories") {
        std::vector<std::vector<double>> const rows{{3, 0, missing}, {-1, missing, 5}};
        auto const made = made_by(power_transform(power_family::yeo_johnson, {{"age", 0}}), rows, people);
        CHECK(same_rows(made.rows, {{std::log1p(3.0), 0, missing}, {made.rows[1][0], missing, 5}}));
        CHECK(made.rows[1][0] == doctest::Approx(-1.5));
        CHECK(same_rows(made_by(power_transform(power_family::box_cox, missing), rows, people).rows, rows));
    }

    TEST_CASE("power_transform: refuses what does not fit") {
        CHECK(refusal_of(power_transform(power_family::box_cox, std::array{1.0}), people) ==
              "power_transform: found 1 numbers, expected one for each of 2 columns of numbers");
    }

    TEST_CASE("power_transform: keeps the contract of stages") {
        contracts::check_tile_stage(power_transform(power_family::yeo_johnson, 0.5), people);
        contracts::check_tile_stage(power_transform(power_family::box_cox, {{"income", 0.5}}), people);
    }
}

}  // namespace
