// SPDX-License-Identifier: MIT
// You learn: to write small models in code: fixed shape, constexpr, not one byte on the heap.
#include <arenite/model/decision_tree.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/model/logistic_regression.hpp>
#include <arenite/predict/predict.hpp>

#include <array>
#include <cstdio>

constexpr arenite::linear_regression<float, 2> rent{.weights = {12.0f, -3.0f}, .intercept = 400.0f};
constexpr arenite::logistic_regression<float, 2> churn{.weights = {0.8f, -1.1f}, .intercept = 0.2f};
static_assert(rent(std::array{50.0f, 2.0f}) == 994.0f);
static_assert(arenite::batch_predictor<decltype(rent)> && arenite::batch_predictor<decltype(churn)>);

constexpr arenite::decision_tree<float, 5> grade{{
    arenite::split{.feature = 0, .threshold = 60, .left = 1, .right = 2},  // a value <= threshold goes left
    arenite::leaf{.value = 0},
    arenite::split{.feature = 1, .threshold = 10, .left = 3, .right = 4},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
}};  // a child that is missing, or before its parent, does not compile
static_assert(grade(std::array{75.0f, 12.0f}) == 2.0f);

int main() {
    std::array const two_rows{50.0f, 2.0f, 80.0f, 3.0f};
    std::array<float, 2> scores{};
    arenite::predict(rent, two_rows, scores);  // rows x cols from the model's own shape
    std::printf("rent  %g %g\n", static_cast<double>(scores[0]), static_cast<double>(scores[1]));

    arenite::predict(grade, two_rows, scores);  // every model has the same door
    std::printf("grade %g %g\n", static_cast<double>(scores[0]), static_cast<double>(scores[1]));
}
