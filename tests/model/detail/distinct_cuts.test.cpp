// SPDX-License-Identifier: MIT
#include <arenite/model/detail/distinct_cuts.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <vector>

namespace {

using arenite::detail::distinct_cuts, arenite::detail::feature_cut;

constexpr std::uint32_t left = 2, right = 1;

/// Different cuts, by their order, NaN as infinity; and the directions of each.
template <class T>
using expected_cuts = std::map<std::pair<std::uint32_t, T>, std::uint32_t>;

template <class T>
expected_cuts<T> merged(std::vector<feature_cut<T>> const& cuts) {
    expected_cuts<T> expected;
    for (auto const& one : cuts)
        expected[{one.column(), one.cut != one.cut ? std::numeric_limits<T>::infinity() : one.cut}] |= one.key & 3;
    return expected;
}

/// So many cuts of ten features, from -0 and 0 to NaN, of `values` different ones each.
template <class T>
std::vector<feature_cut<T>> random_cuts(std::size_t count, std::uint32_t values) {
    std::mt19937 random{5};
    std::vector<feature_cut<T>> cuts(count);
    for (auto& one : cuts) {
        auto const value = random() % values;
        auto const number = static_cast<T>(value) / 7 - 3;
        auto const column = static_cast<std::uint32_t>(random() % 40);
        one.key = column << 2 | (random() % 2 == 0 ? left : right);
        one.cut = value == 0 ? std::numeric_limits<T>::quiet_NaN() : value == 21 && random() % 2 == 0 ? -T{0} : number;
    }
    return cuts;
}

template <class T>
void check_cuts(std::vector<feature_cut<T>> const& cuts) {
    std::vector<feature_cut<T>> room(distinct_cuts<T>::room_for(cuts.size()));
    distinct_cuts<T> distinct{room};
    for (auto const& one : cuts) REQUIRE(distinct.add(one));
    auto const expected = merged(cuts);
    auto const found = distinct.sorted();
    REQUIRE(found.size() == expected.size());
    auto next = expected.begin();
    for (auto const& one : found) {
        CHECK(one.column() == next->first.first);
        CHECK((one.cut == next->first.second || (one.cut != one.cut && std::isinf(next->first.second))));
        CHECK((one.key & 3) == next->second);
        ++next;
    }
}

TEST_SUITE("model") {
    TEST_CASE_TEMPLATE("distinct_cuts: each cut once, in order, with all of its directions, of few and of many", T,
                       float, double) {
        for (std::size_t const count : {std::size_t{0}, std::size_t{1}, std::size_t{300}, std::size_t{32766},
                                        std::size_t{32767}, std::size_t{100'000}}) {
            CAPTURE(count);
            check_cuts(random_cuts<T>(count, 150));
        }
    }

    TEST_CASE("distinct_cuts: room for many is not more than a table") {
        CHECK(distinct_cuts<float>::room_for(9) == 10);
        CHECK(distinct_cuts<float>::room_for(std::size_t{1} << 40) == 32768);
    }

    TEST_CASE("distinct_cuts: more conditions than can be numbered end it, whatever their directions") {
        std::vector<feature_cut<float>> room(distinct_cuts<float>::room_for(1'000'000));
        distinct_cuts<float> distinct{room};
        std::uint32_t count = 0;
        while (distinct.add({1U << 4 | (count % 2 == 0 ? left : right), static_cast<float>(count / 2)})) ++count;
        CHECK(count == 16383);
        distinct_cuts<float> again{room};
        for (int i = 0; i != 100'000; ++i) REQUIRE(again.add({1U << 4 | left, 0.5F}));
        CHECK(again.sorted().size() == 1);
    }
}

}  // namespace
