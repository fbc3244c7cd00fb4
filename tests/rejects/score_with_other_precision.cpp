// SPDX-License-Identifier: MIT
// Rows of double are not scored by a model of float behind one's back.
// expect: the predictor does not score rows of this type
#include <arenite/load/csv_batches.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/score_with.hpp>

int main() {
    arenite::linear_regression<float, 2> const rent{};
#if defined(ARENITE_REJECTED)
    auto const scoring = arenite::csv_batches<double>{"rows.csv", arenite::schema_view{2}} | arenite::score_with(rent);
#else
    auto const scoring = arenite::csv_batches<float>{"rows.csv", arenite::schema_view{2}} | arenite::score_with(rent);
    static_cast<void>(scoring);
#endif
}
