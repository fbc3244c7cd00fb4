// SPDX-License-Identifier: MIT
#include <arenite/model/detail/check_tree.hpp>

#include "small_ensemble.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace {

using nodes = std::vector<written_node<float>>;

/// What is found wrong with a tree over two features; empty: nothing.
std::string found_in(nodes const& written, std::size_t deepest = 8) {
    alignas(64) std::array<std::byte, 64> memory{};
    arenite::arena place{memory};
    arenite::detail::model_columns columns{place, 2, 0};
    std::vector<arenite::tree_node<float>> tree;
    for (auto const& one : written) tree.push_back(made(one));
    auto const before = tree;
    std::vector<std::uint32_t> workspace(deepest);
    arenite::detail::tree_frame frame{columns, {}, 0, workspace};
    auto const defect = arenite::detail::check_tree(std::span{tree}, frame);
    for (std::size_t i = 0; i != tree.size(); ++i) CHECK(tree[i].packed == before[i].packed);  // no mark is left
    return defect ? std::string{defect->text().view()} : "";
}

constexpr written_node<float> leaf{.value = 1};
constexpr written_node<float> split(std::uint32_t left, std::uint32_t right, std::uint64_t feature = 0) {
    return {.feature = feature, .left = left, .right = right};
}

TEST_SUITE("model") {
    TEST_CASE("check_tree: accepts trees, in any order of nodes, and nodes that nobody reaches") {
        CHECK(found_in({leaf}) == "");
        CHECK(found_in({split(1, 2), leaf, leaf}) == "");
        CHECK(found_in({split(4, 1), split(3, 2), leaf, leaf, leaf}) == "");
        CHECK(found_in({split(1, 2), leaf, leaf, split(99, 98, 77)}) == "");
    }

    TEST_CASE("check_tree: names the node that is wrong") {
        CHECK(found_in({}) == "a tree without nodes (node 0)");
        CHECK(found_in({split(1, 3), leaf, leaf}) == "a child outside the tree (node 3)");
        CHECK(found_in({split(1, 1), leaf}) == "a node that is reached twice (node 1)");
        CHECK(found_in({split(1, 2), split(2, 3), leaf, leaf}) == "a node that is reached twice (node 2)");
        CHECK(found_in({split(1, 2), split(1, 2), leaf}) == "a node that is reached twice (node 1)");
        CHECK(found_in({split(1, 2), split(3, 4), leaf, leaf, split(9, 9)}) == "a child outside the tree (node 9)");
        CHECK(found_in({split(1, 0), leaf}) == "a node that is reached twice (node 0)");
        CHECK(found_in({split(1, 2), leaf, split(3, 0), leaf}) == "a node that is reached twice (node 0)");
        CHECK(found_in({split(1, 2, 2), leaf, leaf}) == "a split on a feature that the model does not have (node 0)");
    }

    TEST_CASE("check_tree: refuses a tree that is deeper than the workspace") {
        nodes chain;
        for (std::uint32_t i = 0; i != 5; ++i) chain.insert(chain.end(), {split(2 * i + 2, 2 * i + 1), leaf});
        chain.push_back(leaf);
        CHECK(found_in(chain, 5) == "");
        CHECK(found_in(chain, 4) == "a tree that is too deep (node 8)");
    }
}

}  // namespace
