// SPDX-License-Identifier: MIT
#include <arenite/load/memory_source.hpp>

#include <doctest/doctest.h>

#include <array>

TEST_SUITE("load") {
    TEST_CASE("memory_source: gives its bytes once, in pieces that fit") {
        arenite::memory_source source{"abcde", "letters"};
        std::array<char, 3> into{};
        CHECK(source.read(into) == 3);
        CHECK(std::string_view{into.data(), 3} == "abc");
        CHECK(source.read(into) == 2);
        CHECK(std::string_view{into.data(), 2} == "de");
        CHECK(source.read(into) == 0);
        CHECK(source.read(into) == 0);
        CHECK(source.name() == "letters");
    }

    TEST_CASE("memory_source: takes bytes as well as characters") {
        std::array const bytes{std::byte{'x'}, std::byte{0}};
        arenite::memory_source source{bytes};
        std::array<char, 3> into{};
        CHECK(source.read(into) == 2);
        CHECK(into == std::array{'x', '\0', '\0'});
        CHECK(source.name() == "memory");
    }
}
