// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/number_counts.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

namespace {

using arenite::detail::distinct_slots, arenite::detail::number_counts;

struct counted {
    explicit counted(std::size_t most) : values(most), counts(most), slots(distinct_slots::slots_for(most)) {
        numbers = {values, counts, slots};
    }
    counted(counted const&) = delete;

    std::vector<double> values;
    std::vector<std::uint64_t> counts;
    std::vector<std::uint32_t> slots;
    number_counts numbers;
};

std::vector<double> whole_numbers(std::size_t count, std::uint64_t different) {
    std::mt19937_64 random{13};
    std::vector<double> numbers(count);
    for (auto& number : numbers) number = static_cast<double>(random() % different) - 3;
    return numbers;
}

bool alike(number_counts const& one, number_counts const& other) {
    return one.complete() == other.complete() && one.distinct() == other.distinct() &&
           std::ranges::equal(one.values(), other.values()) && std::ranges::equal(one.counts(), other.counts());
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("number_counts: each number, ascending, and how often it was there") {
        auto const numbers = whole_numbers(10'000, 100);
        std::map<double, std::uint64_t> expected;
        for (auto const number : numbers) ++expected[number];
        counted one{100};
        one.numbers.add(numbers);
        one.numbers.settle();
        REQUIRE(one.numbers.complete());
        REQUIRE(one.numbers.distinct() == 100);
        std::size_t i = 0;
        for (auto const& [number, count] : expected) {
            CHECK(one.numbers.values()[i] == number);
            CHECK(one.numbers.counts()[i++] == count);
        }
    }

    TEST_CASE("number_counts: more may be added once it is settled") {
        counted one{8};
        one.numbers.add(std::vector<double>{5, 3});
        one.numbers.settle();
        one.numbers.add(std::vector<double>{3, 4, 5, 5});
        one.numbers.settle();
        CHECK(std::ranges::equal(one.numbers.values(), std::vector<double>{3, 4, 5}));
        CHECK(std::ranges::equal(one.numbers.counts(), std::vector<std::uint64_t>{2, 1, 3}));
    }

    TEST_CASE("number_counts: of too many, how many there are, about") {
        for (std::uint64_t const different : {257U, 1000U, 20'000U}) {
            counted one{256};
            one.numbers.add(whole_numbers(300'000, different));
            CHECK_FALSE(one.numbers.complete());
            CHECK(static_cast<double>(one.numbers.distinct()) > 0.75 * static_cast<double>(different));
            CHECK(static_cast<double>(one.numbers.distinct()) < 1.25 * static_cast<double>(different));
        }
    }

    TEST_CASE("number_counts: neither order nor shards matter, complete or not") {
        for (std::uint64_t const different : {64U, 65U, 5000U}) {
            CAPTURE(different);
            auto numbers = whole_numbers(20'000, different);
            counted whole{64}, shuffled{64}, first{64}, second{64};
            whole.numbers.add(numbers);
            first.numbers.add(std::span{numbers}.first(333));
            second.numbers.add(std::span{numbers}.subspan(333));
            first.numbers.merge(second.numbers);
            std::ranges::shuffle(numbers, std::mt19937_64{1});
            shuffled.numbers.add(numbers);
            for (auto* const one : {&whole, &shuffled, &first}) one->numbers.settle();
            CHECK(whole.numbers.complete() == (different == 64));
            CHECK(alike(whole.numbers, shuffled.numbers));
            CHECK(alike(whole.numbers, first.numbers));
        }
    }

    TEST_CASE("number_counts: without memory nothing is counted") {
        number_counts none;
        none.add(std::vector<double>{1, 2});
        none.settle();
        CHECK_FALSE(none.complete());
        CHECK(none.distinct() == 0);
    }
}
