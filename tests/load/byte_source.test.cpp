// SPDX-License-Identifier: MIT
#include <arenite/load/byte_source.hpp>

#include "csv_support.hpp"

#include <doctest/doctest.h>

namespace {

struct nameless {
    std::size_t read(std::span<char>);
};
struct unreadable {
    std::string_view name() const noexcept;
};
static_assert(arenite::byte_source<dripping_source>);
static_assert(!arenite::byte_source<nameless> && !arenite::byte_source<unreadable> && !arenite::byte_source<int>);
static_assert(!std::is_constructible_v<arenite::byte_source_ref, dripping_source>);  // it would be gone

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("byte_source_ref: reads what it refers to") {
        dripping_source source{"abc", 2};
        arenite::byte_source_ref const by_reference = source;
        char into[8];
        CHECK(by_reference.read(into) == 2);
        CHECK(by_reference.read(into) == 1);
        CHECK(into[0] == 'c');
        CHECK(by_reference.read(into) == 0);
        CHECK(by_reference.name() == "drops.csv");
    }
}
