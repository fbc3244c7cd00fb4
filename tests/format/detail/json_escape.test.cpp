// SPDX-License-Identifier: MIT
#include <arenite/format/detail/json_escape.hpp>

#include <doctest/doctest.h>

using arenite::detail::code_point;
using arenite::detail::hexadecimal_digit;
using arenite::detail::unescaped;
using arenite::detail::utf8_text;

TEST_SUITE("format") {
    TEST_CASE("utf8_text: the first and the last character of every length") {
        using namespace std::string_view_literals;
        CHECK(utf8_text(U'\0').view() == "\0"sv);
        CHECK(utf8_text(0x7F).view() == "\x7F");
        CHECK(utf8_text(0x80).view() == "\xC2\x80");
        CHECK(utf8_text(0x7FF).view() == "\xDF\xBF");
        CHECK(utf8_text(0x800).view() == "\xE0\xA0\x80");
        CHECK(utf8_text(0xFFFF).view() == "\xEF\xBF\xBF");
        CHECK(utf8_text(code_point(0xD800, 0xDC00)).view() == "\xF0\x90\x80\x80");
        CHECK(utf8_text(code_point(0xDBFF, 0xDFFF)).view() == "\xF4\x8F\xBF\xBF");
    }

    TEST_CASE("unescaped: the eight letters of JSON") {
        CHECK(unescaped('n') == '\n');
        CHECK(unescaped('/') == '/');
        for (int byte = -1; byte != 256; ++byte) {
            bool const known = byte > 0 && std::string_view{"\"\\/bfnrt"}.find(static_cast<char>(byte)) < 8;
            CHECK((unescaped(byte) != '\0') == known);
        }
    }

    TEST_CASE("hexadecimal_digit: both cases, nothing beside them") {
        CHECK(hexadecimal_digit('0') == 0);
        CHECK(hexadecimal_digit('9') == 9);
        CHECK(hexadecimal_digit('a') == 10);
        CHECK(hexadecimal_digit('F') == 15);
        for (char const byte : {'/', ':', '@', 'G', '`', 'g', '\0'}) CHECK(hexadecimal_digit(byte) == -1);
        CHECK(hexadecimal_digit(-1) == -1);
    }
}
