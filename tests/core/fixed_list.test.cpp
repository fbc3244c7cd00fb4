// SPDX-License-Identifier: MIT
#include <arenite/core/fixed_list.hpp>

#include <doctest/doctest.h>

using arenite::fixed_list;

namespace {

constexpr int sum_of_three() {
    fixed_list<int, 3> list;
    for (int i = 1; list.push_back(i); ++i) {
    }
    int sum = 0;
    for (int const element : list) sum += element;
    return sum;
}
static_assert(sum_of_three() == 6);

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("fixed_list: takes what there is room for, in order") {
        fixed_list<int, 2> list;
        CHECK(list.empty());
        CHECK(list.push_back(7));
        CHECK(list.push_back(8));
        CHECK(list.full());
        CHECK_FALSE(list.push_back(9));
        CHECK(list.size() == 2);
        CHECK(list[1] == 8);
        list[1] = 10;
        list.cut_to(5);
        CHECK(list.size() == 2);
        list.cut_to(1);
        CHECK(list.size() == 1);
        CHECK(list.end() - list.begin() == 1);
    }
}
