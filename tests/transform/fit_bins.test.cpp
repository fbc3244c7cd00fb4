// SPDX-License-Identifier: MIT
#include <arenite/transform/fit_bins.hpp>

#include <arenite/load/batches_from.hpp>
#include <arenite/transform/summarize.hpp>

#include "support/throwing_contract.hpp"
#include "transform/fitted_oracle.hpp"
#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace {

using arenite::bin_edges, arenite::fit_bins;

/// What scikit-learn has between the first and the last edge.
std::span<double const> inner(std::vector<double> const& edges) {
    return std::span{edges}.subspan(1, edges.size() - 2);
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("fit_bins: the edges that scikit-learn fits") {
        for (std::string const stem : oracle::fitted_files) {
            oracle::fitted_rows const of{stem};
            auto const columns = of.columns();
            auto const seen = of.summarize(columns);
            for (auto const& expected : of.numbers) {
                CAPTURE(stem);
                CAPTURE(expected.name);
                CHECK(std::ranges::equal(fit_bins(seen, expected.name), inner(expected.quantile_edges)));
                CHECK(std::ranges::equal(fit_bins(seen, expected.name, {.edges = bin_edges::linear_quantile}),
                                         inner(expected.linear_edges)));
                CHECK(std::ranges::equal(fit_bins(seen, expected.name, {.edges = bin_edges::uniform}),
                                         inner(expected.uniform_edges)));
            }
        }
    }

    TEST_CASE("fit_bins: few different numbers make fewer bins, one makes one") {
        std::vector<double> const numbers{1, 1, 1, 1, 1, 1, 2, 3};
        auto const seen = arenite::summarize(arenite::batches_from(numbers, {.schema = arenite::schema_view{1}}));
        arenite::schema const named{arenite::number("a")};
        auto const with_name = arenite::summarize(arenite::batches_from(numbers, {.schema = named}));
        CHECK(std::ranges::equal(fit_bins(with_name, "a"), std::vector{2.0}));
        std::vector<double> const same(5, 7.0);
        auto const constant = arenite::summarize(arenite::batches_from(same, {.schema = named}));
        CHECK(fit_bins(constant, "a").empty());
        CHECK(fit_bins(constant, "a", {.edges = bin_edges::uniform}).empty());
    }

    // KBinsDiscretizer(4, quantile_method="linear") warns, and has the edges 0, 1, 2.
    TEST_CASE("fit_bins: an edge that is hardly above the one before it is left out") {
        std::vector<double> const numbers{0, 1, 1 + 4e-9, 1 + 8e-9, 2};
        arenite::schema const named{arenite::number("a")};
        auto const seen = arenite::summarize(arenite::batches_from(numbers, {.schema = named}));
        CHECK(fit_bins(seen, "a", {.bins = 4, .edges = bin_edges::linear_quantile}).size() == 1);
        CHECK(fit_bins(seen, "a", {.bins = 256, .edges = bin_edges::uniform}).size() == 255);
    }

    TEST_CASE("fit_bins: as a stage") {
        std::vector<double> numbers;
        for (int i = 0; i != 100; ++i) numbers.push_back(i);
        arenite::schema const named{arenite::number("a")};
        auto const seen = arenite::summarize(arenite::batches_from(numbers, {.schema = named}));
        std::vector<int> counts(10);
        auto prepared = arenite::batches_from(numbers, {.schema = named}) |
                        arenite::bucketize("a", fit_bins(seen, "a", {.bins = 10}));
        for (auto const batch : prepared)
            for (std::size_t r = 0; r != batch.rows(); ++r) ++counts.at(static_cast<std::size_t>(batch(r, 0)));
        for (auto const count : counts) CHECK(count == 10);
    }

    TEST_CASE("fit_bins: the most bins, and refusals") {
        auto const seen = summary_of_people();
        CHECK(fit_bins(seen, "age", {.bins = 256, .edges = bin_edges::uniform}).size() == 255);
        CHECK_THROWS_AS(static_cast<void>(fit_bins(seen, "town")), arenite::shape_error);
        CHECK_THROWS_AS(static_cast<void>(fit_bins(seen, "nobody")), arenite::shape_error);
        CHECK_THROWS_AS(static_cast<void>(fit_bins(seen, "empty")), arenite::shape_error);
        throwing_contract const throwing;
        for (std::size_t const bins : {0U, 1U, 257U})
            CHECK_THROWS_AS(static_cast<void>(fit_bins(seen, "age", {.bins = bins})), broken_contract);
    }
}
