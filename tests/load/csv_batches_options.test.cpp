// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"
#include "temporary_file.hpp"
#include "support/instruction_sets.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

// Decimal commas, comments, tokens of a column, lists of rejected rows, whole numbers that do not fit, going on from a
// place: with the kernels of every instruction set, and however the bytes arrive.

namespace {

using arenite::category, arenite::csv_batches, arenite::csv_options, arenite::number, arenite::schema, arenite::text;

schema const two{number("a"), number("b")};
constexpr auto no = arenite::csv_header::no;

/// The same text many times, so that blocks are read as well as single rows.
std::string repeated(std::string_view lines, std::size_t times) {
    std::string all;
    while (times-- != 0) all += lines;
    return all;
}

/// The rows, which must be the same for any instructions, pieces and batches.
template <class T = double>
strings rows_in_all_ways(std::string_view input, arenite::schema_view columns, csv_options options) {
    strings expected;
    for (auto const instructions : instruction_sets())
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 7, 100000})
            for (std::size_t const rows : std::initializer_list<std::size_t>{1, 3, 1000}) {
                options.instructions = instructions, options.batch_rows = rows;
                dripping_source source{input, piece};
                csv_batches<T> batches{source, columns, options};
                auto found = rows_of(batches);
                found.push_back(std::to_string(batches.bad_rows()) + " " + std::to_string(batches.inexact()));
                for (auto const& one : batches.rejects())
                    found.push_back(std::to_string(one.row) + ":" + std::to_string(one.where.line) + ":" +
                                    std::to_string(one.where.column) + ":" + std::to_string(one.where.byte) + " " +
                                    std::string{one.found.view()} + ", " + std::string{one.expected.view()});
                if (expected.empty()) expected = found;
                CHECK(found == expected);
            }
    return expected;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_batches: a decimal comma") {
        csv_options const options{.delimiter = ';', .header = no, .decimal_point = ','};
        auto const lines = repeated("1,5;-2,25\n\"3,0\";4\n,5;1e2\n12345678,9012345678;+7,5\n", 3);
        auto const rows = rows_in_all_ways(lines, two, options);
        CHECK(rows[0] == "1.5 -2.25");
        CHECK(rows[1] == "3 4");
        CHECK(rows[2] == "0.5 100");
        CHECK(rows[3] == "12345678.901234567 7.5");
        CHECK(rows.size() == 13);
        CHECK(error_of<arenite::data_error>("1,5;2\n1.5;2\n", two, options) ==
              "rows.csv:2: column 1 (byte 6): found \"1.5\", expected a number or a missing token in column 'a'");
        throwing_contract const guard;
        arenite::memory_source source{""};
        CHECK_THROWS_AS((csv_batches{source, two, {.decimal_point = ','}}), broken_contract);
        CHECK_THROWS_AS((csv_batches{source, two, {.decimal_point = '1'}}), broken_contract);
    }

    TEST_CASE("csv_batches: a missing token is the text that it is, not the number, whatever its form") {
        static constexpr std::string_view tokens[]{"-9,5", "1,5e3", "1e2"};
        csv_options const options{.delimiter = ';', .header = no, .missing = tokens, .decimal_point = ','};
        auto const rows = rows_in_all_ways(repeated("-9,5;-9,50\n1,5e3;1500\n100;1e2\n", 3), two, options);
        CHECK(std::vector(rows.begin(), rows.begin() + 3) == strings{"nan -9.5", "nan 1500", "100 nan"});
    }

    TEST_CASE("csv_batches: texts of a column of numbers stand for their positions") {
        static constexpr std::string_view words[] = {"False", "True"};
        schema const with_words{number("a"), arenite::column{.name = "b", .vocabulary = words}};
        auto const rows = rows_in_all_ways(repeated("1,True\n2, False \n3,\"True\"\n4,0.5\n5,\n", 3), with_words, {});
        CHECK(rows[0] == "1 1");
        CHECK(rows[1] == "2 0");
        CHECK(rows[2] == "3 1");
        CHECK(rows[3] == "4 0.5");
        CHECK(rows[4] == "5 nan");
        CHECK(rows_in_all_ways("1,true\n2,1\n", with_words, {.header = no, .on_bad = arenite::on_bad::collect})[0] ==
              "2 1");
        CHECK(rows_in_all_ways("1,2\n3,True\n", two, {.header = no, .on_bad = arenite::on_bad::collect})[0] == "1 2");
    }

    TEST_CASE("csv_batches: lines of comments are no records, whatever is in them") {
        csv_options const options{.comment = '#'};
        auto const input =
            "# a, \"file\n#\na,b\n" + repeated("1,2\n#x\"y\n3,4\r\n#,,,\n#\r\n5,\"#\"\n", 4) + "7,8\n# end";
        auto const kept = schema{number("a"), text("b")};
        auto const rows = rows_in_all_ways(input, kept, options);
        CHECK(rows.size() == 14);
        CHECK(rows[0] == "[2] 1");
        CHECK(rows[2] == "[#] 5");
        CHECK(rows[12] == "[8] 7");
        CHECK(rows_of("#a\n1,2\n#", two, {.header = no, .comment = '#'}) == strings{"1 2"});
        CHECK(
            rows_of("1,2\n#a", two, {.header = no, .final_newline = arenite::final_newline::require, .comment = '#'}) ==
            strings{"1 2"});
        CHECK(error_of<arenite::data_error>("1,2\n#3,4\n", two, {.header = no}) ==
              "rows.csv:2: column 1 (byte 4): found \"#3\", expected a number or a missing token in column 'a'");
    }

    TEST_CASE("csv_batches: a column has its own missing tokens") {
        static constexpr std::string_view tokens[]{"-1", "none"};
        schema const columns{arenite::column{.name = "a", .missing = tokens}, number("b")};
        auto const rows = rows_in_all_ways(repeated("-1,-1\nnone,NA\n-1.0,2\n", 5), columns, {.header = no});
        CHECK(rows[0] == "nan -1");
        CHECK(rows[1] == "nan nan");
        CHECK(rows[2] == "-1 2");
        CHECK(rows.size() == 16);
        CHECK(error_of<arenite::data_error>("1,2\nNA,2\n", columns, {.header = no}) != "");
        CHECK(error_of<arenite::data_error>("1,2\n,2\n", columns, {.header = no}) != "");
    }

    TEST_CASE("csv_batches: many tokens that are numbers") {
        static constexpr std::string_view tokens[]{"-1", "-2", "-3", "-999", "-9999", "1e3"};
        csv_options const all{.header = no, .missing = tokens};
        auto const rows = rows_in_all_ways(repeated("-1,-2\n-3,-999\n-9999,1e3\n1000,-4\n", 5), two, all);
        CHECK(rows[0] == "nan nan");
        CHECK(rows[2] == "nan nan");
        CHECK(rows[3] == "1000 -4");
        csv_options const few{.header = no, .missing = std::span{tokens}.last(2)};
        CHECK(rows_in_all_ways(repeated("-9999,1e3\n1000,-4\n", 5), two, few)[0] == "nan nan");
        CHECK(rows_in_all_ways(repeated("-9999,1e3\n1000,-4\n", 5), two, few)[1] == "1000 -4");
    }

    TEST_CASE("csv_batches: rows that cannot be read are left out and listed") {
        csv_options options{.header = no, .on_bad = arenite::on_bad::collect, .most_rejects = 3};
        std::string const input = "1,2\nx,3\n4,5\n6\n\n\"7\"8,9\n10,y\n11,12\n";
        strings const expected{"1 2",
                               "4 5",
                               "11 12",
                               "4 0",
                               "1:2:1:4 \"x\", a number or a missing token in column 'a'",
                               "3:4:0:12 1 field, 2",
                               "4:6:1:15 \"\"7\"8\", nothing between the closing quote and the delimiter"};
        CHECK(rows_in_all_ways(input, two, options) == expected);
        options.most_rejects = 0;
        CHECK(rows_in_all_ways(input, two, options) == strings{"1 2", "4 5", "11 12", "4 0"});
    }

    TEST_CASE("csv_batches: rejects are in the plan, and their texts give room back") {
        arenite::memory_source source{"abc,x\nabc,1\n"};
        schema const columns{text("t"), number("a")};
        csv_options options{.header = no, .on_bad = arenite::on_bad::collect, .text_bytes = 3, .most_rejects = 1};
        csv_batches batches{source, columns, options};
        CHECK(rows_of(batches) == strings{"[abc] 1"});
        auto const with_one = arenite::plan(batches).total();
        options.most_rejects = 0;
        arenite::memory_source again{""};
        csv_batches without{again, columns, options};
        CHECK(with_one - arenite::plan(without).total() == (sizeof(arenite::rejected_row) + 63) / 64 * 64);
    }

    TEST_CASE("csv_batches: whole numbers that the type does not hold are counted") {
        auto const input = repeated(
            "16777216,16777217\n-33554433,33554434\n1.5e9,4294967295\n16777217.0,9007199254740993\n"
            "9007199254740992,123456789012345678901234567890\n100000000000000000000,1\n",
            2);
        CHECK(rows_in_all_ways<float>(input, two, {.header = no}).back() == "0 14");
        CHECK(rows_in_all_ways<double>(input, two, {.header = no}).back() == "0 4");
        schema const labelled{category("a", {"16777217", "-33554433"}), number("b")};
        CHECK(rows_in_all_ways<float>(input, labelled, {.header = no}).back() == "0 10");
    }

    TEST_CASE("csv_batches: goes on from a place") {
        std::string input = "\xEF\xBB\xBFid,b,a\r\n";
        for (int i = 0; i != 100; ++i)
            input += (i % 7 == 0 ? "\"\n" + std::to_string(i) + "\",1,\"2\"\r\n" : std::to_string(i) + ",3,4\n\n") +
                     (i % 9 == 0 ? "x\n" : "");
        csv_options options{.batch_rows = 5, .on_bad = arenite::on_bad::collect, .id_column = "id"};
        temporary_file const stored{input};
        arenite::memory_source whole_source{input};
        csv_batches whole{whole_source, two, options};
        std::vector<arenite::row_position> places;
        auto const all = [&] {
            strings rows;
            for (auto at = whole.begin(); at != whole.end(); ++at) {
                places.push_back(whole.position());
                for (std::size_t r = 0; r != (*at).rows(); ++r) rows.emplace_back((*at).text(0, r));
            }
            return rows;
        }();
        CHECK(all.size() == 100);
        for (std::size_t i = 0; i != places.size(); ++i) {
            options.start = places[i];
            csv_batches file{stored.path(), two, options};
            dripping_source dripping{input, 1 + i};
            csv_batches dripped{dripping, two, options};
            auto const from_file = rows_of(file), from_drops = rows_of(dripped);
            CHECK(from_file.size() == all.size() - 5 * (i + 1));
            CHECK(from_file == from_drops);
            if (!from_file.empty()) CHECK(from_file.front().starts_with("[" + all[5 * (i + 1)] + "]"));
            CHECK(file.position().byte == whole.position().byte);
            CHECK(file.position().row == whole.position().row);
            CHECK(file.position().line == whole.position().line);
            CHECK(dripped.position().line == whole.position().line);
        }
        options.start.byte = input.size() + 1;
        arenite::memory_source short_source{input, "short.csv"};
        csv_batches too_short{short_source, two, options};
        CHECK_THROWS_WITH_AS(
            static_cast<void>(too_short.begin()),
            ("short.csv (byte " + std::to_string(input.size()) + "): found the end of the input, expected at least " +
             std::to_string(input.size() + 1) + " bytes (csv_options::start)")
                .c_str(),
            arenite::data_error);
        csv_batches too_short_file{stored.path(), two, options};
        CHECK_THROWS_AS(static_cast<void>(too_short_file.begin()), arenite::data_error);
    }

    TEST_CASE("csv_batches: behind a last row without a newline is the end, and the place stays the same") {
        struct {
            std::string_view input;
            std::uint64_t row, line;
        } const cases[] = {{"a,b\n1,2\n3,4", 2, 3},  {"a,b\n1,2\n3,4\n", 2, 4},
                           {"a,b\n1,\"2\n\"", 1, 3}, {"a,b\n1,2\n\n3,4\r", 2, 4},
                           {"a,b\n1,2\nx", 2, 3},    {"a,b", 0, 1},
                           {"a,b\n", 0, 2}};
        for (auto const& [input, row, line] : cases) {
            CAPTURE(input);
            csv_options options{.batch_rows = 1, .on_bad = arenite::on_bad::null};
            temporary_file const stored{std::string{input}};
            for (bool const again : {false, true}) {
                csv_batches file{stored.path(), two, options};
                dripping_source dripping{input, 2};
                csv_batches dripped{dripping, two, options};
                CHECK(rows_of(file).size() == (again ? 0 : row));
                CHECK(rows_of(dripped).size() == (again ? 0 : row));
                for (auto const& place : {file.position(), dripped.position()}) {
                    CHECK(place.row == row);
                    CHECK(place.line == line);
                    CHECK(place.byte == input.size());
                }
                options.start = file.position();
            }
        }
    }

    TEST_CASE("csv_batches: automatic batches have fewer rows where there are many columns") {
        arenite::memory_source nothing{""};
        auto const rows_of_columns = [&](std::size_t columns) {
            return csv_batches{nothing, arenite::schema_view{columns}, {.batch_rows = arenite::automatic_batch_rows}}
                .batch_rows();
        };
        CHECK(rows_of_columns(28) == 4096);
        CHECK(rows_of_columns(512) == 4096);
        CHECK(rows_of_columns(20'000) == 104);
        CHECK(rows_of_columns(1'000'000) == 64);
    }

    TEST_CASE("csv_batches: a comment is told from all else") {
        throwing_contract const guard;
        arenite::memory_source nothing{""};
        for (char const comment : {'"', ',', '\n', '\r'})
            CHECK_THROWS_AS((csv_batches{nothing, arenite::schema_view{1}, {.comment = comment}}), broken_contract);
    }
}
