// SPDX-License-Identifier: MIT
#include <arenite/model/logistic_regression.hpp>

#include "contracts/predictor_contract.hpp"

#include "sklearn_linear.hpp"
#include "stated_order.hpp"

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

    TEST_CASE("logistic_regression: the margin is that of linear_regression, at any strides and of any number of rows") {
        auto const weights = inexact_numbers<double>(19, 1);
        arenite::logistic_regression<double> const model{weights, 0.3};
        for (std::size_t rows = 0; rows <= 70; ++rows) {
            auto const values = inexact_numbers<double>(rows * 19, 2);
            std::vector<double> columns(values.size()), expected(rows);
            for (std::size_t i = 0; i != values.size(); ++i) columns[i % 19 * rows + i / 19] = values[i];
            for (std::size_t r = 0; r != rows; ++r) {
                auto const margin = sum_in_stated_order<double>(weights, std::span{values}.subspan(r * 19, 19), 0.3);
                expected[r] = 1.0 / (1.0 + std::exp(-margin));
            }
            arenite::batch_view<double const> const row_major{values.data(), rows, 19};
            arenite::batch_view<double const> const column_major{columns.data(), rows, 19, 1,
                                                                 static_cast<std::ptrdiff_t>(rows)};
            CHECK(contracts::same_bits(contracts::score<double>(model, row_major), expected));
            CHECK(contracts::same_bits(contracts::score<double>(model, column_major), expected));
        }
    }

    TEST_CASE("logistic_regression: a sparse row has the bits of the dense one, in both shapes") {
        arenite::logistic_regression<double> const dynamic{churn.weights, churn.intercept};
        std::array<std::uint32_t, 1> const feature{1};
        std::array const value{0.3};
        CHECK(churn(arenite::sparse_row<double>{feature, value}) == churn(std::array{0.0, 0.3}));
        CHECK(dynamic({feature, value}) == churn(std::array{0.0, 0.3}));
    }

    TEST_CASE("logistic_regression: what scikit-learn answers, but for its order of addition") {
        oracle::sklearn_linear const of{"logistic_regression.csv"};
        arenite::logistic_regression<double> const model{of.weights, of.intercept};
        REQUIRE(of.rows.size() == 20);
        for (std::size_t r = 0; r != of.rows.size(); ++r) {
            auto const decision = of.rows[r][of.weights.size()], probability = of.rows[r].back();
            CHECK(1.0 / (1.0 + std::exp(-decision)) == doctest::Approx(probability).epsilon(1e-15));
            auto const scored = contracts::score<double>(model, of.x(r))[0];
            CHECK(std::abs(scored - probability) <= probability * (of.bound(r) + 1e-15));
        }
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
