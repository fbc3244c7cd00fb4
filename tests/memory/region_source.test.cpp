// SPDX-License-Identifier: MIT
#include <arenite/memory/region_source.hpp>

#include <arenite/memory/failing_source.hpp>

#include "support/counting_source.hpp"

#include <doctest/doctest.h>

using arenite::region_source, arenite::region_source_ref;
using bytes = std::span<std::byte>;

namespace {

struct minimal {
    bytes acquire(std::size_t, std::size_t) noexcept { return {}; }
    void release(bytes) noexcept {}
};
struct acquire_may_throw : minimal {
    bytes acquire(std::size_t, std::size_t) { return {}; }
};
struct release_may_throw : minimal {
    void release(bytes) {}
};
struct acquires_pointer : minimal {
    std::byte* acquire(std::size_t, std::size_t) noexcept { return nullptr; }
};
struct knows_no_alignment : minimal {
    bytes acquire(std::size_t) noexcept { return {}; }
};
struct releases_nothing {
    bytes acquire(std::size_t, std::size_t) noexcept { return {}; }
};

static_assert(region_source<minimal> && region_source<region_source_ref>);
static_assert(!region_source<acquire_may_throw> && !region_source<release_may_throw>);
static_assert(!region_source<acquires_pointer> && !region_source<knows_no_alignment>);
static_assert(!region_source<releases_nothing> && !region_source<minimal const>);

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("region_source_ref: asks the source that it borrows") {
        counting_source source;
        region_source_ref const borrowed{source};
        auto const acquired = borrowed.acquire(128, 64);
        CHECK(acquired.size() == 128);
        CHECK(source.outstanding == 1);
        auto const copy = borrowed;
        copy.release(acquired);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("failing_source: refuses the one that it was told to, and no other") {
        counting_source regions;
        arenite::failing_source source{regions, 1};
        auto const first = source.acquire(64, 64);
        CHECK_FALSE(source.has_refused());
        CHECK(source.acquire(64, 64).empty());
        CHECK(source.has_refused());
        auto const third = source.acquire(64, 64);
        CHECK(regions.outstanding == 2);
        source.release(first);
        source.release(third);
        CHECK(regions.outstanding == 0);
    }
}
