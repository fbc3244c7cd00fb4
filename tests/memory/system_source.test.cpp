// SPDX-License-Identifier: MIT
#include <arenite/memory/system_source.hpp>

#include "support/malloc_probe.hpp"
#include "support/process_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <fstream>

using arenite::system_source;

namespace {

bool is_aligned(std::span<std::byte> region, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(region.data()) % alignment == 0;
}

/// Of the process's address space; 0: the system does not say.
std::size_t mapped_pages() {
    std::size_t pages = 0;
    if (std::ifstream statistics{"/proc/self/statm"}) statistics >> pages;
    return pages;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("system_source: gives whole pages of zeroed bytes at the alignment that is asked for") {
        system_source source;
        for (std::size_t const alignment : {std::size_t{64}, system_source::page_bytes(), std::size_t{1} << 21}) {
            CAPTURE(alignment);
            auto const region = source.acquire(3 * alignment, alignment);
            REQUIRE(region.size() == arenite::round_up(3 * alignment, system_source::page_bytes()));
            CHECK(is_aligned(region, alignment));
            CHECK(std::ranges::all_of(region, [](std::byte b) { return b == std::byte{}; }));
            std::memset(region.data(), 1, region.size());
            source.release(region);
        }
    }

    TEST_CASE("system_source: refuses what no system has") {
        system_source source;
        CHECK(source.acquire(0, 64).empty());
        CHECK(source.acquire(arenite::largest_region_bytes, 64).empty());
        CHECK(source.acquire(arenite::largest_region_bytes + 64, 64).empty());
        CHECK(source.acquire(std::size_t(-64), 64).empty());
        CHECK(source.acquire(64, std::size_t{1} << 63).empty());
        CHECK(source.acquire(64, arenite::largest_region_bytes).empty());
    }

    TEST_CASE("system_source: one mapping for each region, and nothing from the heap") {
        if (skipped_without_malloc_probe()) return;
        system_source source;
        allocation_count const counted;
        auto const region = source.acquire(1 << 20, 64);
        source.release(region);
        auto const seen = counted.requests();
        CHECK(seen.calls == 1);
        CHECK(seen.mappings == 1);
    }

    TEST_CASE("system_source: keeps no address that alignment alone asked for") {
        system_source source;
        auto const before = mapped_pages();
        for (int i = 0; i != 200; ++i) source.release(source.acquire(64, std::size_t{1} << 21));
        CHECK(mapped_pages() < before + ((std::size_t{16} << 20) / system_source::page_bytes()));
    }

    TEST_CASE("system_source: the resident size falls by what was released, to the page") {
        if (!malloc_probe_available()) {
            std::puts("SKIPPED: under a sanitizer the process's own pages come and go");
            return;
        }
        REQUIRE(resident_bytes() != 0);
        system_source source;
        constexpr std::size_t bytes = 16 << 20;
        auto const region = source.acquire(bytes, std::size_t{1} << 16);
        auto const untouched = resident_bytes();
        std::memset(region.data(), 1, region.size());
        auto const touched = resident_bytes();
        source.release(region);
        auto const released = resident_bytes();
        CHECK(touched - untouched == bytes);
        CHECK(touched - released == bytes);
    }
}
