// SPDX-License-Identifier: MIT
#include <arenite/model/linear_booster.hpp>

#include "contracts/predictor_contract.hpp"

#include <arenite/memory/system_memory.hpp>
#include <arenite/model/model.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace {

arenite::linear_booster<float> two_outputs(arenite::budget& memory = arenite::system_memory()) {
    arenite::linear_booster<float> booster{{.features = 3, .outputs = 2}, memory};
    constexpr std::array weights{0.1f, 1.0f, 0.2f, 2.0f, 0.3f, 3.0f, /* biases */ 0.5f, 10.0f};
    std::ranges::copy(weights, booster.weights.begin());
    booster.base[0] = 0.25f;
    booster.base[1] = 0.25f;
    return booster;
}

TEST_SUITE("model") {
    TEST_CASE("linear_booster: bias and base, then what is there, in order, each step rounded") {
        auto const booster = two_outputs();
        std::array const rows{1.0f, 1.0f, 1.0f, NAN, 1.0f, NAN};
        std::array<float, 4> scores{};
        arenite::predict(booster, rows, scores);
        CHECK(scores[0] == ((0.5f + 0.25f) + 0.1f + 0.2f) + 0.3f);
        CHECK(scores[1] == 16.25f);
        CHECK(scores[2] == 0.75f + 0.2f);
        CHECK(scores[3] == 12.25f);
    }

    TEST_CASE("linear_booster: has no leaves, and reads every column") {
        auto const booster = two_outputs();
        CHECK(booster.outputs(arenite::output_kind::leaf) == 0);
        CHECK(booster.schema().size() == 3);
        CHECK(booster.schema()[2].used);
    }

    TEST_CASE("linear_booster: a margin is not linked") {
        auto booster = two_outputs();
        booster.link.kind = arenite::link_kind::hinge;
        arenite::model const erased{std::move(booster), {}};
        std::array const row{-100.0, 0.0, 0.0};
        std::array<double, 2> scores{};
        arenite::predict(erased, row, scores);
        CHECK(scores == std::array{0.0, 0.0});
        arenite::predict(erased.margins(), row, scores);
        CHECK(scores[1] == -89.75);
    }

    TEST_CASE("linear_booster: gives its region back") {
        arenite::budget memory{4096};
        {
            auto const booster = two_outputs(memory);
            CHECK(memory.used() == booster.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("linear_booster: meets the predictor contract") { contracts::check_predictor<float, float>(two_outputs()); }
}

}  // namespace
