// SPDX-License-Identifier: MIT
#include <arenite/core/short_text.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

using arenite::short_text;

static_assert(std::is_trivially_copyable_v<short_text<8>>);
static_assert(short_text<4>{"abcdef"}.view() == "abcd" && short_text<4>::end_of("abcdef").view() == "cdef");

TEST_SUITE("core") {
    TEST_CASE("short_text: keeps what fits, from the front or from the end") {
        CHECK(short_text<8>{}.view().empty());
        CHECK(short_text<8>{"abc"}.view() == "abc");
        CHECK(short_text<3>{"abc"}.view() == "abc");
        CHECK(short_text<2>{"abc"}.view() == "ab");
        CHECK(short_text<2>::end_of("abc").view() == "bc");
        CHECK(short_text<8>::end_of("abc").view() == "abc");
    }

    TEST_CASE("short_text: appends what fits, and cuts") {
        short_text<5> text{"abc"};
        CHECK(text.append("d").view() == "abcd");
        CHECK(text.append("efg").append("h").view() == "abcde");
        text.cut_to(2);
        CHECK(text.view() == "ab");
        text.cut_to(9);
        CHECK(text.view() == "ab");
    }

    TEST_CASE("short_text: does not depend on the text that it was made of") {
        std::string from = "abc";
        short_text<8> const text{from};
        from = "xyz";
        CHECK(text.view() == "abc");
    }
}
