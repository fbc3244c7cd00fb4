// SPDX-License-Identifier: MIT
#include <arenite/model/linear_regression.hpp>

#include "contracts/predictor_contract.hpp"
#include "linear_oracle.hpp"
#include "malloc_probe.hpp"
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
        : rows(row_count), cols(col_count), weights(inexact_numbers<T>(cols, 1)),
          values(inexact_numbers<T>(rows * cols, 2)) {
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
    auto const row_stride = static_cast<std::ptrdiff_t>(2 * cols);
    arenite::batch_view<T const> const every_second{spread.data(), rows, cols, row_stride, 2};
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
        auto const difference = std::abs(static_cast<long double>(scores[r]) - exact);
        CHECK(difference <= 4.5L * std::numeric_limits<T>::epsilon() * added);
        CHECK(scores[r] == of.scores[r]);
    }
}

template <class T>
void check_oracle(std::string const& name) {
    CAPTURE(name);
    oracle::linear<T> const of{name};
    arenite::linear_regression<T> const model{of.weights, of.intercepts};
    REQUIRE(of.rows.size() == 15);
    for (std::size_t r = 0; r != of.rows.size(); ++r) {
        auto const scores = contracts::score<T>(model, of.x(r));
        for (std::size_t k = 0; k != scores.size(); ++k)
            CHECK(std::abs(scores[k] - of.margins(r)[k]) <= of.bound(r, k));
    }
}

/// 11 outputs: whole tiles of them, and some left over.
template <class T>
void check_outputs() {
    constexpr std::size_t most_rows = 1025, cols = 19, outputs = 11;
    auto const weights = inexact_numbers<T>(outputs * cols, 1), intercepts = inexact_numbers<T>(outputs, 2);
    auto const values = inexact_numbers<T>(most_rows * cols, 3);
    std::vector<T> expected(most_rows * outputs);
    for (std::size_t k = 0; k != outputs; ++k) {
        arenite::linear_regression<T> const alone{std::span{weights}.subspan(k * cols, cols), intercepts[k]};
        arenite::predict(alone, arenite::batch_view<T const>{values.data(), most_rows, cols},
                         arenite::batch_view<T>{expected.data() + k, most_rows, 1, outputs, 1});
    }
    arenite::linear_regression<T> const model{weights, intercepts};
    for (std::size_t rows = 0; rows <= most_rows; ++rows) {
        auto const scores = contracts::score<T>(model, arenite::batch_view<T const>{values.data(), rows, cols});
        if (!std::equal(scores.begin(), scores.end(), expected.begin())) FAIL("of " << rows << " rows");
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
        std::vector<std::size_t> const some_cols{1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 28, 31, 32, 33, 64, 65, 100};
        for (auto const cols : some_cols)
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
            .weights = {0.1f, -0.7f, 0.3f,  0.9f, 1.1f, -1.3f, 1.7f, 1.9f, 2.3f, -2.9f, 3.1f,
                        3.7f, 4.1f,  -4.3f, 4.7f, 5.3f, -5.9f, 6.1f, 6.7f, 7.1f, 7.3f},
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
        std::array const zeros{-0.0f, 0.0f};
        arenite::batch_view<float const> const dense{zeros.data(), 1, 2};
        CHECK_FALSE(std::signbit(contracts::score<float>(model, dense)[0]));
    }

    TEST_CASE("linear_regression: a sparse row whose features do not ascend, or exceed cols(), breaks a contract") {
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

    TEST_CASE("linear_regression: what scikit-learn and ONNX Runtime answer, but for their order of addition") {
        for (auto const* const name : {"regression", "regression_of_3", "classes_2", "classes_10"})
            check_oracle<double>(std::string{name} + ".sklearn.csv");
        for (auto const* const name : {"regression", "regression_of_3"})
            check_oracle<float>(std::string{name} + ".onnx.csv");
    }

    TEST_CASE("linear_regression: each of several outputs has its bits alone, in batches of 0 to 1025 rows") {
        check_outputs<float>();
        check_outputs<double>();
    }

    TEST_CASE("linear_regression: a sparse row has the bits of the dense one, for each of several outputs") {
        auto const weights = inexact_numbers<float>(3 * 40, 3);
        arenite::linear_regression<float> const model{weights, std::array{0.1f, 0.2f, 0.3f}};
        std::array<std::uint32_t, 3> const features{0, 17, 39};
        std::array const values{0.7f, -0.9f, 1.1f};
        std::array<float, 40> row{};
        for (std::size_t i = 0; i != 3; ++i) row[features[i]] = values[i];
        std::vector<float> scores(3);
        model.predict({features, values}, scores);
        arenite::batch_view<float const> const dense{row.data(), 1, 40};
        CHECK(contracts::same_bits(scores, contracts::score<float>(model, dense)));
    }

    TEST_CASE("linear_regression: weights and intercepts that do not fit, and scores that do not, break a contract") {
        throwing_contract const thrown;
        using linear = arenite::linear_regression<float>;
        std::array const weights{1.0f, 2.0f, 3.0f, 4.0f};
        CHECK_THROWS(linear{weights, std::array{0.0f, 0.0f, 0.0f}});
        CHECK_THROWS(linear{weights, std::span<float const>{}});
        linear const model{weights, std::array{10.0f, 20.0f}};
        CHECK_THROWS(static_cast<void>(model(arenite::sparse_row<float>{})));
        std::array<float, 3> scores{};
        CHECK_THROWS(model.predict(arenite::sparse_row<float>{}, scores));
        CHECK_THROWS(static_cast<void>(model.weights(2)));
        CHECK_THROWS(static_cast<void>(model.intercept(2)));
        CHECK(model.weights(1)[0] == 3.0f);
        CHECK(model.intercept(1) == 20.0f);
    }

    TEST_CASE("linear_regression: dynamic and fixed shapes give the same bits") {
        constexpr arenite::linear_regression<double, 3> fixed{.weights = {0.1, -0.7, 1.0 / 3.0}, .intercept = 0.2};
        arenite::budget memory{4096};
        arenite::linear_regression<double> const dynamic{fixed.weights, fixed.intercept, memory};
        CHECK(memory.used() == 64 + 64);
        CHECK(dynamic.cols() == 3);
        auto const values = contracts::some_values<double>(3 * 50);
        arenite::batch_view<double const> const x{values.data(), 50, 3};
        CHECK(contracts::same_bits(contracts::score<double>(fixed, x), contracts::score<double>(dynamic, x)));
    }

    TEST_CASE("linear_regression: holds the weights of each output and the intercepts, each in whole 64 bytes") {
        arenite::budget memory{5 * 128 + 64};
        {
            arenite::linear_regression<float> const model{std::vector<float>(5 * 17), std::vector<float>(5), memory};
            CHECK(model.cols() == 17);
            CHECK(model.outputs() == 5);
            CHECK(model.bytes() == 5 * 128 + 64);
            CHECK(model.scratch_bytes(3) == 0);
            CHECK(model.scratch_bytes(31) == arenite::round_up(4 * 17 * sizeof(float)));
            CHECK(model.scratch_bytes(32) == (17 + 1) * 64);
            CHECK(model.least_scratch_bytes() == 0);
            CHECK(memory.used() == model.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("linear_regression: without weights it is the intercept") {
        arenite::budget memory{64};
        arenite::linear_regression<float> const constant{{}, 1.5f, memory};
        CHECK(constant.cols() == 0);
        arenite::batch_view<float const> const two_rows{nullptr, 2, 0};
        CHECK(contracts::score<float>(constant, two_rows) == std::vector{1.5f, 1.5f});
    }

    TEST_CASE("linear_regression: scoring allocates nothing") {
        expected_rows<float> const of{70, 33};
        std::array const intercepts{1.0f, 2.0f, 3.0f};
        arenite::linear_regression<float> const model{of.weights, of.intercept}, of_three{of.weights, intercepts};
        std::vector<float> scores(70), of_all(70 * 3 * 3);
        allocation_count const counted;
        arenite::predict(model, of.x(), scores);
        arenite::predict(of_three, of.values, of_all);
        CHECK(counted.calls() == 0);
    }

    TEST_CASE("linear_regression: meets the predictor contract") {
        contracts::check_predictor<float, float>(rent);
        contracts::check_predictor<float, float>(arenite::linear_regression<float>{rent.weights, rent.intercept});
        contracts::check_predictor<double, double>(
            arenite::linear_regression<double>{inexact_numbers<double>(7 * 19, 1), inexact_numbers<double>(7, 2)});
    }
}

}  // namespace
