// SPDX-License-Identifier: MIT
// Summaries say what scikit-learn, NumPy and pandas say of the same rows.

#include "transform/fitted_oracle.hpp"

#include <doctest/doctest.h>

TEST_SUITE("transform") {
    TEST_CASE("summary: what scikit-learn, NumPy and pandas find in columns of numbers") {
        for (std::string const stem : oracle::fitted_files) {
            oracle::fitted_rows const of{stem};
            auto const columns = of.columns();
            auto const seen = of.summarize(columns, {.most_values = 500});
            for (auto const& expected : of.numbers) {
                CAPTURE(stem);
                CAPTURE(expected.name);
                auto const& found = seen[expected.name];
                CHECK(double(found.count) == expected.count);
                CHECK(double(found.missing) == expected.missing);
                CHECK(oracle::agrees(found.mean, expected.mean, expected.most));
                CHECK(oracle::agrees(found.sd * found.sd, expected.variance));
                CHECK(oracle::agrees(found.sample_sd, expected.sample_sd));
                CHECK(found.minimum == expected.least);
                CHECK(found.maximum == expected.most);
                CHECK(oracle::agrees(found.median, expected.fill_median));
                CHECK(found.most_frequent == expected.most_frequent);
                CHECK(oracle::agrees(found.upper_quartile - found.lower_quartile, expected.quartile_range));
                CHECK(found.rank_error == 0);
                for (std::size_t k = 0; k != expected.parts.size(); ++k)
                    CHECK(seen.quantile(expected.name, expected.parts[k]) == expected.quantiles[k]);
            }
        }
    }

    TEST_CASE("summary: the categories that scikit-learn finds in columns of texts, in its order") {
        for (std::string const stem : {"diabetes_frame", "mixed"}) {
            oracle::fitted_rows const of{stem};
            auto const columns = of.columns();
            auto const seen = of.summarize(columns);
            std::size_t k = 0;
            for (auto const& expected : of.categories) {
                CAPTURE(stem);
                CAPTURE(expected.text);
                auto const& found = seen[expected.column];
                k = &expected != of.categories.data() && (&expected)[-1].column == expected.column ? k + 1 : 0;
                REQUIRE(k < found.vocabulary.size());
                CHECK(found.vocabulary[k] == expected.text);
                CHECK(double(found.counts[k]) == expected.count);
                CHECK(double(found.missing) == expected.missing);
                CHECK((found.most_frequent == double(k)) == (expected.is_most_frequent == 1));
            }
            CHECK(seen[of.categories.back().column].vocabulary.size() == k + 1);
        }
    }

    TEST_CASE("summary: beyond what a sketch holds, quantiles are within the stated error of NumPy's") {
        oracle::fitted_rows const of{"diabetes_holes"};
        auto const columns = of.columns();
        auto seen = of.summarize(columns, {.sketch_values = 1024});
        for (int i = 0; i != 19; ++i) seen.merge(of.summarize(columns, {.sketch_values = 1024}));
        for (auto const& expected : of.numbers)
            for (std::size_t k = 0; k != expected.parts.size(); ++k) {
                CAPTURE(expected.name);
                CAPTURE(expected.parts[k]);
                auto const error = seen[expected.name].rank_error;
                CHECK(error > 0);
                CHECK(error < 0.02);
                // as many rows, twenty times: NumPy's quantiles are those of one time but for what lies between two
                // rows
                auto const number = seen.quantile(expected.name, expected.parts[k]);
                auto const more = std::min(1.0, expected.parts[k] + error + 0.003);
                auto const less = std::max(0.0, expected.parts[k] - error - 0.003);
                auto const once = of.summarize(columns);
                CHECK(number >= once.quantile(expected.name, less));
                CHECK(number <= once.quantile(expected.name, more));
            }
    }
}
