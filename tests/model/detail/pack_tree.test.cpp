// SPDX-License-Identifier: MIT
#include <arenite/model/detail/pack_tree.hpp>

#include "small_ensemble.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace {

using nodes = std::vector<written_node<float>>;

struct packed {
    std::vector<arenite::tree_split<float>> splits;
    std::vector<std::int32_t> leaves;
};

packed pack(nodes const& written) {
    std::vector<arenite::tree_node<float>> tree;
    for (auto const& one : written) tree.push_back(made(one));
    packed to{std::vector<arenite::tree_split<float>>(written.size()), std::vector<std::int32_t>(written.size())};
    std::vector<std::uint32_t> workspace(written.size());
    auto const count = arenite::detail::pack_tree<float>(tree, workspace, to.splits, to.leaves);
    to.splits.resize(count);
    to.leaves.resize(count + 1);
    return to;
}

constexpr written_node<float> leaf{.value = 1};
constexpr written_node<float> split(std::uint32_t left, std::uint32_t right, float threshold) {
    return {.value = threshold, .feature = 5, .left = left, .right = right, .default_left = true};
}

TEST_SUITE("model") {
    TEST_CASE("pack_tree: a leaf has no splits") {
        auto const one = pack({leaf});
        CHECK(one.splits.empty());
        CHECK(one.leaves == std::vector<std::int32_t>{0});
    }

    TEST_CASE("pack_tree: splits in preorder, leaves from left to right, what nobody reaches left out") {
        //        4.0                    numbers of the nodes:      0
        //    2.0      6.0                                      5       1
        //   a   3.0  e   f                                   4   7   6   3
        //      b   c                                            8  9         2: nobody's
        auto const tree =
            pack({split(5, 1, 4), split(6, 3, 6), leaf, leaf, leaf, split(4, 7, 2), leaf, split(8, 9, 3), leaf, leaf});
        REQUIRE(tree.splits.size() == 4);
        float const thresholds[] = {4, 2, 3, 6};
        std::uint32_t const left_splits[] = {2, 0, 0, 0};
        bool const right_is_leaf[] = {false, false, true, true};
        for (std::size_t i = 0; i != 4; ++i) {
            CAPTURE(i);
            CHECK(tree.splits[i].value == thresholds[i]);
            CHECK(tree.splits[i].left_splits == left_splits[i]);
            CHECK(tree.splits[i].right_is_leaf() == right_is_leaf[i]);
            CHECK(tree.splits[i].feature() == 5);
            CHECK(tree.splits[i].default_left());
        }
        CHECK(tree.leaves == std::vector<std::int32_t>{4, 8, 9, 6, 3});
    }
}

}  // namespace
