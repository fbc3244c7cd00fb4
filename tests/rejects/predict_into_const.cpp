// SPDX-License-Identifier: MIT
// Scores are written: what is const cannot take them.
// expect: no matching function|constraint
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/predict.hpp>

#include <array>

int main() {
#if defined(ARENITE_REJECTED)
    std::array<float, 1> const scores{};
    arenite::predict(arenite::linear_regression<float, 2>{}, std::array{1.0f, 2.0f}, scores);
#else
    std::array<float, 1> scores{};
    arenite::predict(arenite::linear_regression<float, 2>{}, std::array{1.0f, 2.0f}, scores);
#endif
}
