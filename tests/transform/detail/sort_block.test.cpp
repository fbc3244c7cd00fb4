// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/sort_block.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <random>
#include <vector>

using arenite::detail::most_sorted_block, arenite::detail::sort_block;

TEST_SUITE("transform") {
    TEST_CASE("sort_block: eight numbers, of which any may be the larger ones") {
        for (unsigned bits = 0; bits != 256; ++bits) {  // a network that sorts zeros and ones sorts everything
            double numbers[8];
            for (unsigned i = 0; i != 8; ++i) numbers[i] = bits >> i & 1;
            arenite::detail::sort_eight(numbers, numbers);
            REQUIRE(std::ranges::is_sorted(numbers));
            REQUIRE(std::ranges::count(numbers, 1.0) == std::popcount(bits));
        }
    }

    TEST_CASE("sort_block: as std::sort, of every size, with equal and infinite numbers") {
        std::mt19937_64 random{3};
        std::normal_distribution<double> normal;
        for (std::size_t size = 16; size <= most_sorted_block; size *= 2)
            for (int kind = 0; kind != 6; ++kind) {
                CAPTURE(size);
                CAPTURE(kind);
                std::vector<double> numbers(size);
                for (std::size_t i = 0; i != size; ++i)
                    numbers[i] = kind == 0   ? normal(random)
                                 : kind == 1 ? static_cast<double>(i)
                                 : kind == 2 ? -static_cast<double>(i)
                                 : kind == 3 ? static_cast<double>(random() % 4)
                                 : kind == 4 ? 7
                                             : (i % 3 == 0 ? 1 : -1) * std::numeric_limits<double>::infinity();
                auto sorted = numbers;
                std::ranges::sort(sorted);
                sort_block(numbers);
                CHECK(numbers == sorted);
            }
    }
}
