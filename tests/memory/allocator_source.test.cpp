// SPDX-License-Identifier: MIT
#include <arenite/memory/allocator_source.hpp>

#include "memory/source_use.hpp"

#include <doctest/doctest.h>

#include <map>
#include <new>
#include <stdexcept>
#include <type_traits>

using arenite::allocator_source;

namespace {

struct allocations {
    std::map<void const*, std::size_t> held{};
    std::size_t most_bytes = 0, limit = std::size_t(-1);
    bool right = true;
};

/// A pointer that is none, as shared memory has.
template <class T>
struct fancy {
    using element_type = T;
    static fancy pointer_to(T& to) { return {&to}; }
    T* operator->() const { return at; }
    T* at;
};

/// Has a state, a pointer of its own, no default constructor, and wants back what it gave.
template <class T>
struct strict_allocator {
    using value_type = T;
    using pointer = fancy<T>;

    explicit strict_allocator(allocations& shared_state) : state(&shared_state) {}
    template <class U>
    strict_allocator(strict_allocator<U> const& other) : state(other.state) {}

    pointer allocate(std::size_t count) {
        if (count > state->limit / sizeof(T)) throw std::runtime_error{"no"};
        T* const start = std::allocator<T>{}.allocate(count);
        state->held[start] = count;
        state->most_bytes = std::max(state->most_bytes, count * sizeof(T));
        return {start};
    }
    void deallocate(pointer start, std::size_t count) {
        auto const found = state->held.find(start.at);
        bool const known = found != state->held.end() && found->second == count;
        state->right = state->right && known;
        if (!known) return;
        state->held.erase(found);
        std::allocator<T>{}.deallocate(start.at, count);
    }
    friend bool operator==(strict_allocator const& a, strict_allocator const& b) { return a.state == b.state; }

    allocations* state;
};

int careless_calls = 0;

/// Gives what lies 16 behind a multiple of 64, as one over malloc may.
template <class T>
struct careless_allocator {
    using value_type = T;
    careless_allocator() = default;
    template <class U>
    careless_allocator(careless_allocator<U> const&) {}

    T* allocate(std::size_t count) {
        ++careless_calls;
        void* const start = ::operator new(count * sizeof(T) + 16, std::align_val_t{64});
        return static_cast<T*>(static_cast<void*>(static_cast<std::byte*>(start) + 16));
    }
    void deallocate(T* start, std::size_t) {
        --careless_calls;
        ::operator delete(static_cast<std::byte*>(static_cast<void*>(start)) - 16, std::align_val_t{64});
    }
    friend bool operator==(careless_allocator const&, careless_allocator const&) { return true; }
};

using strict_source = allocator_source<strict_allocator<int>>;
static_assert(arenite::region_source<strict_source>);
static_assert(std::is_same_v<decltype(allocator_source{std::allocator<std::byte>{}}),
                             allocator_source<std::allocator<std::byte>>>);

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("allocator_source: what is released is what the allocator gave: pointer and count") {
        allocations state;
        strict_source source{strict_allocator<int>{state}};
        std::vector<std::span<std::byte>> regions;
        for (std::size_t alignment = 64; alignment <= std::size_t{1} << 20; alignment *= 2)
            for (std::size_t const times : {1U, 2U, 3U, 7U}) {
                CAPTURE(alignment);
                CAPTURE(times);
                auto const region = regions.emplace_back(source.acquire(times * alignment, alignment));
                REQUIRE(region.size() >= times * alignment);
                CHECK(is_aligned(region, alignment));
            }
        for (auto const region : regions) fill(region, 0xFF);  // to the last byte: they are the caller's
        for (auto const region : regions) source.release(region);
        CHECK(state.right);
        CHECK(state.held.empty());
    }

    TEST_CASE("allocator_source: costs nothing at alignment 64, and the alignment above") {
        allocations state;
        strict_source source{strict_allocator<int>{state}};
        auto const region = source.acquire(640, 64);
        CHECK(region.size() == 640);
        CHECK(state.most_bytes == 640);
        source.release(region);
        source.release(source.acquire(8192, 4096));
        CHECK(state.most_bytes == 8192 + 4096);
        CHECK(state.right);
    }

    TEST_CASE("allocator_source: refuses the impossible without asking") {
        allocations state;
        strict_source source{strict_allocator<int>{state}};
        for (auto const& [bytes, alignment] : impossible_requests) {
            CAPTURE(bytes);
            if (bytes == arenite::largest_region_bytes) continue;
            CHECK(source.acquire(bytes, alignment).empty());
        }
        CHECK(source.acquire(100, 64).empty());
        CHECK(state.most_bytes == 0);
    }

    TEST_CASE("allocator_source: what the allocator throws is a refusal") {
        allocations state{.limit = 4096};
        strict_source source{strict_allocator<int>{state}};
        CHECK(source.acquire(4160, 64).empty());
        CHECK(source.acquire(4096, 128).empty());
        auto const region = source.acquire(4096, 64);
        CHECK(region.size() == 4096);
        source.release(region);
    }

    TEST_CASE("allocator_source: an allocator that knows no alignment above its own is refused") {
        careless_calls = 0;
        allocator_source source{careless_allocator<std::byte>{}};
        CHECK(source.acquire(64, 64).empty());
        CHECK(source.acquire(256, 128).empty());
        CHECK(careless_calls == 0);
    }

    TEST_CASE("allocator_source: under threads, over an allocator that is safe from any thread") {
        allocator_source source{std::allocator<std::byte>{}};
        CHECK(serves_threads(source));
    }
}
