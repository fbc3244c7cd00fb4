// SPDX-License-Identifier: MIT
#include <arenite/model/detail/place_tree.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace {

using arenite::detail::node_link, arenite::detail::tree_placer, arenite::detail::tree_room;
using split = arenite::tree_split<float>;

struct node {
    std::uint32_t left = 0, right = 0;
    bool mark = false;
};
constexpr node leaf{};

/// A tree, and where it is placed: splits by their places, or, as LightGBM's are, by their numbers.
struct placed_tree {
    placed_tree(std::vector<node> const& tree, std::size_t room_for_splits, std::size_t deepest = 8,
                bool by_number = false)
        : links(tree.size()), splits(tree.size()), leaves(room_for_splits + 1), ids(room_for_splits + 1, -1) {
        for (std::size_t i = 0; i != tree.size(); ++i) {
            if (tree[i].mark) links[i].set_mark();
            if (tree[i].right == 0) links[i].set_leaf();
            else links[i].set_left(tree[i].left), links[i].set_right(tree[i].right);
        }
        std::vector<std::uint32_t> waiting(deepest);
        auto const split_of = [&](std::uint32_t number, node_link const& link) -> split& {
            auto& placed = splits[by_number ? number : link.place()];
            placed.set_default_left(link.has_mark());
            return placed;
        };
        tree_placer<float, decltype(split_of)> placer{links, waiting, room(), split_of, 1};
        if (auto const defect = placer.run()) found = defect->text().view();
        count = placer.splits();
    }

    tree_room<float> room() { return {std::span{splits}.first(leaves.size() - 1), leaves, ids, 1}; }

    std::vector<node_link> links;
    std::vector<split> splits;
    std::vector<float> leaves;
    std::vector<std::int32_t> ids;
    std::string found;
    std::size_t count = 0;
};

std::string found_in(std::vector<node> const& tree, std::size_t deepest = 8) {
    placed_tree const placed{tree, tree.size() / 2, deepest};
    return placed.found;
}

//        0                numbers of the nodes
//    5       1
//   4   7   6   3
//      8  9         2: nobody's
std::vector<node> const tree{{5, 1}, {6, 3, true}, leaf, leaf, leaf, {4, 7}, leaf, {8, 9}, leaf, leaf};

TEST_SUITE("model") {
    TEST_CASE("place_tree: splits in preorder, leaves from left to right, and what nobody reaches has no place") {
        placed_tree placed{tree, 5};
        REQUIRE(placed.found == "");
        REQUIRE(placed.count == 4);
        std::size_t const split_places[][2] = {{0, 0}, {5, 1}, {7, 2}, {1, 3}};
        for (auto const& [number, place] : split_places) {
            CHECK(placed.links[number].is_placed_split());
            CHECK(placed.links[number].place() == place);
        }
        std::size_t const leaf_places[][2] = {{4, 0}, {8, 1}, {9, 2}, {6, 3}, {3, 4}};
        for (auto const& [number, place] : leaf_places) {
            CHECK(placed.links[number].is_placed_leaf());
            CHECK(placed.links[number].place() == place);
        }
        CHECK_FALSE(placed.links[2].is_placed());
        CHECK(placed.ids == std::vector<std::int32_t>{3, 7, 8, 5, 2, -1});
        std::uint32_t const left_splits[] = {2, 0, 0, 0};
        bool const right_is_leaf[] = {false, false, true, true}, marked[] = {false, false, false, true};
        for (std::size_t i = 0; i != 4; ++i) {
            CAPTURE(i);
            CHECK(placed.splits[i].left_splits == left_splits[i]);
            CHECK(placed.splits[i].right_is_leaf() == right_is_leaf[i]);
            CHECK(placed.splits[i].default_left() == marked[i]);
        }
    }

    TEST_CASE("place_tree: what is read in another order is moved to its place") {
        std::vector<node> const four{{2, 1}, {4, 3}, {5, 6}, leaf, leaf, leaf, leaf};  // splits in front
        placed_tree placed{four, 3, 8, true};
        REQUIRE(placed.found == "");
        for (std::size_t i = 0; i != 3; ++i) placed.splits[i].value = static_cast<float>(i);
        for (std::size_t i = 0; i != 4; ++i) placed.leaves[i] = static_cast<float>(i);
        move_to_places(std::span{placed.splits}.first(3), std::span{placed.links}.first(3));
        move_to_places(std::span{placed.leaves}, std::span{placed.links}.subspan(3));
        CHECK(placed.leaves == std::vector<float>{2, 3, 1, 0});
        float const values[] = {0, 2, 1};
        std::uint32_t const left_splits[] = {1, 0, 0};
        for (std::size_t i = 0; i != 3; ++i) {
            CHECK(placed.splits[i].value == values[i]);
            CHECK(placed.splits[i].left_splits == left_splits[i]);
        }
    }

    TEST_CASE("place_tree: names the node that is wrong") {
        CHECK(found_in({leaf}) == "");
        CHECK(found_in({}) == "a child outside the tree (node 0)");
        CHECK(found_in({{1, 3}, leaf, leaf}) == "a child outside the tree (node 3)");
        CHECK(found_in({{1, 1}, leaf}) == "a node that is reached twice (node 1)");
        CHECK(found_in({{1, 2}, {2, 3}, leaf, leaf}) == "a node that is reached twice (node 2)");
        CHECK(found_in({{0, 1}, leaf}) == "a node that is reached twice (node 0)");
        CHECK(found_in({{1, 2}, {3, 4}, leaf, leaf, {9, 9}}) == "a child outside the tree (node 9)");
        CHECK(found_in({{0xffffffff, 1}, leaf}) == "a child outside the tree (node 1073741822)");
    }

    TEST_CASE("place_tree: refuses a tree that is deeper than the workspace") {
        std::vector<node> chain;
        for (std::uint32_t i = 0; i != 5; ++i) chain.insert(chain.end(), {{2 * i + 2, 2 * i + 1}, leaf});
        chain.push_back(leaf);
        CHECK(found_in(chain, 5) == "");
        CHECK(found_in(chain, 4) == "a tree that is too deep (node 8)");
    }

    TEST_CASE("place_tree: nodes that are no tree are not written behind the room for one") {
        placed_tree const placed{{{1, 7}, {2, 7}, {3, 7}, {4, 7}, {5, 6}, leaf, leaf, leaf}, 3};
        CHECK(placed.found == "a node that is reached twice (node 7)");
        for (auto const& split : placed.splits) CHECK_FALSE(split.right_is_leaf());
    }
}

}  // namespace
