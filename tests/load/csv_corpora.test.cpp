// SPDX-License-Identifier: MIT

// Whole files: well-formed ones of every shape in any pieces, what other readers were seen to get wrong, and odd ones.

#include "csv_oracle.hpp"

#include <arenite/memory/budget.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::csv_batches, arenite::csv_options, arenite::number, arenite::schema, arenite::schema_view, arenite::text;
using namespace arenite::literals;
using names = std::vector<std::string_view>;
constexpr arenite::csv_header yes = arenite::csv_header::yes, no = arenite::csv_header::no;

/// Every size of pieces, and every buffer that holds the longest record: the same rows.
void check_all_splits(std::string_view input, arenite::schema_view columns, csv_options options,
                      csv_outcome const& expected, std::size_t longest) {
    std::size_t different = 0;
    auto const check = [&](std::size_t piece, std::size_t buffer, std::size_t rows) {
        options.buffer_bytes = std::max<std::size_t>(buffer, 4);
        options.batch_rows = rows;
        different += outcome_of(input, columns, options, piece) == expected ? 0U : 1U;
    };
    for (std::size_t piece = 1; piece <= input.size() + 1; ++piece)
        for (std::size_t const buffer : {longest, longest + 1, longest + 7, std::size_t{4096}})
            check(piece, buffer, 1 + piece % 3);
    for (std::size_t buffer = longest; buffer <= input.size() + 2; ++buffer)
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 3, 5, 1000}) check(piece, buffer, 2);
    CHECK(different == 0);
}

/// As texts, by the names of the header.
struct well_formed {
    std::string_view kind, input;
    names columns;
    strings rows;
};

well_formed const spectrum[] = {
    {"a comma in quotes",
     "name,town,code\nAda,\"Ulm, upper\",00127\n",
     {"name", "town", "code"},
     {"[Ada] [Ulm, upper] [00127]"}},
    {"empty fields in quotes", "a,b,c\n1,\"\",\"\"\n2,3,4\n", {"a", "b", "c"}, {"[1] [] []", "[2] [3] [4]"}},
    {"empty fields in quotes, CRLF",
     "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n",
     {"a", "b", "c"},
     {"[1] [] []", "[2] [3] [4]"}},
    {"doubled quotes", "a,b\n1,\"so \"\"so\"\" so\"\n3,4\n", {"a", "b"}, {"[1] [so \"so\" so]", "[3] [4]"}},
    {"JSON in a field",
     "key,value\n1,\"{\"\"kind\"\": \"\"point\"\", \"\"at\"\": [11.5, 0.25]}\"\n",
     {"key", "value"},
     {"[1] [{\"kind\": \"point\", \"at\": [11.5, 0.25]}]"}},
    {"ends of lines in quotes",
     "a,b,c\n1,2,3\n\"one line \nand one\",5,6\n7,8,9\n",
     {"a", "b", "c"},
     {"[1] [2] [3]", "[one line \nand one] [5] [6]", "[7] [8] [9]"}},
    {"ends of lines in quotes, CRLF",
     "a,b,c\r\n1,2,3\r\n\"one line \r\nand one\",5,6\r\n7,8,9\r\n",
     {"a", "b", "c"},
     {"[1] [2] [3]", "[one line \r\nand one] [5] [6]", "[7] [8] [9]"}},
    {"quotes and ends of lines in quotes",
     "a,b\n1,\"so \n\"\"so\"\" \nso\"\n3,4\n",
     {"a", "b"},
     {"[1] [so \n\"so\" \nso]", "[3] [4]"}},
    {"simple", "a,b,c\n1,2,3\n", {"a", "b", "c"}, {"[1] [2] [3]"}},
    {"simple, CRLF", "a,b,c\r\n1,2,3\r\n", {"a", "b", "c"}, {"[1] [2] [3]"}},
    {"UTF-8", "a,b,c\n1,2,3\n4,5,\xCA\xA4\n", {"a", "b", "c"}, {"[1] [2] [3]", "[4] [5] [\xCA\xA4]"}},
    {"UTF-8 with its mark",
     "\xEF\xBB\xBF"
     "a,b\n1,\xCA\xA4\n",
     {"a", "b"},
     {"[1] [\xCA\xA4]"}},
    {"both ends of lines", "a,b\r\n1,2\n3,4\r\n5,6\n", {"a", "b"}, {"[1] [2]", "[3] [4]", "[5] [6]"}},
    {"all in quotes", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"\"", {"a", "b"}, {"[1] [2]", "[3] []"}},
    {"one column, of which some are empty", "a\n1\n\"\"\n2\n", {"a"}, {"[1]", "[]", "[2]"}},
    {"no end of the last line, behind a quote", "a,b\n1,\"2\"", {"a", "b"}, {"[1] [2]"}},
    {"quotes inside of a field", "a,b\nx\"y\"z,\"\"\"\"\n5\",6\n", {"a", "b"}, {"[x\"y\"z] [\"]", "[5\"] [6]"}},
};

/// So many lines, each made from its number.
template <class Line>
std::string lines_of(std::size_t count, Line line) {
    std::string made;
    for (std::size_t i = 0; i != count; ++i) made.append(line(i)).append("\n");
    return made;
}

template <class T = double>
std::size_t count_rows(csv_batches<T>& batches) {
    std::size_t rows = 0;
    for (auto const batch : batches) rows += batch.rows();
    return rows;
}

std::string utf_16(std::string_view ascii, bool little) {
    std::string made;
    for (char const c : ascii) made.append(little ? std::string{c, '\0'} : std::string{'\0', c});
    return made;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv files: well-formed ones of every shape, in any pieces and buffers") {
        for (auto const& file : spectrum) {
            CAPTURE(file.kind);
            auto const columns = texts_called(file.columns);
            auto const found = outcome_of(file.input, columns, {.header = yes});
            CHECK(found == csv_outcome{file.rows, "", false, 0, 0, 0});
            auto const longest = csv_oracle{file.input, file.columns.size()}.longest;
            check_all_splits(file.input, columns, {.header = yes}, found, longest);
        }
    }

    TEST_CASE("csv files: a second reader of the same rules agrees on them") {
        for (auto const& file : spectrum) {
            CAPTURE(file.kind);
            auto const marked = file.input.starts_with("\xEF\xBB\xBF");
            csv_oracle const oracle{file.input.substr(marked ? 3 : 0), file.columns.size()};
            CHECK_FALSE(oracle.bad);
            REQUIRE_FALSE(oracle.rows.empty());
            CHECK(strings{oracle.rows.begin() + 1, oracle.rows.end()} == file.rows);
        }
    }

    TEST_CASE("csv files: the first field behind each reading of the source is whole") {
        auto const input = lines_of(400, [](std::size_t i) { return std::to_string(10'000 + i) + ",x"; });
        schema const columns{number("a"), text("b")};
        for (std::size_t buffer = 8; buffer != 80; ++buffer) {
            dripping_source source{input, 1 + buffer % 40};
            csv_batches batches{source, columns, {.batch_rows = 7, .buffer_bytes = buffer, .header = no}};
            std::size_t row = 0, wrong = 0;
            for (auto const batch : batches)
                for (std::size_t r = 0; r != batch.rows(); ++r, ++row)
                    wrong += batch(r, 0) == static_cast<double>(10'000 + row) && batch.text(0, r) == "x" ? 0U : 1U;
            CHECK(wrong == 0);
            CHECK(row == 400);
        }
    }

    TEST_CASE("csv files: rows are counted one by one, and none is lost to begin") {
        auto const input = lines_of(100, [](std::size_t i) { return std::to_string(i); });
        arenite::memory_source source{input};
        csv_batches batches{source, schema_view{1}, {.batch_rows = 9, .header = no}};
        auto run = arenite::admit(batches, arenite::system_memory());
        std::uint64_t rows = 0;
        for (auto const batch : run) {
            CHECK(batches.first_row() == rows);
            CHECK(batch(0, 0) == static_cast<double>(rows));
            rows += batch.rows();
            CHECK(batches.position().row == rows);
        }
        CHECK(rows == 100);
    }

    TEST_CASE("csv files: what a column holds is not guessed from its first rows") {
        constexpr std::size_t rows = 120'000;
        auto input = lines_of(rows, [](std::size_t i) { return std::to_string(i % 10) + ",,yes"; });
        input += "1.5,7.25,3\n-1e3,nan,\n";
        schema const columns{number("a"), number("b"), text("c")};
        arenite::memory_source source{input};
        csv_batches batches{source, columns, {.header = no}};
        auto const found = rows_of(batches);
        REQUIRE(found.size() == rows + 2);
        CHECK(found[rows - 1] == "[yes] 9 nan");
        CHECK(found[rows] == "[3] 1.5 7.25");
        CHECK(found[rows + 1] == "[] -1000 nan");
    }

    TEST_CASE("csv files: memory does not depend on the number of rows") {
        std::size_t peaks[2];
        for (std::size_t const rows : {std::size_t{10}, std::size_t{200'000}}) {
            auto const input = lines_of(rows, [](std::size_t) { return "1,2"; });
            arenite::memory_source source{input};
            csv_batches batches{source, schema_view{2}, {.header = no}};
            auto const planned = arenite::plan(batches).total();
            arenite::budget exact{planned};
            auto run = arenite::admit(batches, exact);
            std::size_t seen = 0;
            for (auto const batch : run) seen += batch.rows();
            CHECK(seen == rows);
            CHECK(exact.peak() == planned);
            peaks[rows == 10 ? 0 : 1] = planned;
        }
        CHECK(peaks[0] == peaks[1]);
    }

    TEST_CASE("csv files: a header that was not declared is an error with its place") {
        auto const found = outcome_of("a,b\n1,2\n", schema_view{2}, {.header = no});
        CHECK(found.error == "drops.csv:1: column 1 (byte 0): found \"a\", expected a number or a missing token");
    }

    TEST_CASE("csv files: a colon changes nothing") {
        schema const columns{number("a"), text("b")};
        CHECK(outcome_of("a,b\n1,2:3\n", columns).rows == strings{"[2:3] 1"});
        auto const found = outcome_of("a,b\n1:2,x\n", columns);
        CHECK(found.error.ends_with("found \"1:2\", expected a number or a missing token in column 'a'"));
    }

    TEST_CASE("csv files: a column that is not used holds anything") {
        auto ignored = number("b");
        ignored.used = false;
        schema const columns{number("a"), ignored, number("c")};
        CHECK(outcome_of("a,b,c\n1,1:2,3\n4,\"x,\ny\",6\n7,\xFF,9\n", columns).rows ==
              strings{"1 nan 3", "4 nan 6", "7 nan 9"});
    }

    TEST_CASE("csv files: a row that is too long or too short is an error wherever it stands") {
        schema const columns{number("a"), number("b")};
        constexpr std::size_t count = 6;
        for (std::size_t at = 0; at != count; ++at)
            for (std::string_view const bad : {"1,2,3", "1", "1,2,", ",,,,"}) {
                auto const input =
                    "a,b\n" + lines_of(count, [&](std::size_t i) { return std::string{i == at ? bad : "1,2"}; });
                auto const found = outcome_of(input, columns);
                CHECK(found.rows == strings(at, "1 2"));
                CHECK(found.is_data_error);
                CHECK(found.line == at + 2);
                CHECK(found.column == 0);
                CHECK(found.byte == 4 + 4 * at);
            }
    }

    TEST_CASE("csv files: text where a number belongs never becomes one") {
        schema const columns{number("a"), number("b")};
        for (std::string_view const field : {"abc",
                                             "x1",
                                             "1x",
                                             "1 2",
                                             "0x1f",
                                             "1_000",
                                             "1d5",
                                             "1.5f",
                                             "--1",
                                             "1..2",
                                             "e5",
                                             "1e",
                                             "1e+",
                                             ".",
                                             "-",
                                             "+",
                                             "infx",
                                             "nano",
                                             "#N/A",
                                             "true",
                                             "\xC2\xA0"
                                             "1"}) {
            CAPTURE(field);
            std::string const input = "a,b\n7,8\n" + std::string{field} + ",2\n";
            auto const found = outcome_of(input, columns);
            CHECK(found.rows == strings{"7 8"});
            CHECK(found.is_data_error);
            CHECK(found.line == 3);
            CHECK(found.column == 1);
            CHECK(outcome_of(input, columns, {.on_bad = arenite::on_bad::null}).rows == strings{"7 8", "nan nan"});
        }
    }

    TEST_CASE("csv files: a byte of zero ends nothing and hides nothing, wherever it stands") {
        schema const columns{text("a"), number("b"), number("c")};
        for (std::size_t at = 0; at != 70; ++at) {
            std::string field(70, 'x');
            field[at] = '\0';
            std::string const input = field + ",1,2\n" + field.substr(at) + ",3,4\n";
            auto const found = outcome_of(input, columns, {.header = no});
            CHECK(found.rows == strings{"[" + field + "] 1 2", "[" + field.substr(at) + "] 3 4"});
        }
        for (std::size_t at = 0; at != 3; ++at) {
            std::string bad = "12";
            bad.insert(at, 1, '\0');
            auto const found = outcome_of("x,1,2\nx,3," + bad + "\n", columns, {.header = no});
            CHECK(found.rows == strings{"[x] 1 2"});
            CHECK(found.line == 2);
            CHECK(found.column == 3);
            CHECK(found.byte == 10);
        }
    }

    TEST_CASE("csv files: a field of 5 MB is refused with the option to raise, and read with it raised") {
        std::string const field(5'000'000, 'x');
        schema const kept{text("a"), number("b")};
        for (bool const quoted : {false, true}) {
            std::string const quote = quoted ? "\"" : "";
            std::string const input = "a,b\ny,1\n" + quote + field + quote + ",2\nz,3\n";
            auto const refused = outcome_of(input, kept);
            CHECK(refused.rows == strings{"[y] 1"});
            CHECK(refused.is_data_error);
            CHECK(refused.line == 3);
            CHECK(refused.byte == 8);
            CHECK(
                refused.error.ends_with("expected at most 262144 bytes in a record (raise csv_options::buffer_bytes)"));
            auto const short_of_room = outcome_of(input, kept, {.buffer_bytes = 6_MiB});
            CHECK(short_of_room.rows == strings{"[y] 1"});
            CHECK(short_of_room.error.ends_with("(raise csv_options::text_bytes)"));
            auto const found = outcome_of(input, kept, {.buffer_bytes = 6_MiB, .text_bytes = 6_MiB}, 70'001);
            CHECK(found.rows == strings{"[y] 1", "[" + field + "] 2", "[z] 3"});
            schema const skipped{number("b")};
            CHECK(outcome_of(input, skipped, {.buffer_bytes = 6_MiB}).rows == strings{"1", "2", "3"});
        }
    }

    TEST_CASE("csv files: 20 000 columns") {
        constexpr std::size_t columns = 20'000;
        std::string input;
        for (std::size_t i = 0; i != columns; ++i) input.append(i == 0 ? "c" : ",c").append(std::to_string(i));
        for (std::size_t row = 1; row != 4; ++row)
            for (std::size_t i = 0; i != columns; ++i)
                input.append(i == 0 ? "\n" : ",").append(std::to_string(row * i)).append(".5");
        schema const three{number("c19999"), number("c0"), number("c10000")};
        strings const expected{"19999.5 0.5 10000.5", "39998.5 0.5 20000.5", "59997.5 0.5 30000.5"};
        for (std::size_t const piece : std::initializer_list<std::size_t>{1'000'000, 4093, 64})
            CHECK(outcome_of(input, three, {}, piece).rows == expected);
        arenite::memory_source source{input};
        csv_batches batches{source, schema_view{columns}, {.batch_rows = 2, .header = yes}};
        std::size_t row = 0, wrong = 0;
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                ++row;
                for (std::size_t i = 0; i != columns; ++i)
                    wrong += batch(r, i) == static_cast<double>(row * i) + 0.5 ? 0U : 1U;
            }
        CHECK(row == 3);
        CHECK(wrong == 0);
        auto const found = outcome_of(input + ",1\n", three);
        CHECK(found.error.ends_with("found 20001 fields, expected 20000"));
    }

    TEST_CASE("csv files: UTF-16 is refused by name") {
        schema const columns{number("a"), number("b")};
        for (bool const little : {true, false}) {
            std::string const mark = little ? "\xFF\xFE" : "\xFE\xFF";
            auto const input = mark + utf_16("a,b\n1,2\n", little);
            for (std::size_t piece = 1; piece <= input.size(); ++piece) {
                auto const found = outcome_of(input, columns, {}, piece);
                CHECK(found.rows.empty());
                CHECK(found.error == "drops.csv (byte 0): found UTF-16 text, expected UTF-8 text");
            }
            auto const unmarked = outcome_of(utf_16("a,b\n1,2\n", little), columns);
            CHECK(unmarked.rows.empty());
            CHECK(unmarked.error == "drops.csv (byte 0): found UTF-16 text, expected UTF-8 text");
        }
    }

    TEST_CASE("csv files: places behind 4 GiB are exact") {
        struct long_rows {  // each a field that nobody reads, and a number; the last is bad
            std::string row = std::string(250'000, 'x') + ",12\n";
            std::size_t left = 17'301, at = 0;
            std::size_t read(std::span<char> into) {
                if (left == 0) return 0;
                auto const count = row.copy(into.data(), into.size(), at);
                at += count;
                if (at == row.size()) next();
                return count;
            }
            void next() {
                at = 0;
                if (--left == 1) row = "y,bad\n";
            }
            std::string_view name() const noexcept { return "long.csv"; }
        } source;
        auto ignored = text("a");
        ignored.used = false;
        schema const columns{ignored, number("b")};
        csv_batches batches{source, columns, {.header = no}};
        std::size_t rows = 0;
        std::uint64_t byte = 0, line = 0;
        try {
            for (auto const batch : batches) rows += batch.rows();
        } catch (arenite::data_error const& error) {
            byte = error.byte();
            line = error.line();
        }
        CHECK(rows == 17'300);
        CHECK(line == 17'301);
        CHECK(byte == std::uint64_t{17'300} * 250'004 + 2);
        CHECK(byte > std::uint64_t{1} << 32);
    }
}
