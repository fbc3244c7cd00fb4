// SPDX-License-Identifier: MIT
#include <arenite/memory/arena.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstring>

using arenite::arena, arenite::arena_bytes, arenite::largest_region_bytes;

static_assert(arena_bytes<double>(0) == 0 && arena_bytes<double>(1) == 64 && arena_bytes<double>(9) == 128);
static_assert(arena_bytes<double>(largest_region_bytes) > largest_region_bytes);

TEST_SUITE("memory") {
    TEST_CASE("arena: hands parts out from front to back, each at a multiple of 64") {
        alignas(64) std::array<std::byte, 256> bytes;
        arena place{bytes};
        auto const first = place.take<char>(3);
        auto const second = place.take<double>(9);
        CHECK(first.size() == 3);
        CHECK(second.size() == 9);
        CHECK(static_cast<void*>(first.data()) == bytes.data());
        CHECK(static_cast<void*>(second.data()) == bytes.data() + 64);
        CHECK(place.free_bytes() == 64);
        CHECK(place.take<std::int32_t>(16).size() == 16);
        CHECK(place.free_bytes() == 0);
    }

    TEST_CASE("arena: what it hands out is zero, whatever was there") {
        alignas(64) std::array<std::byte, 128> bytes;
        std::memset(bytes.data(), 0xFF, bytes.size());
        for (int const value : arena{bytes}.take<int>(16)) CHECK(value == 0);
        CHECK(bytes[64] == std::byte{0xFF});
    }

    TEST_CASE("arena: nothing takes nothing") {
        arena place{{}};
        CHECK(place.take<double>(0).empty());
        CHECK(place.free_bytes() == 0);
    }
}
