// SPDX-License-Identifier: MIT
// You learn: to load a model file and to score one row, without an allocation after loading.
#include <arenite/format/load_model.hpp>
#include <arenite/predict/predict.hpp>

#include <array>
#include <cstdio>

int main(int count, char** arguments) {
    if (count != 2) return std::fprintf(stderr, "usage: %s MODEL (4 features, 3 outputs)\n", arguments[0]), 64;
    arenite::model const iris = arenite::load_model(arguments[1]);  // its format is recognised by content

    std::array const row{5.1, 3.5, 1.4, 0.2};  // double suits every format
    std::array<double, 3> scores{};
    arenite::predict(iris, row, scores);  // noexcept; shapes are checked at this door; at most 8 KiB of stack

    for (double const score : scores) std::printf("%.6g\n", score);

    std::array<float, 3> margins{};  // other outputs are predictors of their own; float does as well
    arenite::predict(iris.margins(), row, margins);
    std::printf("margins %.6g %.6g %.6g\n", static_cast<double>(margins[0]), static_cast<double>(margins[1]),
                static_cast<double>(margins[2]));
}
