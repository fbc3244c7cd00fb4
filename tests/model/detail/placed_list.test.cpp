// SPDX-License-Identifier: MIT
#include <arenite/model/detail/placed_list.hpp>

#include <doctest/doctest.h>

#include <array>
#include <memory>

namespace {

using arenite::detail::placed_list;
using owner = std::shared_ptr<int>;

TEST_SUITE("model") {
    TEST_CASE("placed_list: owns objects where they lie, and moves without moving them") {
        alignas(owner) std::array<std::byte, 2 * sizeof(owner)> room;
        auto const counted = std::make_shared<int>(5);
        {
            placed_list<owner> first{room};
            CHECK(first.size() == 0);
            first.push_back(owner{counted});
            first.push_back(owner{counted});
            CHECK(counted.use_count() == 3);
            CHECK(*first[1] == 5);
            auto const* const place = first.begin();
            placed_list<owner> second{std::move(first)};
            CHECK(second.begin() == place);
            CHECK(second.size() == 2);
            CHECK(first.size() == 0);
            first = std::move(second);
            CHECK(first.size() == 2);
            CHECK(counted.use_count() == 3);
        }
        CHECK(counted.use_count() == 1);
    }

    TEST_CASE("placed_list: none to begin with") { CHECK(placed_list<owner>{}.size() == 0); }
}

}  // namespace
