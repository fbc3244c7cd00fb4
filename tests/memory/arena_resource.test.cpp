// SPDX-License-Identifier: MIT
#include <arenite/memory/arena_resource.hpp>

#include "memory/source_use.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <type_traits>

using arenite::arena_resource;

static_assert(!std::is_copy_constructible_v<arena_resource> && !std::is_copy_assignable_v<arena_resource>);

TEST_SUITE("memory") {
    TEST_CASE("arena_resource: hands out from front to back, each block at its alignment") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource arena{buffer};
        CHECK(arena.free_bytes() == 256);
        CHECK(arena.allocate(3, 1) == buffer.data());
        CHECK(arena.allocate(8, 8) == buffer.data() + 8);
        CHECK(arena.allocate(1, 1) == buffer.data() + 16);
        CHECK(arena.allocate(64, 64) == buffer.data() + 64);
        CHECK(arena.free_bytes() == 128);
    }

    TEST_CASE("arena_resource: every byte can be had, and not one more") {
        alignas(64) std::array<std::byte, 256> buffer;
        for (std::size_t front = 0; front != 65; ++front)
            for (std::size_t alignment = 1; alignment <= 64; alignment *= 2) {
                CAPTURE(front);
                CAPTURE(alignment);
                arena_resource arena{std::span{buffer}.subspan(front)};
                auto const gap = (alignment - front % alignment) % alignment;
                auto const most = 256 - front - gap;
                CHECK_THROWS_AS(static_cast<void>(arena.allocate(most + 1, alignment)), std::bad_alloc);
                CHECK(arena.free_bytes() == 256 - front);
                CHECK(arena.allocate(most, alignment) == buffer.data() + front + gap);
                CHECK(arena.free_bytes() == 0);
                CHECK_THROWS_AS(static_cast<void>(arena.allocate(1, 1)), std::bad_alloc);
            }
    }

    TEST_CASE("arena_resource: sizes and alignments at the edge of arithmetic are refused") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource arena{std::span{buffer}.subspan(1)};
        std::size_t volatile most = std::size_t(-1);  // the compiler would warn of what it knows
        for (std::size_t const alignment : {std::size_t{1}, std::size_t{64}, std::size_t{1} << 31}) {
            CHECK_THROWS_AS(static_cast<void>(arena.allocate(most, alignment)), std::bad_alloc);
            CHECK_THROWS_AS(static_cast<void>(arena.allocate(most - 62, alignment)), std::bad_alloc);
        }
        CHECK_THROWS_AS(static_cast<void>(arena.allocate(1, std::size_t{1} << 31)), std::bad_alloc);
        CHECK(arena.free_bytes() == 255);
        arena_resource none{{}};
        CHECK_THROWS_AS(static_cast<void>(none.allocate(1, 1)), std::bad_alloc);
    }

    TEST_CASE("arena_resource: takes back what was allocated last, nothing else") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource arena{buffer};
        void* const first = arena.allocate(32, 8);
        void* const second = arena.allocate(32, 8);
        arena.deallocate(first, 32, 8);
        CHECK(arena.free_bytes() == 192);
        arena.deallocate(second, 32, 8);
        CHECK(arena.free_bytes() == 224);
        CHECK(arena.allocate(16, 8) == second);
    }

    TEST_CASE("arena_resource: release makes all bytes free again") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource arena{buffer};
        for (int i = 0; i != 3; ++i) {
            CHECK(arena.allocate(200, 8) == buffer.data());
            arena.release();
            CHECK(arena.free_bytes() == 256);
        }
    }

    TEST_CASE("arena_resource: is equal to itself alone") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource one{buffer}, other{buffer};
        CHECK(one == one);
        CHECK_FALSE(one == other);
    }

    TEST_CASE("arena_resource: serves pmr containers, and the heap is not asked") {
        if (skipped_without_malloc_probe()) return;
        alignas(64) static std::array<std::byte, 4096> buffer;
        arena_resource arena{buffer};
        allocation_count const counted;
        std::size_t length = 0;
        {
            std::pmr::vector<std::pmr::string> names{&arena};
            for (char c = 'a'; c != 'i'; ++c) names.emplace_back(100, c);
            for (auto const& name : names) length += name.size();
        }
        CHECK(counted.calls() == 0);
        CHECK(length == 800);
        CHECK(arena.free_bytes() < 4096 - 800);
    }

    TEST_CASE("arena_resource: a container that outgrows it throws, and keeps what it had") {
        alignas(64) std::array<std::byte, 256> buffer;
        arena_resource arena{buffer};
        std::pmr::vector<int> numbers(&arena);
        numbers.assign(20, 5);
        CHECK_THROWS_AS(numbers.resize(100), std::bad_alloc);
        CHECK(std::ranges::equal(numbers, std::vector<int>(20, 5)));
    }
}
