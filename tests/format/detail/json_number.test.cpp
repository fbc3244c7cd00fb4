// SPDX-License-Identifier: MIT
#include <arenite/format/detail/json_number.hpp>

#include <doctest/doctest.h>

using arenite::detail::find_number_run;
using arenite::detail::is_json_number;
using arenite::detail::is_number_word;

TEST_SUITE("format") {
    TEST_CASE("is_json_number: RFC 8259 and nothing else") {
        for (auto const* const text : {"0", "-0", "10", "1.5", "-0.25", "1e5", "1E+5", "0e-0", "12.50E01"}) {
            CAPTURE(text);
            CHECK(is_json_number(text));
        }
        for (auto const* const text :
             {"", "-", "+1", "01", "-01", ".5", "5.", "1.e5", "1e", "1e+", "1e5.0", "0x1", "1-", "1.2.3", "NaN"}) {
            CAPTURE(text);
            CHECK_FALSE(is_json_number(text));
        }
    }

    TEST_CASE("is_number_word: what the trainers write") {
        for (auto const* const word : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"})
            CHECK(is_number_word(word));
        for (auto const* const word : {"", "NAN", "-NaN", "+inf", "infinity", "-"}) CHECK_FALSE(is_number_word(word));
    }

    TEST_CASE("find_number_run: ends behind the last comma in front of what may not follow") {
        struct {
            std::string_view text;
            std::size_t bytes, elements;
        } const cases[] = {
            {"-1.5E-3, 2 ,\n3,x", 15, 3},
            {"", 0, 0},
            {"1", 0, 0},
            {"1,", 2, 1},
            {"1,2", 2, 1},
            {"1,,2", 2, 1},
            {",1", 0, 0},
            {"1,]", 2, 1},
            {"1,NaN,2", 2, 1},
            {"[1,2]", 0, 0},
            {"1,-,2", 2, 1},
            {"1,2.,3", 2, 1},
            {"1,.5,3", 2, 1},
            {"1,e5,3", 2, 1},
            {"1,\"a,b\"", 2, 1},
            {"1,+2,3", 2, 1},
            {"1,2e+5,3", 7, 2},
            {"1,2-3,4", 2, 1},
            {"1,2\0,4", 2, 1},
            {"1,2}3,4", 2, 1},
        };
        for (auto const& [text, bytes, elements] : cases) {
            CAPTURE(text);
            auto const run = find_number_run(text);
            CHECK(run.bytes == bytes);
            CHECK(run.elements == elements);
        }
    }
}
