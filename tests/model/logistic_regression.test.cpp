// SPDX-License-Identifier: MIT
#include <arenite/model/logistic_regression.hpp>

#include "contracts/predictor_contract.hpp"

#include "linear_oracle.hpp"
#include "malloc_probe.hpp"
#include "stated_order.hpp"

#include <arenite/model/linear_regression.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <limits>

namespace {

constexpr arenite::logistic_regression<double, 2> churn{.weights = {0.8, -1.1}, .intercept = 0.2};

/// The last of the answers of a file: of two classes the probability of the second. `rounded_off`: what they may be off
/// by, however small they are.
template <class T>
void check_oracle(std::string const& name, T rounded_off = 0) {
    CAPTURE(name);
    oracle::linear<T> const of{name};
    arenite::logistic_regression<T> const model{of.weights, of.intercepts};
    REQUIRE(of.rows.size() == 15);
    for (std::size_t r = 0; r != of.rows.size(); ++r) {
        auto const scores = contracts::score<T>(model, of.x(r));
        for (std::size_t k = 0; k != scores.size(); ++k) {
            auto const answer = of.probabilities(r)[k];
            CHECK(std::abs(scores[k] - answer) <= answer * of.probability_bound(r) + rounded_off);
        }
    }
}

TEST_SUITE("model") {
    TEST_CASE("logistic_regression: is the probability of the margin") {
        CHECK(churn(std::array{0.0, 0.0}) == 1.0 / (1.0 + std::exp(-0.2)));
        CHECK(churn(std::array{1000.0, 0.0}) == 1.0);
        CHECK(churn(std::array{-1000.0, 0.0}) == 0.0);
    }

    TEST_CASE("logistic_regression: the margin is that of linear_regression, at any strides and for any rows") {
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

    TEST_CASE("logistic_regression: what scikit-learn and ONNX Runtime answer, but for their order of addition") {
        check_oracle<double>("classes_2.sklearn.csv");
        check_oracle<double>("classes_10.sklearn.csv");
        check_oracle<float>("classes_10.onnx.csv");
        // which takes a small probability of two as 1 - the other
        check_oracle<float>("classes_2.onnx.csv", std::numeric_limits<float>::epsilon());
    }

    TEST_CASE("logistic_regression: several classes, by the margins of linear_regression") {
        auto const weights = inexact_numbers<double>(4 * 19, 1), intercepts = inexact_numbers<double>(4, 2);
        auto const values = inexact_numbers<double>(33 * 19, 3);
        arenite::batch_view<double const> const x{values.data(), 33, 19};
        auto expected = contracts::score<double>(arenite::linear_regression<double>{weights, intercepts}, x);
        for (std::size_t r = 0; r != 33; ++r) {
            auto const row = std::span{expected}.subspan(r * 4, 4);
            auto const largest = std::ranges::max(row);
            for (double& margin : row) margin = std::exp(margin - largest);
            auto const sum = row[0] + row[1] + row[2] + row[3];
            for (double& power : row) power /= sum;
        }
        arenite::logistic_regression<double> const model{weights, intercepts};
        CHECK(contracts::same_bits(contracts::score<double>(model, x), expected));
    }

    TEST_CASE("logistic_regression: margins that exp cannot hold, and rows without a number") {
        arenite::logistic_regression<float> const model{std::array{1.0f, -1.0f, 0.0f}, std::array{0.0f, 0.0f, 0.0f}};
        std::array const rows{1000.0f, -1000.0f, NAN, 0.0f};
        std::array<float, 12> scores{};
        arenite::predict(model, rows, scores);
        CHECK(std::vector(scores.begin(), scores.begin() + 6) == std::vector{1.0f, 0.0f, 0.0f, 0.0f, 1.0f, 0.0f});
        CHECK(std::all_of(scores.begin() + 6, scores.begin() + 9, [](float score) { return std::isnan(score); }));
        CHECK(scores[9] == 1.0f / 3.0f);
    }

    TEST_CASE("logistic_regression: a sparse row has the bits of the dense one, for each of several classes") {
        arenite::logistic_regression<double> const model{inexact_numbers<double>(3 * 4, 1), std::array{0.1, 0.2, 0.3}};
        std::array<std::uint32_t, 2> const features{1, 3};
        std::array const values{0.7, -0.9};
        std::array const row{0.0, 0.7, 0.0, -0.9};
        std::vector<double> scores(3);
        model.predict({features, values}, scores);
        arenite::batch_view<double const> const dense{row.data(), 1, 4};
        CHECK(contracts::same_bits(scores, contracts::score<double>(model, dense)));
    }

    TEST_CASE("logistic_regression: scoring allocates nothing") {
        arenite::logistic_regression<double> const model{inexact_numbers<double>(3 * 19, 1), std::array{0.1, 0.2, 0.3}};
        auto const values = inexact_numbers<double>(70 * 19, 2);
        std::vector<double> scores(70 * 3);
        allocation_count const counted;
        arenite::predict(model, values, scores);
        CHECK(counted.calls() == 0);
    }

    TEST_CASE("logistic_regression: dynamic and fixed shapes give the same bits, and meet the predictor contract") {
        arenite::logistic_regression<double> const dynamic{churn.weights, churn.intercept};
        auto const values = contracts::some_values<double>(2 * 50);
        arenite::batch_view<double const> const x{values.data(), 50, 2};
        CHECK(contracts::same_bits(contracts::score<double>(churn, x), contracts::score<double>(dynamic, x)));
        contracts::check_predictor<double, double>(churn);
        contracts::check_predictor<double, double>(dynamic);
        contracts::check_predictor<float, float>(
            arenite::logistic_regression<float>{inexact_numbers<float>(5 * 19, 1), inexact_numbers<float>(5, 2)});
    }
}

}  // namespace
