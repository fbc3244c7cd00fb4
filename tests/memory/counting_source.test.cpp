// SPDX-License-Identifier: MIT
#include <arenite/memory/counting_source.hpp>

#include "memory/source_use.hpp"

#include <arenite/memory/buffer_source.hpp>
#include <arenite/memory/system_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <type_traits>

using arenite::buffer_source, arenite::counting_source, arenite::system_source;

static_assert(arenite::region_source<counting_source<system_source>>);
static_assert(!arenite::sorting_region_source<counting_source<system_source>>);
static_assert(arenite::sorting_region_source<counting_source<buffer_source>>);
static_assert(arenite::region_source<counting_source<counting_source<system_source>>>);
static_assert(!std::is_constructible_v<counting_source<system_source>, system_source&&>);

TEST_SUITE("memory") {
    TEST_CASE("counting_source: counts what is out, what was, and what was not to be had") {
        alignas(64) std::array<std::byte, 640> buffer;
        buffer_source upstream{buffer};
        counting_source source{upstream};
        auto const first = source.acquire(128, 64), second = source.acquire_passing(256, 64);
        CHECK(first.data() == buffer.data());
        CHECK(second.data() == buffer.data() + 384);
        CHECK(source.acquire(512, 64).empty());
        CHECK(source.acquire_passing(512, 64).empty());
        CHECK(source.regions_outstanding() == 2);
        CHECK(source.bytes_outstanding() == 384);
        source.release(first);
        CHECK(source.regions_outstanding() == 1);
        CHECK(source.bytes_outstanding() == 256);
        source.release(second);
        CHECK(source.regions_outstanding() == 0);
        CHECK(source.bytes_outstanding() == 0);
        CHECK(source.peak_bytes() == 384);
        CHECK(source.acquired() == 2);
        CHECK(source.refused() == 2);
        CHECK(upstream.acquire(640, 64).size() == 640);
    }

    TEST_CASE("counting_source: counts bytes as they are given, such as whole pages") {
        system_source upstream;
        counting_source source{upstream};
        auto const region = source.acquire(64, 64);
        CHECK(source.bytes_outstanding() == system_source::page_bytes());
        source.release(region);
        CHECK(source.bytes_outstanding() == 0);
    }

    TEST_CASE("counting_source: under threads, the counts are exact") {
        alignas(64) std::array<std::byte, 2048> buffer;
        buffer_source upstream{buffer};
        counting_source source{upstream};
        CHECK(serves_threads(source));
        CHECK(source.regions_outstanding() == 0);
        CHECK(source.bytes_outstanding() == 0);
        CHECK(source.acquired() + source.refused() == 8 * 2000);
        CHECK(source.peak_bytes() <= 2048);
        CHECK(source.peak_bytes() >= 64);
    }
}
