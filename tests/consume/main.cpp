// SPDX-License-Identifier: MIT
#include <arenite/arenite.hpp>

#include <array>
#include <cstdio>

#if defined(ARENITE_COMPILED_KERNELS)
arenite::model load(char const* path) { return arenite::load_model(path); }  // links, for it is not compiled here
#endif

int main() {
    constexpr arenite::linear_regression<float, 2> rent{.weights = {12.0f, -3.0f}, .intercept = 400.0f};
    std::array const two_rows{50.0f, 2.0f, 80.0f, 3.0f};
    std::array<float, 2> scores{};
    arenite::predict(rent, two_rows, scores);
    std::printf("%g %g\n", static_cast<double>(scores[0]), static_cast<double>(scores[1]));
}
