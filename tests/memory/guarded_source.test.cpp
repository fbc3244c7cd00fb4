// SPDX-License-Identifier: MIT
#include <arenite/memory/guarded_source.hpp>

#include "memory/source_use.hpp"
#include "support/claim_that_ends.hpp"

#include <arenite/memory/buffer_source.hpp>
#include <arenite/memory/counting_source.hpp>
#include <arenite/memory/system_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <type_traits>

using arenite::buffer_source, arenite::guarded_source, arenite::system_source;

static_assert(arenite::region_source<guarded_source<system_source>>);
static_assert(!arenite::sorting_region_source<guarded_source<system_source>>);
static_assert(arenite::sorting_region_source<guarded_source<buffer_source>>);
static_assert(!std::is_constructible_v<guarded_source<system_source>, system_source&&>);

TEST_SUITE("memory") {
    TEST_CASE("guarded_source: gives exactly what is asked for, at its alignment, and gives all of it back") {
        system_source system;
        arenite::counting_source upstream{system};
        guarded_source source{upstream};
        for (std::size_t alignment = 64; alignment <= 65536; alignment *= 2) {
            CAPTURE(alignment);
            auto const region = source.acquire(3 * alignment, alignment);
            REQUIRE(region.size() == 3 * alignment);
            CHECK(is_aligned(region, alignment));
            CHECK(filled(region, 0xCD));
            fill(region, 1);
            CHECK(source.intact(region));
            source.release(region);
        }
        CHECK(upstream.bytes_outstanding() == 0);
    }

    TEST_CASE("guarded_source: refuses what its source refuses, and the impossible") {
        alignas(64) std::array<std::byte, 640> buffer;
        buffer_source upstream{buffer};
        guarded_source source{upstream};
        CHECK(refuses_the_impossible(source));
        CHECK(source.acquire(576, 64).empty());
        CHECK(source.acquire_passing(576, 64).empty());
        CHECK(source.acquire_passing(0, 64).empty());
        CHECK(source.acquire(512, 64).data() == buffer.data() + 64);
    }

    TEST_CASE("guarded_source: what was released is spoiled") {
        alignas(64) std::array<std::byte, 640> buffer;
        buffer_source upstream{buffer};
        guarded_source source{upstream};
        auto const region = source.acquire_passing(128, 64);
        CHECK(region.data() == buffer.data() + 448);
        fill(region, 1);
        source.release(region);
        CHECK(filled(region, 0xDD));
    }

    TEST_CASE("guarded_source: one byte in front or behind breaks the contract, wherever it is") {
        alignas(4096) static std::array<std::byte, 65536> buffer;
        buffer_source upstream{buffer};
        guarded_source source{upstream};
        for (std::size_t const alignment : {64U, 128U, 1024U}) {
            CAPTURE(alignment);
            auto const region = source.acquire(2 * alignment, alignment);
            std::size_t unseen = 0;
            for (std::size_t i = 0; i != 2 * alignment; ++i) {
                auto& outside = i < alignment ? *(region.data() - 1 - i) : *(region.data() + alignment + i);
                for (auto const bit : {std::byte{1}, std::byte{0x80}}) {
                    outside ^= bit;
                    if (source.intact(region)) ++unseen;
                    outside ^= bit;
                }
            }
            CHECK(unseen == 0);
            CHECK(source.intact(region));
            CHECK(claim_that_ends([&] { source.release(region); }).empty());
            CHECK(claim_that_ends([&] {
                      region.data()[-1] = std::byte{};
                      source.release(region);
                  }) == "nobody writes in front of a region, or behind it");
            CHECK(claim_that_ends([&] {
                      region.data()[region.size()] = std::byte{};
                      source.release(region);
                  }) == "nobody writes in front of a region, or behind it");
            source.release(region);
        }
    }

    TEST_CASE("guarded_source: guards all that its source gave more") {
        system_source upstream;
        guarded_source source{upstream};
        auto const region = source.acquire(64, 64);
        region.data()[system_source::page_bytes() - 65] ^= std::byte{1};  // the last byte of the page
        CHECK_FALSE(source.intact(region));
        region.data()[system_source::page_bytes() - 65] ^= std::byte{1};
        source.release(region);
    }

    TEST_CASE("guarded_source: under threads") {
        alignas(64) std::array<std::byte, 8192> buffer;
        buffer_source upstream{buffer};
        guarded_source source{upstream};
        CHECK(serves_threads(source));
        CHECK(upstream.acquire(8192, 64).size() == 8192);
    }
}
