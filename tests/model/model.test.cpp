// SPDX-License-Identifier: MIT
#include <arenite/model/model.hpp>

#include "contracts/predictor_contract.hpp"
#include "small_ensemble.hpp"

#include <arenite/model/linear_booster.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::model, arenite::tree_ensemble, arenite::linear_booster;

std::vector<std::vector<written_node<float>>> const stumps{
    {{.value = 0.1f, .feature = 0, .left = 1, .right = 2}, {.value = 1}, {.value = 2}},
    {{.value = 0.5f, .feature = 1, .left = 1, .right = 2}, {.value = 10}, {.value = 20}}};

model made(arenite::budget& memory = arenite::system_memory()) {
    return {small_ensemble<float>(stumps, {.link = {arenite::link_kind::logistic}}, memory),
            {.format = "test", .output = arenite::precision::float32}};
}

TEST_SUITE("model") {
    TEST_CASE("model: takes and gives float and double in any combination, converted one by one") {
        auto const erased = made();
        contracts::check_predictor<float, float>(erased);
        contracts::check_predictor<double, double>(erased);
        contracts::check_predictor<double, float>(erased);
        contracts::check_predictor<float, double>(erased);
        contracts::check_predictor<double, double>(erased.margins());
        contracts::check_predictor<float, std::int32_t>(erased.leaves());
        contracts::check_predictor<double, std::int32_t>(erased.leaves());

        // 0.1f as double lies above 0.1: as float, which the trainer compares, it is not less than itself
        std::array const row{static_cast<double>(0.1f), 0.0};
        std::array<double, 1> margin{};
        arenite::predict(erased.margins(), row, margin);
        CHECK(margin[0] == 12.0);
        std::array const below{0.1 - 1e-12, 0.0};  // rounds to 0.1f
        arenite::predict(erased.margins(), below, margin);
        CHECK(margin[0] == 12.0);
    }

    TEST_CASE("model: get_if gives the concrete type, or null") {
        auto erased = made();
        CHECK(erased.get_if<tree_ensemble<float>>() != nullptr);
        CHECK(erased.get_if<tree_ensemble<float>>()->trees() == 2);
        CHECK(erased.get_if<tree_ensemble<double>>() == nullptr);
        CHECK(erased.get_if<linear_booster<float>>() == nullptr);
    }

    TEST_CASE("model: moving keeps its schema and its bytes; assignment gives the old bytes back") {
        arenite::budget memory{1 << 16}, other_memory{1 << 16};
        auto first = made(memory);
        auto const bytes = first.bytes();
        CHECK(memory.used() == bytes);
        auto const schema = first.schema();
        auto second = std::move(first);
        CHECK(memory.used() == bytes);
        CHECK(schema[0].used);
        CHECK(second.schema()[1].used);

        second = model{linear_booster<float>{{.features = 2}, other_memory}, {.format = "other"}};
        CHECK(memory.used() == 0);
        CHECK(other_memory.used() == second.bytes());
        CHECK(second.info().format == "other");
        CHECK(second.leaves().outputs() == 0);
        CHECK(second.labels().outputs() == 0);
        auto const of_second = second.bytes();
        second = std::move(*&second);
        CHECK(of_second != 0);
        CHECK(second.bytes() == of_second);
        CHECK(other_memory.used() == of_second);
    }

    TEST_CASE("model: its outputs have their own numbers of columns") {
        auto const erased = made();
        CHECK(erased.outputs() == 1);
        CHECK(erased.margins().outputs() == 1);
        CHECK(erased.leaves().outputs() == 2);
        CHECK(erased.labels().outputs() == 0);
        CHECK(sizeof(erased.margins()) <= 2 * sizeof(void*));
        CHECK(erased.cols() == 2);
    }
}

}  // namespace
