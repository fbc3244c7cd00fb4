// SPDX-License-Identifier: MIT
#include <arenite/model/detail/placed.hpp>

#include <doctest/doctest.h>

#include <array>
#include <memory>

namespace {

using arenite::detail::placed;
using owner = std::shared_ptr<int>;

TEST_SUITE("model") {
    TEST_CASE("placed: owns the object where it lies, and moves without moving it") {
        alignas(owner) std::array<std::byte, sizeof(owner)> room;
        auto const counted = std::make_shared<int>(5);
        {
            placed<owner> first{room, owner{counted}};
            CHECK(counted.use_count() == 2);
            CHECK(**first == 5);
            auto const* const place = first.get();
            placed<owner> second{std::move(first)};
            CHECK(second.get() == place);
            CHECK_FALSE(first);
            first = std::move(second);
            CHECK(first);
            CHECK(counted.use_count() == 2);
        }
        CHECK(counted.use_count() == 1);
    }

    TEST_CASE("placed: none to begin with") { CHECK_FALSE(placed<owner>{}); }
}

}  // namespace
