// SPDX-License-Identifier: MIT
#include <arenite/model/detail/leaf_code.hpp>

#include <doctest/doctest.h>

namespace {

using namespace arenite::detail;

/// 0 or 1 in the codes of all of these leaves; 2: both.
unsigned bit_of(std::size_t first, std::size_t count, unsigned bit) {
    auto const value = static_cast<unsigned>(leaf_code(first) >> bit & 1);
    for (std::size_t i = 1; i != count; ++i)
        if ((leaf_code(first + i) >> bit & 1) != value) return 2;
    return value;
}

unsigned muxes(std::size_t first_left, std::size_t left, std::size_t first_right, std::size_t right) {
    unsigned count = 0;
    for (unsigned bit = 0; bit != codes_planes; ++bit) {
        auto const at_left = bit_of(first_left, left, bit), at_right = bit_of(first_right, right, bit);
        bool const same = at_left == at_right && at_left != 2;
        count += !same && !(at_left == 1 && at_right == 0);
    }
    return count;
}

TEST_SUITE("model") {
    TEST_CASE("leaf_code: neighbours differ in one bit") {
        for (std::size_t i = 1; i != most_codes; ++i) CHECK(std::has_single_bit(leaf_code(i - 1) ^ leaf_code(i)));
    }

    TEST_CASE("leaf_code: the muxes above two subtrees are those that their codes ask for") {
        for (std::size_t first = 0; first < most_codes; first += 5)
            for (std::size_t left = 1; first + left < most_codes; left += left < 9 ? 1 : 17)
                for (std::size_t right = 1; first + left + right <= most_codes; right += right < 9 ? 1 : 19) {
                    REQUIRE(muxes_above(first, left, first + left, right) == muxes(first, left, first + left, right));
                    REQUIRE(muxes_above(first + right, left, first, right) == muxes(first + right, left, first, right));
                }
        CHECK(muxes_above(0, 128, 128, 128) == muxes(0, 128, 128, 128));
    }
}

}  // namespace
