// SPDX-License-Identifier: MIT
#include <arenite/format/detail/printable_text.hpp>

#include <doctest/doctest.h>

#include <string>

using arenite::detail::byte_text;
using arenite::detail::printable_text;
using arenite::detail::quoted_text;

TEST_SUITE("format") {
    TEST_CASE("printable_text: bytes that do not print become question marks, the end is cut") {
        CHECK(printable_text("plain ~text").view() == "plain ~text");
        CHECK(printable_text("\x1B[31m\n\xFF\x7F").view() == "?[31m???");
        CHECK(printable_text(std::string(1000, 'a')).view() == std::string(40, 'a') + "...");
        CHECK(quoted_text("a").view() == "\"a\"");
    }

    TEST_CASE("byte_text: a character, a number or the end") {
        CHECK(byte_text('x').view() == "'x'");
        CHECK(byte_text(7).view() == "the byte 7");
        CHECK(byte_text(200).view() == "the byte 200");
        CHECK(byte_text(-1).view() == "the end of the file");
    }
}
