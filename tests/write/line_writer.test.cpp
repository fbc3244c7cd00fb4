// SPDX-License-Identifier: MIT
#include <arenite/write/line_writer.hpp>

#include "write/pieces_sink.hpp"

#include <doctest/doctest.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace {

/// Takes a part, and fails once.
struct part_sink {
    void write(std::span<char const> bytes) {
        taken.append(bytes.begin(), bytes.end());
        if (!std::exchange(failed, true)) throw std::runtime_error{"full"};
    }
    std::string taken;
    bool failed = false;
};

bool fails_again(auto const& act) {
    try {
        act();
    } catch (std::system_error const& error) {
        return error.code() == std::errc::io_error;
    }
    return false;
}

}  // namespace

TEST_SUITE("write") {
    TEST_CASE("line_writer: a sink that has failed gets nothing more, and that stays visible") {
        std::string const longer(20, 'x');
        for (bool const in_flush : {true, false}) {
            part_sink sink;
            std::array<char, 16> buffer{};
            arenite::line_writer lines{sink, buffer};
            lines.field(1);
            lines.end_line();
            if (in_flush) CHECK_THROWS_AS(lines.flush(), std::runtime_error);
            else CHECK_THROWS_AS(lines.field(longer), std::runtime_error);
            CHECK(sink.taken == "1\n");
            for (int again = 0; again != 3; ++again) CHECK(fails_again([&] { lines.flush(); }));
            CHECK(fails_again([&] { lines.field(longer); }));
            CHECK(fails_again([&] {
                for (int i = 0; i != 20; ++i) lines.field(i), lines.end_line();
            }));
            CHECK(sink.taken == "1\n");
        }
        part_sink sink;
        std::array<char, 16> buffer{};
        arenite::line_writer lines{sink, buffer};
        CHECK_THROWS_AS(lines.field(longer), std::runtime_error);  // what is longer than the buffer goes past it
        CHECK(fails_again([&] { lines.flush(); }));
    }

    TEST_CASE("line_writer: fields and lines, numbers in the shortest text") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::line_writer lines{sink, buffer};
        lines.field(0.1);
        lines.field(0.1f);
        lines.field(std::int32_t{-7});
        lines.end_line();
        lines.end_line();
        lines.field(std::numeric_limits<double>::infinity());
        lines.field(1e300);
        lines.end_line();
        CHECK(sink.pieces.empty());
        lines.flush();
        CHECK(sink.text() == "0.1,0.1,-7\n\ninf,1e+300\n");
        lines.flush();
        CHECK(sink.pieces.size() == 1);
    }

    TEST_CASE("line_writer: a text is in quotes where it must be") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::line_writer lines{sink, buffer, '\t'};
        for (std::string_view const text : {"plain", "a,b", "a\tb", "say \"x\"", "two\nlines", "re\rturn", ""})
            lines.field(text);
        lines.end_line();
        lines.flush();
        CHECK(sink.text() == "plain\ta,b\t\"a\tb\"\t\"say \"\"x\"\"\"\t\"two\nlines\"\t\"re\rturn\"\t\n");
    }

    TEST_CASE("line_writer: tabs between the fields, and only what holds a tab is in quotes for them") {
        pieces_sink sink;
        std::array<char, 256> buffer{};
        arenite::line_writer lines{sink, buffer, '\t'};
        for (int row = 0; row != 2; ++row) {
            lines.field(row);
            lines.field(0.5);
            lines.field(std::string_view{"a b,c;d"});
            lines.field(std::string_view{"\t"});
            lines.end_line();
        }
        lines.flush();
        CHECK(sink.text() == "0\t0.5\ta b,c;d\t\"\t\"\n1\t0.5\ta b,c;d\t\"\t\"\n");
    }

    TEST_CASE("line_writer: hands over whole lines, whatever the size of the buffer") {
        std::string expected;
        for (int i = 0; i != 50; ++i) expected += std::to_string(i) + "," + std::to_string(i * i) + "\n";
        for (std::size_t size = 8; size != 64; ++size) {
            pieces_sink sink;
            std::vector<char> buffer(size);
            arenite::line_writer lines{sink, buffer};
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

    TEST_CASE("line_writer: numbers are those of std::to_chars, whatever is left of the buffer") {
        std::vector<float> const numbers{0.25f, -1.5e-7f, 3.4028235e38f, 16777216.0f,
                                         -0.0f, 0.001f,   -123.456f,     8388607.5f};
        std::string expected;
        for (float const number : numbers) {
            char text[64];
            expected.append(text, std::to_chars(text, text + sizeof text, number).ptr).append("\n");
        }
        for (std::size_t size = 1; size != 120; ++size) {
            pieces_sink sink;
            std::vector<char> memory(size + 40, '#');
            arenite::line_writer lines{sink, std::span{memory}.first(size)};
            for (float const number : numbers) {
                lines.field(number);
                lines.end_line();
            }
            lines.flush();
            CHECK(sink.text() == expected);
            CHECK(std::string{memory.end() - 40, memory.end()} == std::string(40, '#'));
        }
    }

    TEST_CASE("line_writer: a line that is longer than the buffer is written in parts") {
        pieces_sink sink;
        std::array<char, 8> buffer{};
        arenite::line_writer lines{sink, buffer};
        std::string const text(100, 'x');
        lines.field(1);
        lines.end_line();
        lines.field(12345);
        lines.field(text);
        lines.field(6);
        lines.end_line();
        lines.flush();
        CHECK(sink.text() == "1\n12345," + text + ",6\n");
        CHECK(sink.pieces[0] == "1\n");
    }

    TEST_CASE("line_writer: a line that has only begun is kept back") {
        pieces_sink sink;
        std::array<char, 64> buffer{};
        arenite::line_writer lines{sink, buffer};
        lines.field(1);
        lines.end_line();
        lines.field(2);
        lines.flush();
        CHECK(sink.text() == "1\n");
    }
}
