// SPDX-License-Identifier: MIT
#include <arenite/model/linear_regression.hpp>

#include "contracts/predictor_contract.hpp"
#include "malloc_probe.hpp"
#include "sklearn_linear.hpp"
#include "stated_order.hpp"
#include "throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace {

constexpr arenite::linear_regression<float, 2> rent{.weights = {12.0f, -3.0f}, .intercept = 400.0f};
static_assert(rent(std::array{50.0f, 2.0f}) == 994.0f);

/// Rows, and what they must score.
template <class T>
struct expected_rows {
    expected_rows(std::size_t row_count, std::size_t col_count)
        : rows(row_count), cols(col_count), weights(inexact_numbers<T>(cols, 1)), values(inexact_numbers<T>(rows * cols, 2)) {
        for (std::size_t r = 0; r != rows; ++r)
            scores.push_back(sum_in_stated_order<T>(weights, std::span{values}.subspan(r * cols, cols), intercept));
    }

    [[nodiscard]] arenite::batch_view<T const> x() const { return {values.data(), rows, cols}; }

    std::size_t rows, cols;
    T intercept = T(0.7);
    std::vector<T> weights, values, scores;
};

template <class T>
void check_shape(std::size_t rows, std::size_t cols) {
    CAPTURE(rows);
    CAPTURE(cols);
    expected_rows<T> const of{rows, cols};
    arenite::linear_regression<T> const model{of.weights, of.intercept};
    CHECK(contracts::same_bits(contracts::score<T>(model, of.x()), of.scores));

    std::vector<T> columns(of.values.size());
    for (std::size_t i = 0; i != columns.size(); ++i) columns[i % cols * rows + i / cols] = of.values[i];
    arenite::batch_view<T const> const column_major{columns.data(), rows, cols, 1, static_cast<std::ptrdiff_t>(rows)};
    CHECK(contracts::same_bits(contracts::score<T>(model, column_major), of.scores));

    std::vector<T> spread(of.values.size() * 2);
    for (std::size_t i = 0; i != of.values.size(); ++i) spread[2 * i] = of.values[i];
    arenite::batch_view<T const> const every_second{spread.data(), rows, cols, static_cast<std::ptrdiff_t>(2 * cols), 2};
    CHECK(contracts::same_bits(contracts::score<T>(model, every_second), of.scores));
}

/// Every third value of the row, dense and sparse.
template <class T>
void check_sparse(std::size_t cols) {
    CAPTURE(cols);
    auto const weights = inexact_numbers<T>(cols, 3);
    auto const values = inexact_numbers<T>(cols, 4);
    std::vector<T> dense(cols), kept;
    std::vector<std::uint32_t> features;
    for (std::size_t c = 1; c < cols; c += 3) {
        features.push_back(static_cast<std::uint32_t>(c));
        kept.push_back(dense[c] = values[c]);
    }
    arenite::linear_regression<T> const model{weights, T(0.1)};
    arenite::batch_view<T const> const row{dense.data(), 1, cols};
    CHECK(contracts::same_bits(contracts::score<T>(model, row), {model({features, kept})}));
}

/// As near to a sum in long double as the formats' reference promises, 1e-15 of all that is added in double.
template <class T>
void check_wide() {
    expected_rows<T> const of{2, 100'000};
    auto const scores = contracts::score<T>(arenite::linear_regression<T>{of.weights, of.intercept}, of.x());
    for (std::size_t r = 0; r != 2; ++r) {
        auto exact = static_cast<long double>(of.intercept), added = std::abs(exact);
        for (std::size_t c = 0; c != of.cols; ++c) {
            auto const product = static_cast<long double>(of.x()(r, c)) * static_cast<long double>(of.weights[c]);
            exact += product;
            added += std::abs(product);
        }
        CHECK(std::abs(static_cast<long double>(scores[r]) - exact) <= 4.5L * std::numeric_limits<T>::epsilon() * added);
        CHECK(scores[r] == of.scores[r]);
    }
}

template <class T, std::size_t Cols>
consteval bool constant_is_run_time_sum() {
    arenite::linear_regression<T, Cols> model{};
    std::array<T, Cols> row{};
    for (std::size_t c = 0; c != Cols; ++c) model.weights[c] = row[c] = static_cast<T>(c + 1);
    return model(row) == static_cast<T>(Cols * (Cols + 1) * (2 * Cols + 1) / 6);
}
static_assert(constant_is_run_time_sum<float, 1>() && constant_is_run_time_sum<double, 37>());

TEST_SUITE("model") {
    TEST_CASE("linear_regression: the stated order, in batches of any size and at any strides") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 28, 31, 32, 33, 64, 65, 100})
            for (auto const rows : std::initializer_list<std::size_t>{1, 2, 3, 8, 15, 16, 17, 33, 64, 70}) {
                check_shape<float>(rows, cols);
                check_shape<double>(rows, cols);
            }
        for (std::size_t rows = 0; rows <= 70; ++rows) {
            check_shape<float>(rows, 19);
            check_shape<double>(rows, 19);
        }
    }

    TEST_CASE("linear_regression: the stated order, in constant expressions and in calls") {
        constexpr arenite::linear_regression<float, 21> model{
            .weights = {0.1f, -0.7f, 0.3f, 0.9f, 1.1f, -1.3f, 1.7f, 1.9f, 2.3f, -2.9f, 3.1f,
                        3.7f, 4.1f, -4.3f, 4.7f, 5.3f, -5.9f, 6.1f, 6.7f, 7.1f, 7.3f},
            .intercept = 0.3f};
        constexpr auto row = model.weights;
        constexpr auto constant = model(row);
        auto const at_run_time = model;
        CHECK(constant == at_run_time(row));
        CHECK(constant == sum_in_stated_order<float>(model.weights, row, model.intercept));
    }

    TEST_CASE("linear_regression: a sparse row has the bits of the dense one") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 2, 5, 16, 17, 40, 1000}) {
            check_sparse<float>(cols);
            check_sparse<double>(cols);
        }
        constexpr std::array<std::uint32_t, 1> feature{1};
        constexpr std::array value{2.0f};
        static_assert(rent(arenite::sparse_row<float>{feature, value}) == 394.0f);
    }

    TEST_CASE("linear_regression: a sparse row of negative zeros, or of nothing, is the intercept") {
        arenite::linear_regression<float> const model{std::array{1.0f, -1.0f}, 0.0f};
        CHECK_FALSE(std::signbit(model(arenite::sparse_row<float>{})));
        CHECK_FALSE(std::signbit(contracts::score<float>(model, arenite::batch_view<float const>{std::array{-0.0f, 0.0f}.data(), 1, 2})[0]));
    }

    TEST_CASE("linear_regression: features of a sparse row that do not ascend, or are not the model's, break a contract") {
        throwing_contract const thrown;
        std::array const values{1.0f, 1.0f};
        auto const score = [&](std::vector<std::uint32_t> const& features) {
            return rent(arenite::sparse_row<float>{features, values});
        };
        CHECK(score({0, 1}) == 409.0f);
        CHECK_THROWS(score({1, 0}));
        CHECK_THROWS(score({1, 1}));
        CHECK_THROWS(score({0, 2}));
        CHECK_THROWS(score({0}));
    }

    TEST_CASE("linear_regression: a value that is NaN makes the score NaN, wherever it is") {
        for (std::size_t c = 0; c != 19; ++c) {
            auto row = inexact_numbers<double>(19, 5);
            row[c] = std::nan("");
            arenite::linear_regression<double> const model{inexact_numbers<double>(19, 6), 1.0};
            CHECK(std::isnan(contracts::score<double>(model, arenite::batch_view<double const>{row.data(), 1, 19})[0]));
        }
    }

    TEST_CASE("linear_regression: 100 000 features") {
        check_wide<float>();
        check_wide<double>();
    }

    TEST_CASE("linear_regression: what scikit-learn answers, but for its order of addition") {
        oracle::sklearn_linear const of{"linear_regression.csv"};
        arenite::linear_regression<double> const model{of.weights, of.intercept};
        REQUIRE(of.rows.size() == 20);
        for (std::size_t r = 0; r != of.rows.size(); ++r)
            CHECK(std::abs(contracts::score<double>(model, of.x(r))[0] - of.rows[r].back()) <= of.bound(r));
    }

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

    TEST_CASE("linear_regression: without weights it holds nothing") {
        arenite::budget memory{64};
        arenite::linear_regression<float> const constant{{}, 1.5f, memory};
        CHECK(constant.cols() == 0);
        CHECK(constant.bytes() == 0);
        CHECK(memory.used() == 0);
        CHECK(contracts::score<float>(constant, arenite::batch_view<float const>{nullptr, 2, 0}) == std::vector{1.5f, 1.5f});
    }

    TEST_CASE("linear_regression: scoring allocates nothing") {
        expected_rows<float> const of{70, 33};
        arenite::linear_regression<float> const model{of.weights, of.intercept};
        std::vector<float> scores(70);
        allocation_count const counted;
        arenite::predict(model, of.x(), scores);
        CHECK(counted.calls() == 0);
    }

    TEST_CASE("linear_regression: meets the predictor contract") {
        contracts::check_predictor<float, float>(rent);
        contracts::check_predictor<float, float>(arenite::linear_regression<float>{rent.weights, rent.intercept});
    }
}

}  // namespace
