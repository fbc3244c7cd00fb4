// SPDX-License-Identifier: MIT
#include <arenite/load/libsvm_batches.hpp>

#include "libsvm_support.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace {

using arenite::data_error, arenite::libsvm_labels, arenite::libsvm_options, arenite::schema_view;

std::optional<data_error> error_in(std::string_view input, libsvm_options options, std::size_t piece) {
    dripping_source source{input, piece};
    return error_while_reading<data_error>([&] { return arenite::libsvm_batches{source, schema_view{4}, options}; });
}

struct rejected {
    std::string_view input;
    libsvm_options options;
    std::uint64_t line, column, byte;
    std::string_view found, expected;
};

constexpr std::string_view a_number = "a number", a_pair = "index:value", a_label = "a number as label",
                           from_0 = "an index from 0 to 3", once = "each index once in a row";

rejected const table[] = {
    {"1 0:1\n1 0:1 1:x\n", {}, 2, 2, 14, "\"x\"", a_number},
    {"# a\n\n1 0:1 1:\n", {}, 3, 2, 13, "\"\"", a_number},
    {"1 0:1_0\n", {}, 1, 1, 4, "\"1_0\"", a_number},
    {"1 0:0x10\n", {}, 1, 1, 4, "\"0x10\"", a_number},
    {"1 0:+-1\n", {}, 1, 1, 4, "\"+-1\"", a_number},
    {"1 0:1:2\n", {}, 1, 1, 4, "\"1:2\"", a_number},
    {"1 0:na\n", {}, 1, 1, 4, "\"na\"", a_number},
    {"1 0:nan(1)\n", {}, 1, 1, 4, "\"nan(1)\"", a_number},
    {"1 0:1\r1 1:2\n", {}, 1, 1, 4, "\"1\\x0D1\"", a_number},
    {std::string_view{"1 0:1\0\n", 7}, {}, 1, 1, 4, "\"1\\x00\"", a_number},
    {"1 0:0123456789012345678901234567890123456789x\n",
     {},
     1,
     1,
     4,
     "\"0123456789012345678901234567890123456789\"...",
     a_number},
    {"1 0:1 1 2:3\n", {}, 1, 2, 6, "\"1\"", a_pair},
    {"1 0:1 1 :2\n", {}, 1, 2, 6, "\"1\"", a_pair},
    {"1 0: 1\n", {}, 1, 1, 4, "\"\"", a_number},
    {"1 :1\n", {}, 1, 1, 2, "\":1\"", a_pair},
    {"1 a:1\n", {}, 1, 1, 2, "\"a:1\"", a_pair},
    {"1 -1:1\n", {}, 1, 1, 2, "\"-1:1\"", a_pair},
    {"1 +1:1\n", {}, 1, 1, 2, "\"+1:1\"", a_pair},
    {"1 1.0:1\n", {}, 1, 1, 2, "\"1.0:1\"", a_pair},
    {"1 0:1 qid:2\n", {}, 1, 2, 6, "\"qid:2\"", a_pair},
    {"1 qid:2 qid:3\n", {}, 1, 1, 8, "\"qid:3\"", a_pair},
    {"1 0:1\t4:2\n", {}, 1, 2, 6, "index 4", from_0},
    {"1 18446744073709551616:2\n", {}, 1, 1, 2, "index 18446744073709551616", from_0},
    {"1 18446744073709551620:2\n", {}, 1, 1, 2, "index 18446744073709551620", from_0},
    {"1 99999999999999999999999999999999999999999999999999:2\n",
     {},
     1,
     1,
     2,
     "index 9999999999999999999999999999999999999999",
     from_0},
    {"1 0:1\n", {.index_base = 1}, 1, 1, 2, "index 0", "an index from 1 to 4"},
    {"1 4:1 5:1\n", {.index_base = 1}, 1, 2, 6, "index 5", "an index from 1 to 4"},
    {"1 3:1 3:1\n", {}, 1, 2, 6, "index 3 again", once},
    {"1 3:1 0:2 03:1\n", {}, 1, 3, 10, "index 03 again", once},
    {"x 0:1\n", {}, 1, 0, 0, "\"x\"", a_label},
    {" , 0:1\n", {}, 1, 0, 1, "\",\"", a_label},
    {"1,2 0:1\n", {}, 1, 0, 0, "\"1,2\"", a_label},
    {":1 0:1\n", {}, 1, 0, 0, "\"\"", a_label},
    {"\"1\" 0:1\n", {}, 1, 0, 0, "\"\"1\"\"", a_label},
    {"1: 0:1\n", {}, 1, 0, 2, "\"\"", "a number as weight"},
    {"1:2:3 0:1\n", {}, 1, 0, 2, "\"2:3\"", "a number as weight"},
    {"1 qid: 0:1\n", {}, 1, 0, 2, "\"qid:\"", "qid: and a whole number"},
    {"1 qid:1.5\n", {}, 1, 0, 2, "\"qid:1.5\"", "qid: and a whole number"},
    {"1 qid:99999999999999999999\n", {}, 1, 0, 2, "\"qid:99999999999999999999\"", "qid: and a whole number"},
    {"1,,2 0:1\n", {.labels = libsvm_labels::several}, 1, 0, 0, "\"1,,2\"", a_label},
    {"1, 0:1\n", {.labels = libsvm_labels::several}, 1, 0, 0, "\"1,\"", a_label},
    {"1 0:1\n", {.labels = libsvm_labels::none}, 1, 1, 0, "\"1\"", a_pair},
    {"1 0:1\n2 0:1", {.final_newline = arenite::final_newline::require}, 2, 0, 6, "a truncated line", "its end"},
    {"1 0:1\n1 0:1 #2\n",
     {.buffer_bytes = 8},
     2,
     0,
     6,
     "a longer line",
     "at most 8 bytes in a line (raise libsvm_options::buffer_bytes)"},
    {"\xFF\xFE"
     "1",
     {},
     0,
     0,
     0,
     "UTF-16 text",
     "UTF-8 text"},
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("libsvm_batches: a text that cannot be read is refused with its place, however it arrives") {
        for (auto const& reject : table)
            for (std::size_t const piece : std::initializer_list<std::size_t>{1000, 1, 3}) {
                CAPTURE(reject.input);
                CAPTURE(piece);
                auto const error = error_in(reject.input, reject.options, piece);
                REQUIRE(error.has_value());
                CHECK(error->source() == "drops.csv");
                CHECK(error->line() == reject.line);
                CHECK(error->column() == reject.column);
                CHECK(error->byte() == reject.byte);
                CHECK(error->found() == reject.found);
                CHECK(error->expected() == reject.expected);
            }
    }

    TEST_CASE("libsvm_batches: structural errors are errors even if bad rows are null") {
        CHECK(error_in("\xFE\xFF", {.buffer_bytes = 8, .on_bad = arenite::on_bad::null}, 100).has_value());
        for (std::string_view const input : {"1 0:1\n1 0:1 1:2 2:3", "1 0:1\n#0:1 1:2 2:3"}) {
            dripping_source source{input, 3};
            libsvm_options const options{
                .buffer_bytes = 8, .on_bad = arenite::on_bad::null, .final_newline = arenite::final_newline::require};
            std::size_t rows = 0;
            auto const error = error_while_reading<data_error>(
                [&] {
                    return arenite::libsvm_batches{source, schema_view{3}, options};
                },
                &rows);
            CHECK(rows == 1);
            REQUIRE(error.has_value());
            CHECK(error->found() == "a truncated line");
            CHECK(error->line() == 2);
            CHECK(error->byte() == 6);
        }
    }

    TEST_CASE(
        "libsvm_batches: a line that is longer than the buffer is null where bad rows are, and a comment is none") {
        std::string const input =
            "1 0:1\n2 0:1 1:2 2:3\n # a long comment\n#, 0:1 1:2 2:3\n\t3 1:1#x\n4 2:1\n1 0:1 1:2 2:3";
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 5, 100})
            for (std::size_t const rows : std::initializer_list<std::size_t>{1, 2, 100}) {
                dripping_source source{input, piece};
                arenite::libsvm_batches batches{
                    source,
                    arenite::schema_view{3},
                    {.batch_rows = rows, .buffer_bytes = 9, .on_bad = arenite::on_bad::null}};
                CHECK(rows_of(batches) == strings{"1 nan nan", "nan nan nan", "nan 1 nan", "nan nan 1", "nan nan nan"});
                CHECK(batches.bad_rows() == 2);
                CHECK(batches.position().row == 5);
                CHECK(batches.position().line == 7);
                CHECK(batches.position().byte == input.size());
            }
    }

    TEST_CASE("libsvm_batches: a schema without columns has no index") {
        CHECK(libsvm_rows("1\n", schema_view{0}) == strings{""});
        CHECK_THROWS_WITH_AS(libsvm_rows("1 0:1\n", schema_view{0}),
                             "rows.svm:1: column 1 (byte 2): found index 0, expected no index, as there are no columns",
                             data_error);
    }

    TEST_CASE("libsvm_batches: after an error it is at its end") {
        arenite::memory_source text{"1 0:1\n1 0:x\n1 0:2\n"};
        arenite::libsvm_batches batches{text, schema_view{1}, {.batch_rows = 1}};
        auto at = batches.begin();
        CHECK_THROWS_AS(++at, data_error);
        CHECK(at == std::default_sentinel);
        CHECK((*at).rows() == 0);
        CHECK(batches.first_row() == 1);
    }
}
