// SPDX-License-Identifier: MIT
#include <arenite/transform/summary_options.hpp>

#include <arenite/load/batches_from.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/summarize.hpp>

#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace {

using arenite::summarize, arenite::summary_options;

std::vector<double> ascending(std::size_t count) {
    std::vector<double> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return numbers;
}

double rank_error(std::span<double const> numbers) {
    auto const seen = summarize(arenite::batches_from(numbers), {.most_values = 0});
    return seen[0].rank_error;
}

/// How many texts of a column are there, and how many are missing.
std::string texts_in(std::string_view rows, summary_options const& options,
                     std::span<std::string_view const> own_missing = {}) {
    arenite::memory_source text{rows};
    auto column = arenite::text("a");
    column.missing = own_missing;
    arenite::schema const columns{column};
    auto const seen = summarize(arenite::csv_batches(text, columns, {.header = arenite::csv_header::no}), options);
    return std::to_string(seen[0].count) + " and " + std::to_string(seen[0].missing);
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("summary_options: quantiles are exact for as many rows as are held") {
        auto const numbers = ascending(4097);
        auto const fits = summarize(arenite::batches_from(std::span{numbers}.first(4096)));
        auto const does_not = summarize(arenite::batches_from(numbers));
        CHECK(fits[0].rank_error == 0);
        CHECK(fits[0].median == 2047.5);
        CHECK(does_not[0].rank_error > 0);
    }

    TEST_CASE("summary_options: the stated error of the default holds for any number of rows") {
        auto const numbers = ascending(3'000'000);
        double worst = 0;
        for (std::size_t count = 4097; count < numbers.size(); count = count * 6 / 5)
            worst = std::max(worst, rank_error(std::span{numbers}.first(count)));
        CHECK(worst < 0.004);
        CHECK(worst > 0.003);  // what is stated is not far from what is so
    }

    TEST_CASE("summary_options: without a sketch there are no quantiles, and less is held") {
        auto const numbers = ascending(10);
        auto const seen = summarize(arenite::batches_from(numbers), {.sketch_values = 0});
        CHECK(std::isnan(seen[0].median));
        CHECK(std::isnan(seen.quantile(std::size_t{0}, 0.5)));
        CHECK(seen[0].mean == 4.5);
        CHECK(seen[0].maximum == 9);
        CHECK(seen.bytes() + 4096 * sizeof(double) == summarize(arenite::batches_from(numbers)).bytes());
    }

    TEST_CASE("summary_options: without values nothing is listed") {
        auto const seen = summarize(arenite::batches_from(ascending(10)), {.most_values = 0});
        CHECK_FALSE(seen[0].is_complete);
        CHECK(std::isnan(seen[0].most_frequent));
        CHECK(seen[0].mean == 4.5);
    }

    TEST_CASE("summary_options: tokens of missing texts, of all columns or of one") {
        std::array<std::string_view, 2> const dashes{"-", ""};
        std::array<std::string_view, 1> const none{"none"};
        constexpr std::string_view rows = "x\n-\nNA\nnone\n \n";
        CHECK(texts_in(rows, {}) == "3 and 2");
        CHECK(texts_in(rows, {.missing = dashes}) == "3 and 2");
        CHECK(texts_in(rows, {.missing = dashes}, none) == "4 and 1");
        CHECK(texts_in("x\nNA\n", {.missing = dashes}) == "2 and 0");
    }

    TEST_CASE("summary_options: what cannot be is held against the contract") {
        throwing_contract const throwing;
        for (std::size_t const values : {std::size_t{1}, std::size_t{1023}, std::size_t{1} << 32})
            CHECK_THROWS_AS(arenite::summarizer(arenite::schema_view{1}, {.sketch_values = values}), broken_contract);
        CHECK_THROWS_AS(arenite::summarizer(arenite::schema_view{1}, {.most_values = std::size_t{1} << 31}),
                        broken_contract);
        CHECK_THROWS_AS(arenite::summarizer(arenite::schema_view{1}, {.most_categories = std::size_t{1} << 31}),
                        broken_contract);
        CHECK_THROWS_AS(arenite::summarizer(arenite::schema_view{}), broken_contract);
    }
}
