// SPDX-License-Identifier: MIT
#include <arenite/memory/failing_source.hpp>

#include "memory/source_use.hpp"

#include <arenite/memory/buffer_source.hpp>
#include <arenite/memory/counting_source.hpp>
#include <arenite/memory/system_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <type_traits>

using arenite::buffer_source, arenite::failing_source, arenite::refusal_pattern, arenite::system_source;

static_assert(arenite::region_source<failing_source<system_source>>);
static_assert(!arenite::sorting_region_source<failing_source<system_source>>);
static_assert(arenite::sorting_region_source<failing_source<buffer_source>>);
static_assert(!std::is_constructible_v<failing_source<system_source>, system_source&&, std::size_t>);

namespace {

/// Asks six times, by both ways: 'y' for each region, 'n' for each refusal.
std::string answers(std::size_t number, refusal_pattern pattern) {
    alignas(64) std::array<std::byte, 640> buffer;
    buffer_source upstream{buffer};
    failing_source source{upstream, number, pattern};
    std::string given;
    for (std::size_t i = 0; i != 6; ++i) {
        CHECK(source.has_refused() == (i > number));
        auto const region = i % 2 == 0 ? source.acquire(64, 64) : source.acquire_passing(64, 64);
        given += region.empty() ? 'n' : 'y';
        if (region.empty()) continue;
        CHECK(region.data() == buffer.data() + (i % 2 == 0 ? 0 : 576));
        source.release(region);
    }
    CHECK(source.asked() == 6);
    CHECK(upstream.acquire(640, 64).size() == 640);
    return given;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("failing_source: refuses one acquisition") {
        CHECK(answers(0, refusal_pattern::once) == "nyyyyy");
        CHECK(answers(3, refusal_pattern::once) == "yyynyy");
        CHECK(answers(6, refusal_pattern::once) == "yyyyyy");
    }

    TEST_CASE("failing_source: refuses one and all after it") {
        CHECK(answers(0, refusal_pattern::from_then_onwards) == "nnnnnn");
        CHECK(answers(3, refusal_pattern::from_then_onwards) == "yyynnn");
        CHECK(answers(6, refusal_pattern::from_then_onwards) == "yyyyyy");
    }

    TEST_CASE("failing_source: one refusal unless more is said") {
        system_source upstream;
        failing_source source{upstream, 0};
        CHECK(source.acquire(64, 64).empty());
        auto const region = source.acquire(64, 64);
        CHECK_FALSE(region.empty());
        source.release(region);
    }

    TEST_CASE("failing_source: under threads, one of them is refused") {
        alignas(64) std::array<std::byte, 16384> buffer;
        buffer_source upstream{buffer};
        arenite::counting_source counted{upstream};
        failing_source source{counted, 5000};
        CHECK(serves_threads(source));
        CHECK(source.asked() == 8 * 2000);
        CHECK(counted.acquired() == 8 * 2000 - 1);
        CHECK(counted.refused() == 0);
        CHECK(counted.regions_outstanding() == 0);
    }
}
