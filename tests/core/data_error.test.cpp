// SPDX-License-Identifier: MIT
#include <arenite/core/data_error.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using arenite::data_error;

static_assert(std::is_base_of_v<std::runtime_error, data_error>);
static_assert(std::is_nothrow_copy_constructible_v<data_error> && std::is_nothrow_copy_assignable_v<data_error>);

TEST_SUITE("core") {
    TEST_CASE("data_error: carries the source, the place, what was found and what was expected") {
        data_error const bad{"rows.csv", {.line = 12, .column = 3, .byte = 456}, "abc", "a number"};
        CHECK(bad.source() == "rows.csv");
        CHECK(bad.line() == 12);
        CHECK(bad.column() == 3);
        CHECK(bad.byte() == 456);
        CHECK(bad.found() == "abc");
        CHECK(bad.expected() == "a number");
    }

    TEST_CASE("data_error: what() says all of it") {
        data_error const field{"rows.csv", {.line = 12, .column = 3, .byte = 456}, "abc", "a number"};
        CHECK(std::string{field.what()} == "rows.csv:12: column 3 (byte 456): found abc, expected a number");
        data_error const record{"rows.csv", {.line = 12, .column = 0, .byte = 456}, "2 fields", "3 fields"};
        CHECK(std::string{record.what()} == "rows.csv:12 (byte 456): found 2 fields, expected 3 fields");
        data_error const table{"stream", {.column = 3, .byte = arenite::data_position::no_byte}, "text", "numbers"};
        CHECK(std::string{table.what()} == "stream: column 3: found text, expected numbers");
        data_error const binary{"rows.npy", {.byte = 6}, "version 9", "1 to 3"};
        CHECK(std::string{binary.what()} == "rows.npy (byte 6): found version 9, expected 1 to 3");
    }

    TEST_CASE("data_error: of a long path, the end is kept") {
        data_error const bad{std::string(200, '/') + "rows.csv", {}, "", ""};
        CHECK(bad.source().size() == 120);
        CHECK(bad.source().ends_with("/rows.csv"));
    }
}
