// SPDX-License-Identifier: MIT
#include <arenite/model/tree_ensemble_size.hpp>

#include <doctest/doctest.h>

#include <limits>

namespace {

using arenite::tree_ensemble_size;

TEST_SUITE("model") {
    TEST_CASE("tree_ensemble_size: a tree has a leaf more than splits") {
        CHECK(tree_ensemble_size{.splits = 10, .trees = 3}.leaves() == 13);
        CHECK(tree_ensemble_size{}.leaves() == 0);
    }

    TEST_CASE("tree_ensemble_size: a split and a leaf are 20 bytes of floats, 28 of doubles") {
        tree_ensemble_size const size{.splits = 6400, .trees = 64}, none{.trees = 64};
        CHECK(size.bytes<float>() - none.bytes<float>() == 20 * 6400);
        CHECK(size.bytes<double>() - none.bytes<double>() == 28 * 6400);
    }

    TEST_CASE("tree_ensemble_size: leaves with vectors hold a value for each output") {
        tree_ensemble_size const one{.splits = 63, .trees = 1, .outputs = 16};
        auto several = one;
        several.leaf_vectors = 1;
        CHECK(several.leaf_width() == 16);
        CHECK(several.bytes<float>() - one.bytes<float>() == 15 * 64 * sizeof(float));
        CHECK(several.reading_bytes<float>() - one.reading_bytes<float>() == 16 * sizeof(float));
    }

    TEST_CASE("tree_ensemble_size: what no address space holds does not wrap") {
        constexpr auto most = std::numeric_limits<std::size_t>::max();
        CHECK(tree_ensemble_size{.splits = most, .trees = 2}.leaves() == most);
        CHECK(tree_ensemble_size{.splits = most / 2, .trees = 1}.bytes<double>() >= std::size_t{1} << 61);
    }
}

}  // namespace
