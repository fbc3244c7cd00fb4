// SPDX-License-Identifier: MIT
#include <arenite/model/tree_node.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::missing_kind;

TEST_SUITE("model") {
    TEST_CASE("tree_node: keeps what was set") {
        arenite::tree_node<float> node;
        CHECK(!node.is_leaf());
        node.set_feature(12345);
        node.set_missing(missing_kind::zero_or_nan);
        CHECK(!node.default_left());
        node.set_default_left();
        CHECK(node.feature() == 12345);
        CHECK(node.missing() == missing_kind::zero_or_nan);
        CHECK(node.default_left());
        node.set_reached();
        CHECK(node.reached());
        node.clear_reached();
        CHECK(node.feature() == 12345);
        CHECK(sizeof node == 16);
    }

    TEST_CASE("tree_node: a feature that is too large becomes one that no model has") {
        arenite::tree_node<float> node;
        node.set_feature(std::uint64_t{1} << 40);
        CHECK(node.feature() == arenite::tree_node<float>::feature_limit - 1);
        CHECK(!node.is_leaf());
    }
}

}  // namespace
