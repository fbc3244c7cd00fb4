// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace {

using arenite::csv_options, arenite::data_error, arenite::number, arenite::schema, arenite::text;
using namespace arenite::literals;

schema const two{number("a"), number("income")};
constexpr arenite::csv_header no = arenite::csv_header::no;

std::optional<data_error> error_in(std::string_view input, arenite::schema_view columns, csv_options options,
                                   std::size_t piece) {
    dripping_source source{input, piece};
    return error_while_reading<data_error>([&] { return arenite::csv_batches{source, columns, options}; });
}

struct rejected {
    std::string_view input;
    csv_options options;
    std::uint64_t line, column, byte;
    std::string_view found, expected;
};

constexpr std::string_view number_in_income = "a number or a missing token in column 'income'";
constexpr std::string_view line_end = "LF or CRLF at the end of a line, not CR alone";
constexpr std::string_view closing = "nothing between the closing quote and the delimiter";

rejected const table[] = {
    {"a,income\n1,x\n", {}, 2, 2, 11, "\"x\"", number_in_income},
    {"a,income\n1,2\n3, y z \n", {}, 3, 2, 15, "\" y z \"", number_in_income},
    {"income,z,a\nx,,1\n", {}, 2, 1, 11, "\"x\"", number_in_income},
    {"a,income\n\"1\",2\n\n\"x\n\",\"\ny\"\n", {}, 4, 1, 16, "\"x\\x0A\"", "a number or a missing token in column 'a'"},
    {"a,\"\nq\",income\n1,\"\n\n\",1-2\n", {}, 5, 3, 21, "\"1-2\"", number_in_income},
    {"1,1_000\n", {.header = no}, 1, 2, 2, "\"1_000\"", number_in_income},
    {"1,0x10\n", {.header = no}, 1, 2, 2, "\"0x10\"", number_in_income},
    {"1,1d5\n", {.header = no}, 1, 2, 2, "\"1d5\"", number_in_income},
    {"1,-\n", {.header = no}, 1, 2, 2, "\"-\"", number_in_income},
    {"1,+-1\n", {.header = no}, 1, 2, 2, "\"+-1\"", number_in_income},
    {"1,++1\n", {.header = no}, 1, 2, 2, "\"++1\"", number_in_income},
    {"1,nan(1)\n", {.header = no}, 1, 2, 2, "\"nan(1)\"", number_in_income},
    {"1,1\rx\n", {.header = no}, 1, 2, 2, "\"1\\x0Dx\"", number_in_income},
    {std::string_view{"1,1\0\n", 5}, {.header = no}, 1, 2, 2, "\"1\\x00\"", number_in_income},
    {std::string_view{"1,\0\n", 4}, {.header = no}, 1, 2, 2, "\"\\x00\"", number_in_income},
    {"1,\"2\"\"\"\n", {.header = no}, 1, 2, 2, "\"2\"\"\"", number_in_income},
    {"1,2\"3\"\n", {.header = no}, 1, 2, 2, "\"2\"3\"\"", number_in_income},
    {"1, \"2\"\n", {.header = no}, 1, 2, 2, "\" \"2\"\"", number_in_income},
    {"1,0123456789012345678901234567890123456789x\n",
     {.header = no},
     1,
     2,
     2,
     "\"0123456789012345678901234567890123456789\"...",
     number_in_income},
    {"1,abcdefghijklmnopqrstuvwxyzabcdefghijklm\xE2\x82\xAC\n",
     {.header = no},
     1,
     2,
     2,
     "\"abcdefghijklmnopqrstuvwxyzabcdefghijklm\"...",
     number_in_income},
    {"1,\xE2\x82\xAC"
     "234567890123456789012345678901234567\xE2\x82\xAC\n",
     {.header = no},
     1,
     2,
     2,
     "\"\xE2\x82\xAC"
     "234567890123456789012345678901234567\"...",
     number_in_income},
    {"1,2\n3\n", {.header = no}, 2, 0, 4, "1 field", "2"},
    {"1,2\n3,4,5\n", {.header = no}, 2, 0, 4, "3 fields", "2"},
    {"1,2\nx,4,\n", {.header = no}, 2, 0, 4, "3 fields", "2"},
    {"a,income\n1,2,\n", {}, 2, 0, 9, "3 fields", "2"},
    {"1,2\n \n", {.header = no}, 2, 0, 4, "1 field", "2"},
    {"1,2\n\"\"\n", {.header = no}, 2, 0, 4, "1 field", "2"},
    {"1,\"2\"3\n", {.header = no}, 1, 2, 2, "\"\"2\"3\"", closing},
    {"1,\"2\" \n", {.header = no}, 1, 2, 2, "\"\"2\" \"", closing},
    {"\"a\"b,income,a\n1,2,3\n", {}, 1, 1, 0, "\"\"a\"b\"", closing},
    {"z,a,income\n\"q\"r,1,2\n", {}, 2, 1, 11, "\"\"q\"r\"", closing},
    {"a,income\r1,2\r3,4\r", {}, 1, 2, 2, "\"income\\x0D1\"", line_end},
    {"\na,\"\r\",income\r\r\n1,2,3\n", {}, 2, 3, 7, "\"income\\x0D\"", line_end},
    {"1,2\n3,\"4\n5,6\n", {.header = no}, 2, 2, 6, "a quote that is not closed", "a closing quote"},
    {"1,2\n\"\n3\",\"4\"\"\n5,6\n", {.header = no}, 3, 2, 9, "a quote that is not closed", "a closing quote"},
    {"\"", {.header = no}, 1, 1, 0, "a quote that is not closed", "a closing quote"},
    {"1,2\n3,4",
     {.header = no, .final_newline = arenite::final_newline::require},
     2,
     0,
     4,
     "a truncated record",
     "the end of its line"},
    {"a,income",
     {.final_newline = arenite::final_newline::require},
     1,
     0,
     0,
     "a truncated record",
     "the end of its line"},
    {"1,2\r", {.final_newline = arenite::final_newline::require}, 1, 0, 0, "a truncated record", "the end of its line"},
    {"1,2\n123456,8\n",
     {.buffer_bytes = 8, .header = no},
     2,
     0,
     4,
     "a longer record",
     "at most 8 bytes in a record (raise csv_options::buffer_bytes)"},
    {"1,2\n1,\"\"\"\"67\n",
     {.buffer_bytes = 8, .header = no},
     2,
     0,
     4,
     "a longer record",
     "at most 8 bytes in a record (raise csv_options::buffer_bytes)"},
    {"1,2\n12,\"8\n11111\"\n",
     {.buffer_bytes = 8, .header = no},
     2,
     0,
     4,
     "a longer record (its quote in line 2 is not closed so far)",
     "at most 8 bytes in a record (raise csv_options::buffer_bytes)"},
    {"abc,1,2\n",
     {.header = no, .id_column = "0", .text_bytes = 2},
     1,
     0,
     0,
     "more text in a row",
     "at most 2 bytes of text in a row (raise csv_options::text_bytes)"},
    {"\xFF\xFE"
     "1",
     {},
     0,
     0,
     0,
     "UTF-16 text",
     "UTF-8 text"},
    {"\xFE\xFF", {}, 0, 0, 0, "UTF-16 text", "UTF-8 text"},
    {std::string_view{"a\0,\0b\0\n\0", 8}, {}, 0, 0, 0, "UTF-16 text", "UTF-8 text"},
    {std::string_view{"\0a\0,\0b\0\n", 8}, {.on_bad = arenite::on_bad::null}, 0, 0, 0, "UTF-16 text", "UTF-8 text"},
    {std::string_view{"1\0,\0002\0", 6},
     {.header = no},
     1,
     1,
     0,
     "\"1\\x00\"",
     "a number or a missing token in column 'a'"},
    {std::string_view{"1,\0\0\0\0\0\0\0\n", 10},
     {.header = no},
     1,
     2,
     2,
     "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"",
     number_in_income},
    {"", {}, 0, 0, 0, "an empty input", "a record"},
    {"\n", {}, 0, 0, 0, "no record", "a record"},
    {"\r\n\n\r", {}, 0, 0, 0, "no record", "a record"},
    {"# a\n\n#", {.comment = '#'}, 0, 0, 0, "no record", "a record"},
    {"\xEF\xBB\xBF", {}, 0, 0, 0, "no record", "a record"},
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_batches: a text that cannot be read is refused with its place, however it arrives") {
        for (auto const& reject : table)
            for (std::size_t const piece : std::initializer_list<std::size_t>{1000, 1, 3}) {
                CAPTURE(reject.input);
                CAPTURE(piece);
                auto const error = error_in(reject.input, two, reject.options, piece);
                REQUIRE(error.has_value());
                CHECK(error->source() == "drops.csv");
                CHECK(error->line() == reject.line);
                CHECK(error->column() == reject.column);
                CHECK(error->byte() == reject.byte);
                CHECK(error->found() == reject.found);
                CHECK(error->expected() == reject.expected);
            }
    }

    TEST_CASE("csv_batches: nothing but comments and blank lines are no rows of a text without a header") {
        CHECK(rows_of("\n# a\n\n", two, {.header = no, .comment = '#'}).empty());
    }

    TEST_CASE("csv_batches: structural errors are errors even if bad rows are null") {
        for (std::string_view const input : {"1,\"2", "123456789,1\n", "1,2\n1,\"23456789"})
            CHECK(error_of<data_error>(input, two,
                                       {.buffer_bytes = 8, .header = no, .on_bad = arenite::on_bad::null}) != "");
    }

    TEST_CASE("csv_batches: lines that end in CR alone are no header of a text without rows") {
        CHECK(
            error_of<data_error>("1\r2\r3\r", arenite::schema_view{1}) ==
            "rows.csv:1: column 1 (byte 0): found \"1\\x0D2\\x0D3\", expected LF or CRLF at the end of a line, not CR "
            "alone");
        CHECK(rows_of("\"a\r\"\r\n1\r\n", arenite::schema_view{1}) == strings{"1"});
    }

    TEST_CASE("csv_batches: an error says all of it") {
        CHECK(error_of<data_error>("a,income\n1,x\n", two) ==
              "rows.csv:2: column 2 (byte 11): found \"x\", expected a number or a missing token in column 'income'");
        CHECK(error_of<data_error>("1,x\n", arenite::schema_view{2}, {.header = no}) ==
              "rows.csv:1: column 2 (byte 2): found \"x\", expected a number or a missing token");
    }

    TEST_CASE("csv_batches: columns that do not fit the schema are named") {
        struct {
            std::string_view input;
            csv_options options;
            std::string_view what;
        } const cases[] = {
            {"a,b\n1,2\n", {}, "rows.csv has no column 'income'"},
            {"a,Income\n1,2\n", {}, "rows.csv has no column 'income'"},
            {"a,income,income\n1,2,3\n", {}, "rows.csv has more than one column 'income'"},
            {"1,2,3\n", {}, "rows.csv has 3 columns, expected 2"},
            {"1\n", {}, "rows.csv has 1 columns, expected 2"},
            {"1,2\n", {.id_column = "0"}, "rows.csv has 1 columns beside the id column, expected 2"},
            {"1,2,3\n", {.id_column = "3"}, "rows.csv has no header and no column '3'"},
            {"1,2,3\n", {.header = no, .id_column = "id"}, "rows.csv has no header and no column 'id'"},
            {"a,income\n1,2\n", {.id_column = "id"}, "rows.csv has no column 'id'"},
            {"a,income,id,id\n1,2,3,4\n", {.id_column = "id"}, "rows.csv has more than one column 'id'"},
            {"a,income\n1,2\n", {.id_column = "-1"}, "rows.csv has no column '-1'"},
            {"a,income\n1,2\n", {.id_column = "99999999999999999999"}, "rows.csv has no column '99999999999999999999'"},
        };
        for (auto const& [input, options, what] : cases) {
            CAPTURE(input);
            CHECK(error_of<arenite::shape_error>(input, two, options) == what);
        }
    }

    TEST_CASE("csv_batches: a schema that uses a name twice fits no header") {
        schema const twice{number("a"), number("a")};
        CHECK(error_of<arenite::shape_error>("a,b\nx,2\n", twice, {.header = arenite::csv_header::yes}) ==
              "the schema has more than one column 'a'");
        CHECK(rows_of("1,2\n", twice, {.header = no}) == strings{"1 2"});
    }
}
