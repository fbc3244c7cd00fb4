// SPDX-License-Identifier: MIT
#include <arenite/transform/sample.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::sample;

TEST_SUITE("transform") {
    TEST_CASE("sample: about as many rows as were asked for, the same for every size of batches") {
        auto const one = numbers_by(sample(0.3, 1), 10'000, 1000);
        CHECK(one.size() > 2800);  // four standard deviations are 183
        CHECK(one.size() < 3200);
        for (std::size_t const batch_rows : {1U, 7U, 100'000U})
            CHECK(numbers_by(sample(0.3, 1), 10'000, batch_rows) == one);
    }

    TEST_CASE("sample: other seeds choose other rows, independently") {
        auto const one = numbers_by(sample(0.5, 1), 10'000, 1000), other = numbers_by(sample(0.5, 2), 10'000, 1000);
        std::vector<double> both;
        std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(both));
        CHECK(both.size() > 2370);  // a quarter, and three standard deviations are 130
        CHECK(both.size() < 2630);
    }

    TEST_CASE("sample: a larger part has the rows of a smaller one") {
        auto const small = numbers_by(sample(0.2, 5), 1000, 10), large = numbers_by(sample(0.4, 5), 1000, 10);
        CHECK(std::includes(large.begin(), large.end(), small.begin(), small.end()));
    }

    TEST_CASE("sample: the numbers are those that are stated") {
        // The first numbers of SplitMix64 for the state 1234567.
        CHECK(arenite::detail::random_number(1234567, 0) == 6457827717110365317U);
        CHECK(arenite::detail::random_number(1234567, 1) == 3203168211198807973U);
        CHECK(arenite::detail::random_number(1234567, 2) == 9817491932198370423U);
        CHECK(arenite::detail::unit_number(0) == 0);
        CHECK(arenite::detail::unit_number(~std::uint64_t{0}) == 1 - 0x1p-53);
    }

    TEST_CASE("sample: none and all") {
        CHECK(numbers_by(sample(0, 1), 1000, 10).empty());
        CHECK(numbers_by(sample(1, 1), 1000, 10).size() == 1000);
    }

    TEST_CASE("sample: refuses what is no part") {
        for (double const fraction : {-0.1, 1.1, missing})
            CHECK(refusal_of(sample(fraction, 1), numbered) == "sample: the fraction is not between 0 and 1");
    }

    TEST_CASE("sample: plans what it holds, and asks for nothing on the way") { check_memory_of_stage(sample(0.5, 1)); }
}

}  // namespace
