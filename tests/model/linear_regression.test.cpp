// SPDX-License-Identifier: MIT
#include <arenite/model/linear_regression.hpp>

#include "contracts/predictor_contract.hpp"

#include <doctest/doctest.h>

#include <array>

namespace {

constexpr arenite::linear_regression<float, 2> rent{.weights = {12.0f, -3.0f}, .intercept = 400.0f};
static_assert(rent(std::array{50.0f, 2.0f}) == 994.0f);

TEST_SUITE("model") {
    TEST_CASE("linear_regression: dynamic and fixed shapes give the same bits") {
        constexpr arenite::linear_regression<double, 3> fixed{.weights = {0.1, -0.7, 1.0 / 3.0}, .intercept = 0.2};
        arenite::budget memory{4096};
        arenite::linear_regression<double> const dynamic{fixed.weights, fixed.intercept, memory};
        CHECK(memory.used() == 64);
        CHECK(dynamic.cols() == 3);
        auto const values = contracts::some_values<double>(3 * 50);
        arenite::batch_view<double const> const x{values.data(), 50, 3};
        CHECK(contracts::same_bits(contracts::score<double>(fixed, x), contracts::score<double>(dynamic, x)));
    }

    TEST_CASE("linear_regression: sums from the intercept, each product rounded before it is added") {
        constexpr arenite::linear_regression<float, 2> model{.weights = {1.0f / 3.0f, 0.1f}, .intercept = 0.7f};
        std::array const row{0.3f, 0.9f};
        volatile float const first = row[0] * model.weights[0], second = row[1] * model.weights[1];
        volatile float const partial = model.intercept + first;
        volatile float const expected = partial + second;
        CHECK(model(row) == expected);
        std::array<float, 1> score{};
        arenite::predict(model, row, score);
        CHECK(score[0] == expected);
    }

    TEST_CASE("linear_regression: without weights it holds nothing") {
        arenite::budget memory{64};
        arenite::linear_regression<float> const constant{{}, 1.5f, memory};
        CHECK(constant.cols() == 0);
        CHECK(constant.bytes() == 0);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("linear_regression: meets the predictor contract") {
        contracts::check_predictor<float, float>(rent);
        contracts::check_predictor<float, float>(arenite::linear_regression<float>{rent.weights, rent.intercept});
    }
}

}  // namespace
