// SPDX-License-Identifier: MIT
#include <arenite/write/json_line_writer.hpp>

#include "support/throwing_contract.hpp"
#include "write/pieces_sink.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct failing_sink {
    void write(std::span<char const>) { throw std::runtime_error{"full"}; }
};

/// The line of one text.
std::string line_of(std::string_view text) {
    pieces_sink sink;
    std::array<char, 16> buffer{};
    arenite::json_line_writer lines{sink, buffer};
    lines.field(text);
    lines.end_line();
    lines.flush();
    return sink.text();
}

constexpr std::array<std::string_view, 2> two_names{"id", "a \"score\""};

TEST_SUITE("write") {
    TEST_CASE("json_line_writer: arrays, numbers in the shortest text") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::json_line_writer lines{sink, buffer};
        lines.field(0.1);
        lines.field(0.1f);
        lines.field(std::int32_t{-7});
        lines.field(-0.0);
        lines.field(1e300);
        lines.field(5e-324);
        lines.end_line();
        lines.end_line();
        lines.field(std::numeric_limits<std::uint64_t>::max());
        lines.end_line();
        CHECK(sink.pieces.empty());
        lines.flush();
        CHECK(sink.text() == "[0.1,0.1,-7,-0,1e+300,5e-324]\n[]\n[18446744073709551615]\n");
    }

    TEST_CASE("json_line_writer: objects, where the fields have names") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::json_line_writer lines{sink, buffer, two_names};
        for (int i = 0; i != 2; ++i) {
            lines.field(std::string_view{"r"});
            lines.field(i + 0.5);
            lines.end_line();
        }
        lines.flush();
        CHECK(sink.text() == "{\"id\":\"r\",\"a \\\"score\\\"\":0.5}\n{\"id\":\"r\",\"a \\\"score\\\"\":1.5}\n");
    }

    TEST_CASE("json_line_writer: what JSON has no number for is null") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::json_line_writer lines{sink, buffer};
        lines.field(std::numeric_limits<double>::infinity());
        lines.field(-std::numeric_limits<float>::infinity());
        lines.field(std::numeric_limits<float>::quiet_NaN());
        lines.end_line();
        lines.flush();
        CHECK(sink.text() == "[null,null,null]\n");
    }

    TEST_CASE("json_line_writer: texts are escaped, and are UTF-8") {
        struct {
            std::string_view text, line;
        } const cases[] = {
            {"", "[\"\"]\n"},
            {"plain, \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82", "[\"plain, \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82\"]\n"},
            {"say \"x\"", "[\"say \\\"x\\\"\"]\n"},
            {"a\\b/c", "[\"a\\\\b/c\"]\n"},
            {"two\nlines\t\r", "[\"two\\u000alines\\u0009\\u000d\"]\n"},
            {std::string_view{"\0\x1F\x7F", 3}, "[\"\\u0000\\u001f\x7F\"]\n"},
            {"\xFFx\xC3", "[\"\xEF\xBF\xBDx\xEF\xBF\xBD\"]\n"},
            {"\xED\xA0\x80", "[\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]\n"},
        };
        for (auto const& [text, line] : cases) CHECK(line_of(text) == line);
    }

    TEST_CASE("json_line_writer: hands over whole lines, whatever the size of the buffer") {
        std::string expected;
        for (int i = 0; i != 50; ++i) expected += "[" + std::to_string(i) + "," + std::to_string(i * i) + "]\n";
        for (std::size_t size = 10; size != 64; ++size) {
            pieces_sink sink;
            std::vector<char> buffer(size);
            arenite::json_line_writer lines{sink, buffer};
            for (int i = 0; i != 50; ++i) {
                lines.field(i);
                lines.field(i * i);
                lines.end_line();
            }
            lines.flush();
            CHECK(sink.text() == expected);
            for (auto const& piece : sink.pieces) CHECK(piece.back() == '\n');
        }
    }

    TEST_CASE("json_line_writer: what the sink throws surfaces at flush") {
        failing_sink sink;
        std::array<char, 64> buffer{};
        arenite::json_line_writer lines{sink, buffer};
        lines.field(1);
        lines.flush();
        lines.end_line();
        CHECK_THROWS_AS(lines.flush(), std::runtime_error);
        CHECK_THROWS_AS(lines.flush(), std::system_error);
    }

    TEST_CASE("json_line_writer: holds other fields than names against the contract") {
        throwing_contract const guard;
        pieces_sink sink;
        std::array<char, 64> buffer{};
        arenite::json_line_writer lines{sink, buffer, two_names};
        lines.field(1);
        CHECK_THROWS_AS(lines.end_line(), broken_contract);
        lines.field(2);
        CHECK_THROWS_AS(lines.field(3), broken_contract);
        CHECK_THROWS_AS((arenite::json_line_writer{sink, buffer, std::span<std::string_view const>{}}),
                        broken_contract);
    }
}

}  // namespace
