// SPDX-License-Identifier: MIT
// What is no range of batches cannot be planned: std adaptors come last.
// expect: no match for .operator\||invalid operands to binary expression|constraint
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/score_with.hpp>

#include <array>

int main() {
#if defined(ARENITE_REJECTED)
    std::array<int, 3> const numbers{};
    auto const scoring = numbers | arenite::score_with(arenite::linear_regression<double, 2>{});
#else
    auto const stage = arenite::score_with(arenite::linear_regression<double, 2>{});
    static_cast<void>(stage);
#endif
}
