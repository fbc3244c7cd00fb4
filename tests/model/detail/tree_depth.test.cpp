// SPDX-License-Identifier: MIT
#include <arenite/model/detail/tree_depth.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace {

using splits = std::vector<arenite::tree_split<float>>;

std::size_t depth_of(splits const& tree) {
    return arenite::detail::tree_depth(std::span<arenite::tree_split<float> const>{tree});
}

/// In preorder: how many splits lie left of each.
splits written(std::initializer_list<std::uint32_t> left_splits) {
    splits tree;
    for (auto const count : left_splits) tree.emplace_back().left_splits = count;
    return tree;
}

TEST_SUITE("model") {
    TEST_CASE("tree_depth: the splits on the way to the deepest leaf") {
        CHECK(depth_of({}) == 0);
        CHECK(depth_of(written({0})) == 1);
        CHECK(depth_of(written({1, 0, 0})) == 2);
        CHECK(depth_of(written({0, 1, 0, 0})) == 3);
        CHECK(depth_of(written({3, 2, 1, 0, 0})) == 4);
    }

    TEST_CASE("tree_depth: a hundred thousand splits below each other, to the left or to the right") {
        constexpr std::uint32_t count = 100'000;
        splits left(count), right(count);
        for (std::uint32_t i = 0; i != count; ++i) left[i].left_splits = count - 1 - i;
        CHECK(depth_of(left) == count);
        CHECK(depth_of(right) == count);
    }
}

}  // namespace
