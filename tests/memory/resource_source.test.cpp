// SPDX-License-Identifier: MIT
#include <arenite/memory/resource_source.hpp>

#include "memory/source_use.hpp"

#include <arenite/memory/detail/resident_check.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <type_traits>

using arenite::resource_source;

static_assert(!std::is_constructible_v<resource_source, std::pmr::unsynchronized_pool_resource&&>);

namespace {

/// Wants to be told on deallocation what it was told on allocation.
class strict_resource : public std::pmr::memory_resource {
public:
    [[nodiscard]] bool empty() const { return held_.empty(); }
    [[nodiscard]] std::size_t most_bytes() const { return most_bytes_; }
    [[nodiscard]] bool was_right() const { return right_; }

private:
    struct block {
        void* start;
        std::size_t bytes, alignment;
        friend bool operator==(block const&, block const&) = default;
    };

    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* const start = std::pmr::new_delete_resource()->allocate(bytes, alignment);
        held_.push_back({start, bytes, alignment});
        most_bytes_ = std::max(most_bytes_, bytes);
        return start;
    }
    void do_deallocate(void* start, std::size_t bytes, std::size_t alignment) override {
        auto const found = std::ranges::find(held_, block{start, bytes, alignment});
        right_ = right_ && found != held_.end();
        if (found == held_.end()) return;
        held_.erase(found);
        std::pmr::new_delete_resource()->deallocate(start, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }

    std::vector<block> held_;
    std::size_t most_bytes_ = 0;
    bool right_ = true;
};

template <class Error>
struct throwing_resource : std::pmr::memory_resource {
    void* do_allocate(std::size_t, std::size_t) override { throw Error{"no"}; }
    void do_deallocate(void*, std::size_t, std::size_t) override {}
    [[nodiscard]] bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }
};

/// Gives bytes that lie 16 behind where they should.
class careless_resource : public std::pmr::memory_resource {
public:
    explicit careless_resource(memory_resource& upstream) : upstream_(&upstream) {}

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        return static_cast<std::byte*>(upstream_->allocate(bytes + 16, alignment)) + 16;
    }
    void do_deallocate(void* start, std::size_t bytes, std::size_t alignment) override {
        upstream_->deallocate(static_cast<std::byte*>(start) - 16, bytes + 16, alignment);
    }
    [[nodiscard]] bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }

    memory_resource* upstream_;
};

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("resource_source: what is released is what the resource gave: pointer, bytes, alignment") {
        strict_resource strict;
        resource_source source{strict};
        std::vector<std::span<std::byte>> regions;
        for (std::size_t alignment = 64; alignment <= std::size_t{1} << 20; alignment *= 2)
            for (std::size_t const times : {1U, 2U, 3U, 7U}) {
                CAPTURE(alignment);
                CAPTURE(times);
                auto const region = regions.emplace_back(source.acquire(times * alignment, alignment));
                REQUIRE(region.size() >= times * alignment);
                CHECK(is_aligned(region, alignment));
                fill(region, 1);
            }
        for (auto const region : regions) source.release(region);
        CHECK(strict.was_right());
        CHECK(strict.empty());
    }

    TEST_CASE("resource_source: costs nothing at alignment 64, and the alignment above") {
        strict_resource strict;
        resource_source source{strict};
        auto const region = source.acquire(640, 64);
        CHECK(region.size() == 640);
        CHECK(strict.most_bytes() == 640);
        source.release(region);
        source.release(source.acquire(8192, 4096));
        CHECK(strict.most_bytes() == 8192 + 4096);
        CHECK(strict.was_right());
    }

    TEST_CASE("resource_source: refuses the impossible without asking") {
        strict_resource strict;
        resource_source source{strict};
        for (auto const& [bytes, alignment] : impossible_requests) {
            CAPTURE(bytes);
            if (bytes == arenite::largest_region_bytes) continue;  // asked for: whether it is to be had, others know
            CHECK(source.acquire(bytes, alignment).empty());
        }
        CHECK(source.acquire(100, 64).empty());
        CHECK(source.acquire(96, 96).empty());
        CHECK(source.acquire(64, 32).empty());
        CHECK(strict.most_bytes() == 0);
    }

    TEST_CASE("resource_source: what the resource throws is a refusal") {
        throwing_resource<std::runtime_error> fails;
        resource_source source{fails};
        CHECK(source.acquire(64, 64).empty());
        CHECK(source.acquire(4096, 4096).empty());
        resource_source null{*std::pmr::null_memory_resource()};
        CHECK(null.acquire(64, 64).empty());
    }

    TEST_CASE("resource_source: a buffer with nothing behind it refuses when it is used up") {
        alignas(64) std::array<std::byte, 640> buffer;
        std::pmr::monotonic_buffer_resource pool{buffer.data(), buffer.size(), std::pmr::null_memory_resource()};
        resource_source source{pool};
        CHECK(source.acquire(512, 64).data() == buffer.data());
        CHECK(source.acquire(192, 64).empty());
        CHECK(source.acquire(128, 64).size() == 128);
        CHECK(source.acquire(64, 64).empty());
    }

    TEST_CASE("resource_source: regions of a pool lie at their alignment, however many there are") {
        std::pmr::unsynchronized_pool_resource pool{std::pmr::new_delete_resource()};
        resource_source source{pool};
        std::vector<std::span<std::byte>> regions;
        for (std::size_t alignment = 64; alignment <= 4096; alignment *= 2)
            for (std::size_t times = 1; times != 20; ++times) {
                CAPTURE(alignment);
                CAPTURE(times);
                auto const region = regions.emplace_back(source.acquire(times * alignment, alignment));
                CHECK(region.size() >= times * alignment);
                CHECK(is_aligned(region, alignment));
            }
        for (auto const region : regions) source.release(region);
    }

    TEST_CASE("resource_source: a resource that does not keep the alignment is refused, and has its bytes back") {
        if (arenite::detail::under_sanitizer) {
            std::puts("SKIPPED: a sanitizer ends the program where a resource does not keep the alignment");
            return;
        }
        strict_resource strict;
        careless_resource careless{strict};
        resource_source source{careless};
        CHECK(source.acquire(64, 64).empty());
        CHECK(source.acquire(256, 128).empty());
        CHECK(strict.was_right());
        CHECK(strict.empty());
    }

    TEST_CASE("resource_source: under threads, over a resource that is safe from any thread") {
        std::pmr::synchronized_pool_resource pool{std::pmr::new_delete_resource()};
        resource_source of_pool{pool};
        CHECK(serves_threads(of_pool));
        resource_source of_heap{*std::pmr::new_delete_resource()};
        CHECK(serves_threads(of_heap));
    }
}
