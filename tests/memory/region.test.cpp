// SPDX-License-Identifier: MIT
#include <arenite/memory/region.hpp>

#include <arenite/memory/budget.hpp>

#include "support/counting_source.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using arenite::budget, arenite::region;

static_assert(!std::is_copy_constructible_v<region> && !std::is_copy_assignable_v<region>);
static_assert(std::is_nothrow_move_constructible_v<region> && std::is_nothrow_move_assignable_v<region>);

TEST_SUITE("memory") {
    TEST_CASE("region: shows what was asked for, and gives back all that was acquired, once") {
        counting_source source;
        budget memory{1024, source};
        {
            auto const held = memory.acquire("test", 100);
            CHECK(held);
            CHECK(held.size() == 100);
            CHECK(held.bytes().size() == 100);
            CHECK(held.owner() == &memory);
            CHECK(source.bytes_outstanding == 128);
        }
        CHECK(source.outstanding == 0);
        CHECK(source.bytes_outstanding == 0);
    }

    TEST_CASE("region: moving moves the ownership, not the bytes") {
        counting_source source;
        budget memory{1024, source};
        {
            auto from = memory.acquire("test", 128);
            auto const* const bytes = from.bytes().data();
            auto const to = std::move(from);
            CHECK_FALSE(from);
            CHECK(from.size() == 0);
            CHECK(from.bytes().empty());
            CHECK(from.owner() == nullptr);
            CHECK(to.bytes().data() == bytes);
        }
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("region: assignment gives the old bytes back before it returns") {
        counting_source of_first, of_second;
        budget first{1024, of_first}, second{1024, of_second};
        auto held = first.acquire("test", 128);
        held = second.acquire("test", 128);
        CHECK(of_first.outstanding == 0);
        CHECK(of_second.outstanding == 1);
        auto other = first.acquire("test", 128);
        held = std::move(other);
        CHECK(of_second.outstanding == 0);
        CHECK_FALSE(other);
        held = second.acquire("test", 128);
        held = region{};
        CHECK(of_second.outstanding == 0);
        CHECK_FALSE(held);
    }

    TEST_CASE("region: assigned to itself it stays what it was") {
        counting_source source;
        budget memory{1024, source};
        auto held = memory.acquire("test", 128);
        auto& same = held;
        held = std::move(same);
        CHECK(held.size() == 128);
        CHECK(source.outstanding == 1);
    }
}
