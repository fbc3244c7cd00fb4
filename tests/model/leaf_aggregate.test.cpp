// SPDX-License-Identifier: MIT
#include <arenite/model/leaf_aggregate.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

namespace {

using arenite::leaf_aggregate;

template <class T>
T aggregate(leaf_aggregate how, std::initializer_list<T> leaves) {
    T margin = arenite::detail::first_of<T>(how);
    for (T const leaf : leaves) margin = arenite::detail::combined(how, margin, leaf);
    return margin;
}

TEST_SUITE("model") {
    TEST_CASE_TEMPLATE("leaf_aggregate: the sum, the least and the greatest of leaves", T, float, double) {
        CHECK(aggregate<T>(leaf_aggregate::sum, {1, -3, 2.5}) == T{0.5});
        CHECK(aggregate<T>(leaf_aggregate::least, {1, -3, 2.5}) == T{-3});
        CHECK(aggregate<T>(leaf_aggregate::greatest, {1, -3, 2.5}) == T{2.5});
        CHECK(aggregate<T>(leaf_aggregate::sum, {}) == T{0});
    }
}

}  // namespace
