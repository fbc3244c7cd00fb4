// SPDX-License-Identifier: MIT
#include <arenite/model/tree_ensemble.hpp>

#include "contracts/predictor_contract.hpp"
#include "small_ensemble.hpp"

#include <arenite/model/output_of.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

using nodes_f = std::vector<written_node<float>>;
using nodes_d = std::vector<written_node<double>>;

nodes_f leaf(float value) { return {{.value = value}}; }

nodes_f stump(std::uint64_t feature, float threshold, float left, float right, bool default_left = false) {
    return {{.value = threshold, .feature = feature, .left = 1, .right = 2, .default_left = default_left},
            {.value = left},
            {.value = right}};
}

float score_one(arenite::tree_ensemble<float> const& ensemble, std::array<float, 2> row) {
    std::array<float, 1> score{};
    arenite::predict(ensemble, row, score);
    return score[0];
}

TEST_SUITE("model") {
    TEST_CASE("tree_ensemble: adds the leaves that a row reaches") {
        auto const ensemble = small_ensemble<float>({stump(0, 0, 1, 2), stump(1, 0.5f, 10, 20, true), leaf(100)});
        CHECK(score_one(ensemble, {-1, 0}) == 111);
        CHECK(score_one(ensemble, {0, 1}) == 122);
        CHECK(score_one(ensemble, {NAN, NAN}) == 112);
        CHECK(ensemble.trees() == 3);
        CHECK(ensemble.nodes() == 7);
        CHECK(ensemble.outputs(arenite::output_kind::leaf) == 3);
    }

    TEST_CASE("tree_ensemble: the sum starts from the base, in the file's order") {
        // 2^24 + 1 is not a float: what is added first decides what is lost
        CHECK(score_one(small_ensemble<float>({leaf(1), leaf(1)}, {.base = {16777216.0}}), {}) == 16777216.0f);
        CHECK(score_one(small_ensemble<float>({leaf(16777216.0f), leaf(1)}, {.base = {1}}), {}) == 16777216.0f);
        CHECK(score_one(small_ensemble<float>({leaf(1), leaf(16777216.0f)}, {.base = {1}}), {}) == 16777218.0f);
    }

    TEST_CASE("tree_ensemble: a weighted leaf is rounded before it is added") {
        constexpr float third = 1.0f / 3.0f, tenth = 0.1f;
        float const volatile product = third * tenth;  // as float, whatever the processor can fuse
        float const volatile expected = 0.7f + product;
        CHECK(score_one(small_ensemble<float>({leaf(third)}, {.base = {0.7f}, .weights = {tenth}}), {}) == expected);
    }

    TEST_CASE("tree_ensemble: a sum is scaled, divided and moved, in this order, on its way to the margin") {
        auto const ensemble = small_ensemble<float>(
            {leaf(8), leaf(9)},
            {.outputs = 2, .base = {1, 1}, .divisor = 2, .scale = 0.5, .divisors = {2, 4}, .biases = {16777216.0, 1}});
        std::array const row{0.0f, 0.0f};
        std::array<float, 2> scores{};
        arenite::predict(arenite::output_of<arenite::tree_ensemble<float>, arenite::output_kind::margin>{ensemble}, row,
                         scores);
        CHECK(scores == std::array{16777218.0f, 2.25f});
        arenite::predict(ensemble, row, scores);
        CHECK(scores == std::array{8388609.0f, 1.125f});
    }

    TEST_CASE("tree_ensemble: a scaled sum is rounded before the bias is added") {
        constexpr float third = 1.0f / 3.0f, tenth = 0.1f;
        float const volatile product = third * tenth;
        float const volatile expected = 0.7f + product;
        float const scale = tenth;
        CHECK(score_one(small_ensemble<float>({leaf(third)}, {.scale = scale, .biases = {0.7f}}), {}) == expected);
    }

    TEST_CASE("tree_ensemble: outputs have trees of their own, and a divisor comes in front of the link") {
        auto const ensemble =
            small_ensemble<float>({leaf(2), leaf(30), leaf(4), leaf(50)},
                                  {.outputs = 2, .link = {arenite::link_kind::signed_square}, .divisor = 2});
        std::array const row{0.0f, 0.0f};
        std::array<float, 2> scores{};
        arenite::predict(ensemble, row, scores);
        CHECK(scores == std::array{9.0f, 1600.0f});
    }

    TEST_CASE("tree_ensemble: meets the predictor contract in both precisions") {
        contracts::check_predictor<float, float>(small_ensemble<float>(
            {stump(0, 0, 1, 2), stump(1, 0.5f, 10, 20, true), stump(0, 1, -3, 5)}, {.base = {0.25}}));
        auto const rule = arenite::split_rule{arenite::comparison::less_or_equal, arenite::tiny_values::zero};
        nodes_d const tree{
            {.value = 0.5, .feature = 1, .left = 1, .right = 2, .missing = arenite::missing_kind::zero_or_nan},
            {.value = 0.1},
            {.value = -0.5, .feature = 0, .left = 3, .right = 4, .missing = arenite::missing_kind::never},
            {.value = 0.3},
            {.value = 0.7}};
        contracts::check_predictor<double, double>(
            small_ensemble<double>({tree, tree, tree}, {.rule = rule, .link = {arenite::link_kind::sigmoid}}));
        contracts::check_predictor<double, double>(small_ensemble<double>(
            {tree, tree, tree}, {.outputs = 3, .rule = rule, .link = {arenite::link_kind::softmax}}));
    }

    TEST_CASE("tree_ensemble: its schema survives a move") {
        auto first = small_ensemble<float>({stump(1, 0, 1, 2)}, {.features = 100});
        auto const second = std::move(first);
        CHECK(second.schema().size() == 100);
        CHECK(second.schema()[1].used);
        CHECK(!second.schema()[0].used);
        CHECK(!second.schema()[99].used);
    }

    TEST_CASE("tree_ensemble: a leaf's id is its number in its tree less the origin, or the node itself") {
        arenite::budget memory{std::size_t{1} << 16};
        for (std::uint32_t const origin : {0U, 1U}) {
            arenite::tree_ensemble_builder<float> builder{{.splits = 1, .largest_tree = 3, .trees = 2, .features = 1},
                                                          memory};
            add_tree(builder, leaf(9), made<float>);
            add_tree(builder, stump(0, 0, 1, 2), made<float>, origin);
            auto const ensemble = std::move(builder).build();
            std::array const rows{-1.0f, 1.0f};
            std::array<std::int32_t, 4> ids{};
            ensemble.leaves(arenite::batch_view<float const>{rows.data(), 2, 1}, {ids.data(), 2, 2});
            auto const first = static_cast<std::int32_t>(1 - origin);
            CHECK(ids == std::array{0, first, 0, first + 1});
        }
    }

    TEST_CASE("tree_ensemble: reads the feature that a split names") {
        auto const ensemble = small_ensemble<float>({stump(70, 0, 1, 2)}, {.features = 71});
        std::vector<float> row(71, 5.0f);
        std::array<float, 1> score{};
        arenite::predict(ensemble, row, score);
        CHECK(score[0] == 2);
        row[70] = -5;
        arenite::predict(ensemble, row, score);
        CHECK(score[0] == 1);
    }

    TEST_CASE("tree_ensemble: splits by the rule that it was built with") {
        nodes_f const tree{{.value = 0, .left = 1, .right = 2}, {.value = 1}, {.value = 2}};
        auto const of_xgboost = small_ensemble<float>({tree});
        auto const of_lightgbm =
            small_ensemble<float>({tree}, {.rule = {arenite::comparison::less_or_equal, arenite::tiny_values::zero}});
        CHECK(score_one(of_xgboost, {0}) == 2);
        CHECK(score_one(of_lightgbm, {0}) == 1);
        CHECK(score_one(of_lightgbm, {1e-36f}) == 1);
        CHECK(score_one(of_xgboost, {-1e-36f}) == 1);
    }

    TEST_CASE("tree_ensemble: margins are every output's undivided sum, also where the prediction is one number") {
        auto const ensemble = small_ensemble<float>({leaf(2), leaf(6)},
                                                    {.outputs = 2, .link = {arenite::link_kind::argmax}, .divisor = 2});
        CHECK(ensemble.outputs() == 1);
        CHECK(ensemble.outputs(arenite::output_kind::margin) == 2);
        std::array const row{0.0f, 0.0f};
        std::array<double, 2> margins{};
        alignas(64) std::array<std::byte, 128> scratch{};
        ensemble.score(arenite::output_kind::margin, arenite::batch_view<float const>{row.data(), 1, 2},
                       arenite::batch_view<double>{margins.data(), 1, 2}, arenite::scratch_view{scratch});
        CHECK(margins == std::array{2.0, 6.0});
        CHECK(score_one(ensemble, {}) == 1);
    }

    TEST_CASE("tree_ensemble: scratch has room for the sums of every output") {
        std::vector<nodes_f> trees;
        for (int t = 0; t != 99; ++t) trees.push_back(stump(0, 0, static_cast<float>(t), 1));
        auto const ensemble = small_ensemble<float>(trees, {.outputs = 33});
        CHECK(ensemble.least_scratch_bytes() == 2 * 192);  // of one row, and as they come from a kernel
        CHECK(ensemble.scratch_bytes(1) >= ensemble.least_scratch_bytes());
        contracts::check_predictor<float, float>(ensemble);
    }
}

}  // namespace
