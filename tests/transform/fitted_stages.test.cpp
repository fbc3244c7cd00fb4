// SPDX-License-Identifier: MIT
#include <arenite/transform/fitted_stages.hpp>

#include <arenite/load/batches_from.hpp>

#include "transform/fitted_oracle.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace {

using arenite::batches_from, arenite::imputed, arenite::summarize;
using rows_of_two = std::vector<std::array<double, 2>>;

double const missing = std::nan("");
arenite::schema const two{arenite::number("a"), arenite::number("b")};
rows_of_two const some{{1, 7}, {missing, 7}, {3, 7}, {3, 7}, {9, missing}};

/// The rows behind a stage, column a first.
template <class Stage>
std::vector<double> prepared(Stage&& stage) {
    std::vector<double> cells;
    for (auto const batch : batches_from(some, {.schema = two}) | static_cast<Stage&&>(stage))
        for (std::size_t c = 0; c != batch.cols(); ++c)
            for (std::size_t r = 0; r != batch.rows(); ++r) cells.push_back(batch(r, c));
    return cells;
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("standardize: by what was seen; a column that is always the same is only centered") {
        auto const seen = summarize(batches_from(some, {.schema = two}));
        auto const cells = prepared(arenite::standardize(seen));
        CHECK(cells[0] == (1.0 - 4) / 3);
        CHECK(std::isnan(cells[1]));
        CHECK(cells[4] == (9.0 - 4) / 3);
        CHECK(cells[5] == 0);
        CHECK(std::isnan(cells[9]));
    }

    TEST_CASE("min_max_scale: by what was seen") {
        auto const seen = summarize(batches_from(some, {.schema = two}));
        auto const cells = prepared(arenite::min_max_scale(seen));
        CHECK(cells[0] == 0);
        CHECK(cells[2] == 0.25);
        CHECK(cells[4] == 1);
        CHECK(cells[5] == 0);
        CHECK(prepared(arenite::min_max_scale(seen, {.low = -1, .high = 1}))[0] == -1);
    }

    TEST_CASE("robust_scale: by what was seen") {
        auto const seen = summarize(batches_from(some, {.schema = two}));
        auto const cells = prepared(arenite::robust_scale(seen));
        CHECK(cells[0] == (1.0 - 3) / 2);  // quartiles of 1, 3, 3, 9: 2.5 and 4.5
        CHECK(cells[4] == 3);
        CHECK(cells[5] == 0);
    }

    TEST_CASE("impute: by what was seen") {
        auto const seen = summarize(batches_from(some, {.schema = two}));
        CHECK(prepared(arenite::impute(seen, imputed::mean))[1] == 4);
        CHECK(prepared(arenite::impute(seen, imputed::median))[1] == 3);
        CHECK(prepared(arenite::impute(seen, imputed::most_frequent))[1] == 3);
        CHECK(prepared(arenite::impute(seen.medians()))[9] == 7);
        auto const many = summarize(batches_from(some, {.schema = two}), {.most_values = 2});
        CHECK_THROWS_AS(static_cast<void>(arenite::impute(many, imputed::most_frequent)), arenite::shape_error);
    }

    TEST_CASE("summary: the scales that scikit-learn fits") {
        for (std::string const stem : oracle::fitted_files) {
            oracle::fitted_rows const of{stem};
            auto const columns = of.columns();
            auto const seen = of.summarize(columns, {.most_values = 500});
            for (std::size_t i = 0; i != of.numbers.size(); ++i) {
                auto const& expected = of.numbers[i];
                CAPTURE(stem);
                CAPTURE(expected.name);
                CHECK(oracle::agrees(seen.scales()[i], expected.scale));
                CHECK(oracle::agrees(seen.quartile_ranges()[i], expected.quartile_range));
                CHECK(oracle::agrees(seen.medians()[i], expected.center));
                CHECK(oracle::agrees(seen.means()[i], expected.fill_mean, expected.most));
                CHECK(seen.most_frequent()[i] == expected.most_frequent);
            }
        }
    }

    // StandardScaler().fit(1e9 + 1e-7 * np.arange(100).reshape(-1, 1)).scale_ is 1, with 1e-5 it is not.
    TEST_CASE("summary: what differs by roundings only counts as constant, as for scikit-learn") {
        rows_of_two rows;
        for (int i = 0; i != 100; ++i) rows.push_back({1e9 + 1e-7 * i, 1e9 + 1e-5 * i});
        auto const seen = summarize(batches_from(rows));
        CHECK(seen[0].sd > 0);
        CHECK(seen[0].scale == 1);
        CHECK(seen[1].scale == seen[1].sd);
    }

    TEST_CASE("stages by what was seen: a column that was not summarized is refused by its name") {
        arenite::schema const one{arenite::number("a")};
        std::vector<double> const numbers{1, 2};
        auto const seen = summarize(batches_from(numbers, {.schema = one}));
        try {
            static_cast<void>(batches_from(some, {.schema = two}) | arenite::standardize(seen));
            FAIL("was composed");
        } catch (arenite::shape_error const& refused) {
            CHECK(std::string{refused.what()} ==
                  "standardize: nothing was fitted to column 'b'; what was fitted is for 'a'");
        }
    }
}
