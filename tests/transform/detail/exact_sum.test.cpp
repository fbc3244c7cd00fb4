// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/exact_sum.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

using arenite::detail::exact_sum, arenite::detail::long_number;

struct term {
    long_number<3> value;
    std::size_t place;
    bool negative;
};

std::vector<term> random_terms(std::size_t count) {
    std::mt19937_64 random{7};
    std::vector<term> terms;
    for (std::size_t i = 0; i != count; ++i)
        terms.push_back({{random(), random(), random() >> 60}, random() % 400, random() % 2 == 0});
    return terms;
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("exact_sum: words carry into the next, and borrow from them") {
        exact_sum<4> sum;
        sum.add({~0ull, ~0ull, 0}, 0);
        sum.add({1, 0, 0}, 0);
        CHECK(sum.magnitude() == long_number<4>{0, 0, 1, 0});
        sum.add({1, 0, 0}, 1, true);
        CHECK(sum.magnitude() == long_number<4>{~1ull, ~0ull, 0, 0});
        sum.add({3, 0, 0}, 127);
        CHECK(sum.magnitude() == long_number<4>{~1ull, (1ull << 63) - 1, 2, 0});
    }

    TEST_CASE("exact_sum: below zero, and back") {
        exact_sum<4> sum;
        CHECK_FALSE(sum.negative());
        sum.add({5, 0, 0}, 64, true);
        CHECK(sum.negative());
        CHECK(sum.magnitude() == long_number<4>{0, 5, 0, 0});
        sum.add({5, 0, 0}, 64);
        CHECK(sum == exact_sum<4>{});
        CHECK_FALSE(sum.negative());
    }

    TEST_CASE("exact_sum: the same bits in any order and any groups, and nothing where all is taken away") {
        auto terms = random_terms(500);
        exact_sum<12> whole, first_half, second_half, shuffled;
        for (auto const& [value, place, negative] : terms) whole.add(value, place, negative);
        for (std::size_t i = 0; i != terms.size(); ++i)
            (i < 250 ? first_half : second_half).add(terms[i].value, terms[i].place, terms[i].negative);
        first_half.add(second_half);
        CHECK(first_half == whole);
        std::ranges::shuffle(terms, std::mt19937_64{8});
        for (auto const& [value, place, negative] : terms) shuffled.add(value, place, negative);
        CHECK(shuffled == whole);
        for (auto const& [value, place, negative] : terms) whole.add(value, place, !negative);
        CHECK(whole == exact_sum<12>{});
    }
}
