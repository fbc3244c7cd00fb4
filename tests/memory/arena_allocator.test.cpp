// SPDX-License-Identifier: MIT
#include <arenite/memory/arena_allocator.hpp>

#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using arenite::arena_allocator;
using arena = arenite::arena_resource;

static_assert(std::is_same_v<decltype(arena_allocator{std::declval<arena&>()}), arena_allocator<std::byte>>);
static_assert(!std::is_constructible_v<arena_allocator<int>, arena&&>);
static_assert(!std::is_default_constructible_v<arena_allocator<int>>);

namespace {

using traits = std::allocator_traits<arena_allocator<int>>;
static_assert(!traits::propagate_on_container_copy_assignment::value);
static_assert(traits::propagate_on_container_move_assignment::value);
static_assert(traits::propagate_on_container_swap::value);
static_assert(!traits::is_always_equal::value);
static_assert(std::is_same_v<traits::rebind_alloc<char>, arena_allocator<char>>);

using numbers = std::vector<int, arena_allocator<int>>;

struct lent {
    alignas(64) std::array<std::byte, 4096> bytes{};
    arena resource{bytes};
    [[nodiscard]] bool holds(void const* at) const {
        auto const* const byte = static_cast<std::byte const*>(at);
        return !std::less<>{}(byte, bytes.data()) && std::less<>{}(byte, bytes.data() + bytes.size());
    }
};

struct alignas(64) cache_line {
    int value;
};

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("arena_allocator: compares by resource, across types") {
        lent one, other;
        arena_allocator<int> const of_one{one.resource};
        CHECK(of_one == arena_allocator<int>{one.resource});
        CHECK(of_one == arena_allocator<double>{of_one});
        CHECK(of_one != arena_allocator<double>{other.resource});
        CHECK(&of_one.resource() == &one.resource);
    }

    TEST_CASE("arena_allocator: allocates at the type's alignment, and refuses what overflows") {
        lent one;
        static_cast<void>(one.resource.allocate(1, 1));
        arena_allocator<cache_line> lines{one.resource};
        auto* const line = lines.allocate(2);
        CHECK(reinterpret_cast<std::uintptr_t>(line) % 64 == 0);
        CHECK(one.resource.free_bytes() == 4096 - 64 - 128);
        lines.deallocate(line, 2);
        CHECK(one.resource.free_bytes() == 4096 - 64);
        for (std::size_t const count : {std::size_t{64}, std::size_t{1} << 58, std::size_t(-1)})
            CHECK_THROWS_AS(static_cast<void>(lines.allocate(count)), std::bad_alloc);
    }

    TEST_CASE("arena_allocator: serves vectors, lists, maps and strings, and the heap is not asked") {
        if (skipped_without_malloc_probe()) return;
        lent one;
        allocation_count const counted;
        int sum = 0;
        {
            numbers growing{one.resource};
            for (int i = 0; i != 100; ++i) growing.push_back(i);
            std::list<int, arena_allocator<int>> chain{{1, 2, 3}, one.resource};
            std::map<int, int, std::less<>, arena_allocator<std::pair<int const, int>>> tree{one.resource};
            for (int i = 0; i != 10; ++i) tree[i] = i;
            std::basic_string<char, std::char_traits<char>, arena_allocator<char>> text{one.resource};
            text.assign(200, 'x');
            sum = growing.back() + chain.back() + tree.rbegin()->second + static_cast<int>(text.size());
        }
        CHECK(counted.calls() == 0);
        CHECK(sum == 99 + 3 + 9 + 200);
    }

    TEST_CASE("arena_allocator: a vector that is moved or swapped takes its resource along") {
        lent one, other;
        numbers a{{1, 2, 3}, one.resource}, b{{4, 5}, other.resource};
        auto const* const in_one = a.data();
        auto const free_of_other = other.resource.free_bytes();
        swap(a, b);
        CHECK(b.data() == in_one);
        CHECK(&b.get_allocator().resource() == &one.resource);
        a = std::move(b);
        CHECK(a.data() == in_one);
        CHECK(other.resource.free_bytes() >= free_of_other);
        CHECK(one.holds(a.data()));
    }

    TEST_CASE("arena_allocator: a copy lies with its original, an assigned one stays where it was") {
        lent one, other;
        numbers const a{{1, 2, 3}, one.resource};
        numbers const copy{a};
        CHECK(one.holds(copy.data()));
        numbers b{other.resource};
        b = a;
        CHECK(other.holds(b.data()));
        CHECK(b == a);
    }

    TEST_CASE("arena_allocator: a vector of vectors") {
        lent one;
        std::vector<numbers, arena_allocator<numbers>> rows{one.resource};
        for (int i = 0; i != 4; ++i) rows.emplace_back(numbers{{i, i}, one.resource});
        CHECK(one.holds(rows[3].data()));
        CHECK(rows[3] == numbers{{3, 3}, one.resource});
    }
}
