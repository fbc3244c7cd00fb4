// SPDX-License-Identifier: MIT
#include <arenite/model/linear_tree_ensemble.hpp>

#include "contracts/predictor_contract.hpp"
#include "malloc_probe.hpp"
#include "small_ensemble.hpp"

#include <arenite/model/model.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

using arenite::linear_tree_ensemble, arenite::output_kind;

struct small_traits {
    double of_b = 3, divisor = 1;
    arenite::tiny_values tiny = arenite::tiny_values::kept;
};

/// Two outputs, a tree of each: leaves 1 and 2 with 10 + 0.1 a - 0.3 b + 0.7 a and 20, by a < 0.5; and 5 with
/// 100 + of_b * b.
linear_tree_ensemble small(small_traits const& traits = {}, arenite::budget& memory = arenite::system_memory()) {
    arenite::tree_ensemble_builder<double> builder{
        {.splits = 1, .largest_tree = 3, .trees = 2, .outputs = 2, .features = 2}, memory};
    using node = written_node<double>;
    add_tree(builder, {node{.value = 0.5, .left = 1, .right = 2}, node{1}, node{2}}, made<double>, 1);
    add_tree(builder, {node{5}}, made<double>);
    builder.trees[1].output = 1;
    builder.rule.tiny = traits.tiny;
    builder.missing = -999;
    builder.divisor = traits.divisor;
    builder.link.kind = arenite::link_kind::exponential;
    builder.walked = true;
    arenite::linear_leaves leaves{{.trees = 2, .leaves = 3, .terms = 4}, memory};
    auto& functions = leaves.functions();
    auto const copy = [](auto const& from, auto to) { std::ranges::copy(from, to.begin()); };
    copy(std::array<std::uint64_t, 2>{0, 2}, functions.first_leaf);
    copy(std::array{10.0, 20.0, 100.0}, functions.constants);
    copy(std::array<std::uint64_t, 4>{0, 3, 3, 4}, functions.first_term);
    copy(std::array{0.1, -0.3, 0.7, traits.of_b}, functions.coefficients);
    copy(std::array<std::uint32_t, 4>{0, 1, 0, 1}, functions.features);
    return {std::move(builder).build(), std::move(leaves)};
}

/// The margins of a row, each step rounded.
std::array<double, 2> stated(double a, double b) {
    double volatile sum = 10;
    double const factors[] = {0.1, -0.3, 0.7}, values[] = {a, b, a};
    for (int i = 0; i != 3; ++i) {
        double const volatile product = factors[i] * values[i];
        sum = sum + product;
    }
    double const volatile product = 3.0 * b;
    bool const left = a < 0.5, gap = std::isnan(a) || std::isnan(b);
    return {left ? (gap ? 1.0 : sum) : 20.0, gap && std::isnan(b) ? 5.0 : 100.0 + product};
}

std::array<double, 2> margins_of(linear_tree_ensemble const& model, double a, double b) {
    std::array const row{a, b};
    std::array<double, 2> sums{};
    alignas(64) std::array<std::byte, 64> scratch;
    REQUIRE(model.scratch_bytes(1) == scratch.size());
    model.score(output_kind::margin, arenite::batch_view<double const>{row.data(), 1, 2},
                arenite::batch_view<double>{sums.data(), 1, 2}, arenite::scratch_view{scratch});
    return sums;
}

TEST_SUITE("model") {
    TEST_CASE("linear_tree_ensemble: is a predictor, of double rows and of others as a model") {
        contracts::check_predictor<double, double>(small());
        arenite::model const erased{small(), {}};
        contracts::check_predictor<double, double>(erased);
        contracts::check_predictor<float, double>(erased);
        contracts::check_predictor<double, float>(erased);
        contracts::check_predictor<float, std::int32_t>(erased.leaves());
    }

    TEST_CASE("linear_tree_ensemble: a leaf gives its constant and then each product, rounded") {
        auto const model = small();
        for (double const a : {0.3, -0.7, 1e-300, -1e200, 0.5, 3.0})
            for (double const b : {0.1, -1e17, 7.0}) CHECK(margins_of(model, a, b) == stated(a, b));
    }

    TEST_CASE("linear_tree_ensemble: a leaf of a function whose feature is missing gives its value") {
        auto const model = small();
        for (double const missing : {double{NAN}, -999.0}) {
            CHECK(margins_of(model, 0.25, missing) == std::array{1.0, 5.0});
            CHECK(margins_of(model, 0.75, missing) == std::array{20.0, 5.0});
            CHECK(margins_of(model, missing, 1) == std::array{20.0, 103.0});
        }
    }

    TEST_CASE("linear_tree_ensemble: what a split reads as 0 is 0 to a function too") {
        double const tiny = 1e-35, large = 1e36;
        auto const kept = small({.of_b = large}), zero = small({.of_b = large, .tiny = arenite::tiny_values::zero});
        CHECK(margins_of(kept, 0, tiny)[1] == 100 + large * tiny);
        CHECK(margins_of(zero, 0, tiny)[1] == 100);
        CHECK(margins_of(zero, 0, 2 * tiny)[1] == 100 + large * (2 * tiny));
    }

    TEST_CASE("linear_tree_ensemble: predictions are the link of the margins over the divisor") {
        auto const model = small({.divisor = 4});
        std::array const row{0.75, 1.0};
        std::array<double, 2> y{};
        arenite::predict(model, row, y);
        CHECK(y == std::array{std::exp(20.0 / 4), std::exp(103.0 / 4)});
    }

    TEST_CASE("linear_tree_ensemble: leaves are those of its trees") {
        auto const model = small();
        std::array const rows{0.25, 1.0, 0.75, 1.0};
        std::array<std::int32_t, 4> ids{};
        model.leaves(arenite::batch_view<double const>{rows.data(), 2, 2},
                     arenite::batch_view<std::int32_t>{ids.data(), 2, 2});
        CHECK(ids == std::array{0, 0, 1, 0});
    }

    TEST_CASE("linear_tree_ensemble: says what its trees and its functions hold") {
        arenite::model const erased{small(), {}};
        auto const described = erased.describe();
        CHECK(described.leaves == 3);
        CHECK(described.deepest == 1);
        std::size_t functions = 0;
        for (auto const& part : described.parts) functions += part.name == "linear functions" ? part.bytes : 0;
        CHECK(functions == arenite::linear_leaves_size{.trees = 2, .leaves = 3, .terms = 4}.bytes());
    }

    TEST_CASE("linear_tree_ensemble: holds its regions, gives them back, and predicts without a heap") {
        arenite::budget memory{1 << 20};
        {
            auto const model = small({}, memory);
            CHECK(memory.used() == model.bytes());
            CHECK(model.held().bytes == model.bytes());
            CHECK(model.nodes() == 4);
            CHECK(model.trees() == 2);
            if (skipped_without_malloc_probe()) return;
            allocation_count const counted;
            static_cast<void>(margins_of(model, 0.25, 1));
            CHECK(counted.requests().calls == 0);
        }
        CHECK(memory.used() == 0);
    }
}

}  // namespace
