// SPDX-License-Identifier: MIT
#include <arenite/model/logistic_regression.hpp>

#include "contracts/predictor_contract.hpp"

#include <doctest/doctest.h>

#include <array>

namespace {

constexpr arenite::logistic_regression<double, 2> churn{.weights = {0.8, -1.1}, .intercept = 0.2};

TEST_SUITE("model") {
    TEST_CASE("logistic_regression: is the probability of the margin") {
        CHECK(churn(std::array{0.0, 0.0}) == 1.0 / (1.0 + std::exp(-0.2)));
        CHECK(churn(std::array{1000.0, 0.0}) == 1.0);
        CHECK(churn(std::array{-1000.0, 0.0}) == 0.0);
    }

    TEST_CASE("logistic_regression: dynamic and fixed shapes give the same bits, and meet the predictor contract") {
        arenite::logistic_regression<double> const dynamic{churn.weights, churn.intercept};
        auto const values = contracts::some_values<double>(2 * 50);
        arenite::batch_view<double const> const x{values.data(), 50, 2};
        CHECK(contracts::same_bits(contracts::score<double>(churn, x), contracts::score<double>(dynamic, x)));
        contracts::check_predictor<double, double>(churn);
        contracts::check_predictor<double, double>(dynamic);
    }
}

}  // namespace
