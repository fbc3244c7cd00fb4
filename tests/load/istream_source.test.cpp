// SPDX-License-Identifier: MIT
#include <arenite/load/istream_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <sstream>

TEST_SUITE("load") {
    TEST_CASE("istream_source: reads a stream by blocks, blanks and all") {
        std::istringstream stream{" a\n b"};
        arenite::istream_source source{stream, "words"};
        std::array<char, 3> into{};
        CHECK(source.read(into) == 3);
        CHECK(std::string_view{into.data(), 3} == " a\n");
        CHECK(source.read(into) == 2);
        CHECK(source.read(into) == 0);
        CHECK(source.name() == "words");
    }

    TEST_CASE("istream_source: a stream without a buffer is at its end") {
        std::istream stream{nullptr};
        std::array<char, 3> into{};
        CHECK(arenite::istream_source{stream}.read(into) == 0);
    }
}
