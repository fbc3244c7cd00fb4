// SPDX-License-Identifier: MIT
#include <arenite/model/decision_tree.hpp>

#include "contracts/predictor_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <stdexcept>
#include <string>

namespace {

using arenite::leaf, arenite::split;

constexpr arenite::decision_tree<float, 5> grade{{
    split{.feature = 0, .threshold = 60, .left = 1, .right = 2},
    leaf{.value = 0},
    split{.feature = 1, .threshold = 10, .left = 3, .right = 4},
    leaf{.value = 1},
    leaf{.value = 2},
}};
static_assert(grade(std::array{75.0f, 12.0f}) == 2.0f);
static_assert(grade(std::array{60.0f, 12.0f}) == 0.0f);
static_assert(grade(std::array{75.0f, 10.0f}) == 1.0f);
static_assert(grade.cols() == 2);

/// What a tree that breaks its contract says at run time.
template <class Build>
std::string claim_of(Build const& build) {
    auto const before =
        arenite::set_contract_handler([](char const* claim, std::source_location) { throw std::logic_error{claim}; });
    std::string claim = "none";
    try {
        build();
    } catch (std::logic_error const& broken) {
        claim = broken.what();
    }
    arenite::set_contract_handler(before);
    return claim;
}

TEST_SUITE("model") {
    TEST_CASE("decision_tree: NaN goes right") {
        constexpr float nan = std::numeric_limits<float>::quiet_NaN();
        CHECK(grade(std::array{nan, nan}) == 2.0f);
    }

    TEST_CASE("decision_tree: a value at the threshold goes left at run time too") {
        std::array const rows{60.0f, 0.0f, 60.5f, 10.0f, 60.5f, 10.5f};
        std::array<float, 3> scores{};
        arenite::predict(grade, rows, scores);
        CHECK(scores == std::array{0.0f, 1.0f, 2.0f});
    }

    TEST_CASE("decision_tree: a wrong one breaks a contract at run time too") {
        CHECK(claim_of([] {
                  arenite::decision_tree<float, 2>{{split{.left = 1, .right = 2}, leaf{}}};
              }) == "a child is a node after its parent");
        CHECK(claim_of([] {
                  arenite::decision_tree<float, 3>{{split{.left = 0, .right = 2}, leaf{}, leaf{}}};
              }) == "a child is a node after its parent");
        CHECK(claim_of([] {
                  arenite::decision_tree<float, 3>{{split{.left = 1, .right = 0}, leaf{}, leaf{}}};
              }) == "a child is a node after its parent");
        CHECK(claim_of([] { static_cast<void>(grade(std::array{61.0f})); }) == "a row has the tree's cols()");
        CHECK(claim_of([] { arenite::decision_tree<float, 1>{{leaf{.value = 0.1}}}; }) ==
              "the tree's type holds each number exactly");
        CHECK(claim_of([] { arenite::decision_tree<double, 1>{{leaf{.value = 0.1}}}; }) == "none");
    }

    TEST_CASE("decision_tree: meets the predictor contract") { contracts::check_predictor<float, float>(grade); }
}

}  // namespace
