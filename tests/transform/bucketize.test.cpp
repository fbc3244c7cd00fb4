// SPDX-License-Identifier: MIT
#include <arenite/transform/bucketize.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::bucketize;

arenite::schema const people{arenite::category("city", {"Bern"}), arenite::number("age")};

TEST_SUITE("transform") {
    TEST_CASE("bucketize: is scikit-learn's KBinsDiscretizer, with the edges between its bins") {
        for (std::string const name : {"bucketize_quantile", "bucketize_uniform"}) {
            auto const edges = patients::fitted(name, "edges");
            CHECK(edges.size() == 5);
            patients::check_like(name, bucketize("bmi", std::span{edges}.subspan(1, 3)), 0, "complete");
        }
    }

    TEST_CASE("bucketize: an edge begins a bucket, and what is missing stays missing") {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        std::vector<std::vector<double>> const rows{{0, 17}, {0, 18},       {0, 29.9},      {missing, 30}, {0, 65},
                                                    {0, 99}, {0, infinity}, {0, -infinity}, {0, missing}};
        CHECK(same_rows(made_by(bucketize("age", {18, 30, 65}), rows, people).rows,
                        {{0, 0}, {0, 1}, {0, 1}, {missing, 2}, {0, 3}, {0, 3}, {0, 3}, {0, 0}, {0, missing}}));
        CHECK(made_by(bucketize("age", std::vector<double>{}), rows, people).rows[5][1] == 0);
    }

    TEST_CASE("bucketize: edges are doubles, for float too") {
        float const below = 0.1f;  // greater than 0.1
        CHECK(made_by<float>(bucketize("age", {0.1}), {{0, 0.1}}, people).rows[0][1] == (below < 0.1 ? 0 : 1));
    }

    TEST_CASE("bucketize: refuses what does not fit") {
        CHECK(refusal_of(bucketize("ages", {1}), people) ==
              "bucketize: there is no column 'ages'; the columns are 'city', 'age'");
        CHECK(refusal_of(bucketize("city", {1}), people) == "bucketize: column 'city' is a category, not a number");
        std::string const wrong = "bucketize: edge 1 is not greater than the one before it";
        CHECK(refusal_of(bucketize("age", {1, 1}), people) == wrong);
        CHECK(refusal_of(bucketize("age", {1, missing}), people) == wrong);
        CHECK(refusal_of(bucketize("age", {2, 1, 3}), people) == wrong);
    }

    TEST_CASE("bucketize: keeps the contract of stages") {
        contracts::check_tile_stage(bucketize("age", {0, 2.5, 7}), people);
    }
}

}  // namespace
