// SPDX-License-Identifier: MIT
#include <arenite/model/linear_leaves.hpp>

#include <doctest/doctest.h>

namespace {

TEST_SUITE("model") {
    TEST_CASE("linear_leaves: has the room that its size says, and nothing else") {
        arenite::linear_leaves_size const size{.trees = 2, .leaves = 5, .terms = 7};
        arenite::budget memory{size.bytes()};
        {
            arenite::linear_leaves leaves{size, memory};
            CHECK(memory.used() == leaves.bytes());
            auto const& functions = leaves.functions();
            CHECK(functions.first_leaf.size() == 2);
            CHECK(functions.constants.size() == 5);
            CHECK(functions.first_term.size() == 6);
            CHECK(functions.coefficients.size() == 7);
            CHECK(functions.features.size() == 7);
            auto const moved = std::move(leaves);
            CHECK(moved.functions().features.data() == functions.features.data());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("linear_leaves: too little memory is refused") {
        arenite::linear_leaves_size const size{.trees = 1, .leaves = 1000, .terms = 9};
        arenite::budget memory{size.bytes() - 1};
        CHECK_THROWS_AS((arenite::linear_leaves{size, memory}), arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }
}

}  // namespace
