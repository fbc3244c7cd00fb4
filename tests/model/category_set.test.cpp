// SPDX-License-Identifier: MIT
#include <arenite/model/category_set.hpp>

#include "small_ensemble.hpp"

#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

/// One split: 1 on the left, 2 on the right.
arenite::tree_ensemble<float> split_on(arenite::category_set const& set, std::vector<std::uint32_t> const& words,
                                       arenite::split_rule rule = {}, bool default_left = false) {
    arenite::tree_ensemble_builder<float> builder{
        {.splits = 1, .largest_tree = 3, .trees = 1, .features = 1, .category_sets = 1, .category_words = words.size()},
        arenite::system_memory()};
    builder.rule = rule;
    builder.category_sets[0] = set;
    std::ranges::copy(words, builder.category_words.begin());
    written_node<float> const root{
        .left = 1, .right = 2, .default_left = default_left, .missing = arenite::missing_kind::category};
    add_tree(builder, {root, {.value = 1}, {.value = 2}}, [](written_node<float> const& from) {
        auto node = made(from);
        if (!node.is_leaf()) node.set_category_set(0);
        return node;
    });
    return std::move(builder).build();
}

bool goes_left(arenite::tree_ensemble<float> const& split, float value) {
    std::array<float, 1> score{};
    arenite::predict(split, std::array{value}, score);
    return score[0] == 1;
}

TEST_SUITE("model") {
    TEST_CASE("category_set: a bit for each category says whether it goes left") {
        auto const split = split_on({.words = 2}, {0b101, 1});
        for (float const category : {0.0f, 2.0f, 2.9f, 32.0f}) CHECK(goes_left(split, category));
        for (float const category : {1.0f, 1.9f, 3.0f, 31.0f, 33.0f}) CHECK_FALSE(goes_left(split, category));
    }

    TEST_CASE("category_set: categories without a bit, values below 0 and missing ones go where it says") {
        auto const right = split_on({.words = 1}, {1}), others = split_on({.words = 1, .others_left = true}, {1});
        for (float const category : {32.0f, 1e9f, 3e9f, std::numeric_limits<float>::infinity()}) {
            CHECK_FALSE(goes_left(right, category));
            CHECK(goes_left(others, category));
        }
        auto const negatives = split_on({.words = 1, .negatives_left = true}, {0});
        for (float const value : {-1.0f, -7.0f, -0.5f, -std::numeric_limits<float>::infinity()}) {
            CHECK_FALSE(goes_left(right, value));
            CHECK(goes_left(negatives, value));
        }
        CHECK_FALSE(goes_left(right, missing));
        CHECK(goes_left(split_on({.words = 1}, {0}, {}, true), missing));
    }

    TEST_CASE("category_set: between -1 and 0 lies category 0, where the trainer cuts fractions off") {
        auto const split = split_on({.words = 1}, {1}, {.fractions = arenite::negative_fractions::zero});
        CHECK(goes_left(split, -0.5f));
        CHECK(goes_left(split, std::nextafter(-1.0f, 0.0f)));
        CHECK_FALSE(goes_left(split, -1.0f));
        CHECK_FALSE(goes_left(split_on({.words = 1}, {1}), -0.5f));
        CHECK(goes_left(split_on({.words = 1}, {1}), -0.0f));
    }

    TEST_CASE("category_set: a set of another feature, or with bits that are not there, is no set") {
        CHECK_THROWS(split_on({.feature = 1, .words = 1}, {1}));
        CHECK_THROWS(split_on({.words = 2}, {1}));
        CHECK_THROWS(split_on({.first_word = 1, .words = 1}, {1}));
        CHECK_THROWS(split_on({.first_word = 0xffffffff, .words = 1}, {1}));
    }
}

}  // namespace
