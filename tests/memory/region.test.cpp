// SPDX-License-Identifier: MIT
#include <arenite/memory/region.hpp>

#include <doctest/doctest.h>

#include <array>
#include <type_traits>

using arenite::region;

static_assert(!std::is_copy_constructible_v<region> && !std::is_copy_assignable_v<region>);
static_assert(std::is_nothrow_move_constructible_v<region> && std::is_nothrow_move_assignable_v<region>);

namespace {

/// Says what is given back to it.
struct owner {
    int releases = 0;
    std::size_t acquired = 0, charged = 0;

    static void release(void* self, std::span<std::byte> acquired_bytes, std::size_t charged_bytes) noexcept {
        auto& to = *static_cast<owner*>(self);
        ++to.releases;
        to.acquired = acquired_bytes.size();
        to.charged = charged_bytes;
    }
};

std::array<std::byte, 192> storage;

region make(owner& by) { return {std::span{storage}, 128, &by, &owner::release}; }

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("region: shows what was charged, and gives back all that was acquired, once") {
        owner by;
        {
            auto const held = make(by);
            CHECK(held);
            CHECK(held.size() == 128);
            CHECK(held.bytes().size() == 128);
            CHECK(held.bytes().data() == storage.data());
            CHECK(by.releases == 0);
        }
        CHECK(by.releases == 1);
        CHECK(by.acquired == 192);
        CHECK(by.charged == 128);
    }

    TEST_CASE("region: moving moves the ownership, not the bytes") {
        owner by;
        {
            auto from = make(by);
            auto const to = std::move(from);
            CHECK_FALSE(from);
            CHECK(from.size() == 0);
            CHECK(from.bytes().empty());
            CHECK(to.bytes().data() == storage.data());
        }
        CHECK(by.releases == 1);
    }

    TEST_CASE("region: assignment gives the old bytes back before it returns") {
        owner by_first, by_second;
        auto held = make(by_first);
        held = make(by_second);
        CHECK(by_first.releases == 1);
        CHECK(by_second.releases == 0);
        held = region{};
        CHECK(by_second.releases == 1);
        CHECK_FALSE(held);
    }

    TEST_CASE("region: assigned to itself it stays what it was") {
        owner by;
        auto held = make(by);
        auto& same = held;
        held = std::move(same);
        CHECK(held.size() == 128);
        CHECK(by.releases == 0);
    }
}
