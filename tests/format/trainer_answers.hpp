// SPDX-License-Identifier: MIT
#pragma once

// What a model answers, and whether that is what its trainer said.

#include "oracle.hpp"

#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>

namespace oracle {

template <class Number>
auto bits_of(Number number) {
    if constexpr (sizeof(Number) == 8) return std::bit_cast<std::int64_t>(number);
    else return std::int64_t{std::bit_cast<std::int32_t>(number)};
}

/// How many representable numbers lie between the two; 0 for two NaN.
template <class Number>
std::int64_t distance(Number left, Number right) {
    if (std::isnan(left) && std::isnan(right)) return 0;
    if (left == right) return 0;
    return std::abs(bits_of(left) - bits_of(right));
}

/// Scores all rows in the trainer's precision; the rows are of double.
template <class Score, class Predictor>
std::vector<Score> score(Predictor const& predictor, std::vector<double> const& rows) {
    std::vector<Score> scores(rows.size() / predictor.cols() * predictor.outputs());
    arenite::predict(predictor, rows, scores);
    return scores;
}

/// The margins as they come in batches with all the scratch that they can use, and row by row.
template <class Score>
std::vector<std::vector<Score>> margins_in_parts(arenite::model const& model, std::vector<double> const& rows) {
    auto const margins = model.margins();
    std::vector<std::vector<Score>> all;
    for (std::size_t const step : {std::size_t{1}, std::size_t{40}, rows.size() / margins.cols()}) {
        auto& y = all.emplace_back(rows.size() / margins.cols() * margins.outputs());
        arenite::scratch const scratch{margins, step};
        arenite::batch_view<double const> const x{rows.data(), rows.size() / margins.cols(), margins.cols()};
        arenite::batch_view<Score> const to{y.data(), x.rows(), margins.outputs()};
        for (std::size_t first = 0; first < x.rows(); first += step) {
            auto const count = std::min(step, x.rows() - first);
            arenite::predict(margins, x.middle_rows(first, count), to.middle_rows(first, count), scratch);
        }
    }
    return all;
}

/// Margins and leaf ids: the same bits; predictions: within 2 units in the last place; CatBoost's, whose exponential is
/// an approximation, within 8.
template <class Score>
void compare_in_precision(test_case const& of, arenite::model const& model) {
    auto const rows = rows_of(of, model);
    auto const margins = score<Score>(model.margins(), rows), said_margins = said<Score>(of, "margin");
    REQUIRE(margins.size() == said_margins.size());
    for (std::size_t i = 0; i != margins.size(); ++i) REQUIRE(bits_of(margins[i]) == bits_of(said_margins[i]));
    for (auto const& parts : margins_in_parts<Score>(model, rows))
        for (std::size_t i = 0; i != margins.size(); ++i) REQUIRE(bits_of(parts[i]) == bits_of(said_margins[i]));

    auto const predictions = score<Score>(model, rows), said_predictions = said<Score>(of, "prediction");
    REQUIRE(predictions.size() == said_predictions.size());
    for (std::size_t i = 0; i != predictions.size(); ++i)
        REQUIRE(distance(predictions[i], said_predictions[i]) <= (of.is_catboost() ? 8 : 2));

    if (model.trees() == 0) return;
    REQUIRE(score<std::int32_t>(model.leaves(), rows) == said<std::int32_t>(of, "leaf"));
}

inline void compare_with_trainer(test_case const& of, arenite::model const& model) {
    bool const in_float = model.info().output == arenite::precision::float32;
    in_float ? compare_in_precision<float>(of, model) : compare_in_precision<double>(of, model);
}

}  // namespace oracle
