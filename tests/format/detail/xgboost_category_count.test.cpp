// SPDX-License-Identifier: MIT
#include <arenite/format/detail/xgboost_category_count.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

namespace {

arenite::detail::xgboost_category_count count_of(std::initializer_list<std::uint32_t> categories) {
    arenite::detail::xgboost_category_count count;
    for (auto const category : categories) count.add(category);
    return count;
}

TEST_SUITE("format") {
    TEST_CASE("xgboost_category_count: words are exact where every end of a set is seen, or each has one category") {
        CHECK(count_of({}).words_of(0) == 0);
        CHECK(count_of({0}).words_of(1) == 1);
        CHECK(count_of({31}).words_of(1) == 1);
        CHECK(count_of({32}).words_of(1) == 2);
        CHECK(count_of({0, 99, 5, 40, 3}).words_of(3) == 4 + 2 + 1);
        CHECK(count_of({3, 40, 99}).words_of(3) == 1 + 2 + 4);
        CHECK(count_of({7, 7, 7}).words_of(3) == 3);
    }

    TEST_CASE("xgboost_category_count: where an end is not seen, the largest category may stand there") {
        CHECK(count_of({1, 2, 40, 50, 99}).words_of(2) == 4 + 4);
        CHECK(count_of({1, 2, 40, 0, 1}).words_of(3) == 2 + 1 + 2);
    }

    TEST_CASE("xgboost_category_count: there are as many sets as ends at least, and as categories at most") {
        CHECK(!count_of({5, 4, 3}).words_of(2));
        CHECK(!count_of({5}).words_of(0));
        CHECK(!count_of({5}).words_of(2));
        CHECK(!count_of({}).words_of(1));
    }
}

}  // namespace
