// SPDX-License-Identifier: MIT
#include <arenite/load/libsvm_batches.hpp>

#include "libsvm_support.hpp"
#include "oracle.hpp"
#include "support/claim_that_ends.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ranges>

namespace {

using arenite::libsvm_absent, arenite::libsvm_batches, arenite::libsvm_labels, arenite::libsvm_options, arenite::number,
    arenite::on_bad, arenite::schema, arenite::schema_view;

static_assert(std::ranges::input_range<libsvm_batches<double>> && !std::ranges::forward_range<libsvm_batches<double>>);
static_assert(!std::ranges::view<libsvm_batches<double>> && !std::ranges::borrowed_range<libsvm_batches<double>>);
static_assert(std::is_nothrow_move_constructible_v<libsvm_batches<double>>);
static_assert(!std::is_copy_constructible_v<libsvm_batches<double>> &&
              !std::is_move_assignable_v<libsvm_batches<double>>);
static_assert(std::same_as<std::ranges::range_value_t<libsvm_batches<float>>, arenite::batch_view<float const>>);

using source = arenite::memory_source;
static_assert(std::is_constructible_v<libsvm_batches<double>, source&, schema const&>);
static_assert(!std::is_constructible_v<libsvm_batches<double>, source, schema const&>);
static_assert(!std::is_constructible_v<libsvm_batches<double>, source const, schema const&>);
static_assert(!std::is_constructible_v<libsvm_batches<double>, source&, schema>);
static_assert(std::is_constructible_v<libsvm_batches<double>, char const*, schema const&, libsvm_options>);

/// What scikit-learn read: for each line what it has behind the labels, and the labels.
struct dense_text {
    explicit dense_text(std::string const& name) {
        for (auto const& line : oracle::lines_of(oracle::folder + "libsvm/" + name + ".csv")) {
            auto const fields = oracle::split(line);
            labels.push_back(fields[0]);
            std::string row;
            for (std::size_t i = 1; i != fields.size(); ++i)
                row += exactly(std::strtod(fields[i].c_str(), nullptr)) + " ";
            row.pop_back();
            rows.push_back(row);
            columns = fields.size() - 1;
        }
    }

    std::size_t columns = 0;
    strings rows, labels;
};

std::string path_of(std::string const& name) { return oracle::folder + "libsvm/" + name + ".svm"; }

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("libsvm_batches: reads what scikit-learn reads") {
        for (std::string const name : {"classification", "one_based", "qid", "comments", "multilabel", "numbers"}) {
            CAPTURE(name);
            dense_text const said{name};
            bool const several = name == "multilabel";
            for (std::size_t rows = 1; rows != 6; ++rows) {
                libsvm_batches batches{path_of(name),
                                       schema_view{said.columns},
                                       {.batch_rows = rows,
                                        .index_base = name == "one_based" ? 1u : 0u,
                                        .absent = libsvm_absent::zero,
                                        .labels = several ? libsvm_labels::several : libsvm_labels::kept}};
                CHECK(rows_of(batches, &exactly) == said.rows);
                CHECK(batches.position().row == said.rows.size());
                CHECK(batches.overflows() + batches.underflows() == 0);
            }
        }
    }

    TEST_CASE("libsvm_batches: gives the labels of the current batch") {
        for (std::string const name : {"classification", "one_based", "qid", "comments", "numbers"}) {
            CAPTURE(name);
            dense_text const said{name};
            libsvm_batches batches{
                path_of(name),
                schema_view{said.columns},
                {.batch_rows = 2, .index_base = name == "one_based" ? 1u : 0u, .labels = libsvm_labels::kept}};
            strings labels, expected;
            for (auto const batch : batches) {
                CHECK(batches.labels().size() == batch.rows());
                for (double const label : batches.labels()) labels.push_back(exactly(label));
            }
            for (auto const& label : said.labels) expected.push_back(exactly(std::strtod(label.c_str(), nullptr)));
            CHECK(labels == expected);
            CHECK(batches.labels().empty());
        }
    }

    TEST_CASE("libsvm_batches: what a row may look like") {
        struct {
            std::string_view input;
            strings rows;
        } const cases[] = {
            {"1 0:1 1:2\n", {"1 2"}},
            {"1 0:1 1:2", {"1 2"}},
            {"1 0:1 1:2\r\n0 1:3\r\n", {"1 2", "nan 3"}},
            {"1 0:1 1:2\r", {"1 2"}},
            {"\t1\t 0:1 \t1:2\t \n", {"1 2"}},
            {"1 1:2 0:1\n", {"1 2"}},
            {"1\n2\n", {"nan nan", "nan nan"}},
            {"1 \n", {"nan nan"}},
            {"\n \n\t\r\n#x\n # 0:1\n\r\n1 0:1\n\n", {"1 nan"}},
            {"1 0:1#1:2\n", {"1 nan"}},
            {"1#0:1\n2 1:2 # 0:9\n", {"nan nan", "nan 2"}},
            {"+1 0:+1 1:-0\n", {"1 -0"}},
            {"-1.5e3 0:.5 1:5.\n", {"0.5 5"}},
            {"1 00:1 0001:2\n", {"1 2"}},
            {"1:0.5 0:1\n", {"1 nan"}},
            {"1:0.5 qid:3 0:1\n1 qid:-4\n", {"1 nan", "nan nan"}},
            {"1 0:inf 1:-Infinity\n", {"inf -inf"}},
            {"1 0:nan 1:-NaN\n", {"nan nan"}},
            {"\xEF\xBB\xBF"
             "1 0:1\n",
             {"1 nan"}},
            {"1 0:1 # \xC3\xA9 \xFF \"\n2 1:2\n", {"1 nan", "nan 2"}},
        };
        for (auto const& [input, rows] : cases) {
            CAPTURE(input);
            CHECK(libsvm_rows(input, schema_view{2}) == rows);
        }
        CHECK(libsvm_rows("", schema_view{2}).empty());
        CHECK(libsvm_rows("# nothing\n\n", schema_view{2}).empty());
    }

    TEST_CASE("libsvm_batches: absent is missing, or zero") {
        CHECK(libsvm_rows("1 1:5\n2\n", schema_view{3}) == strings{"nan 5 nan", "nan nan nan"});
        CHECK(libsvm_rows("1 1:5\n2\n", schema_view{3}, {.absent = libsvm_absent::zero}) == strings{"0 5 0", "0 0 0"});
        CHECK(libsvm_rows<float>("1 1:nan\n", schema_view{2}, {.absent = libsvm_absent::zero}) == strings{"0 nan"});
    }

    TEST_CASE("libsvm_batches: what stands in front of the pairs") {
        CHECK(libsvm_rows("0:1 1:2\nqid:3 1:2\n", schema_view{2}, {.labels = libsvm_labels::none}) ==
              strings{"1 2", "nan 2"});
        CHECK(libsvm_rows("0:1 1:2\n1,2,-3.5 0:4\n7\n1 qid:4 0:5\n", schema_view{2},
                          {.labels = libsvm_labels::several}) == strings{"1 2", "4 nan", "nan nan", "5 nan"});
    }

    TEST_CASE("libsvm_batches: features that nobody reads are passed over, but their indices are not") {
        std::uint64_t const used[] = {0b101};
        schema_view const columns{3, used};
        CHECK(libsvm_rows("1 0:1 1:junk 2:3\n2 1:\n", columns) == strings{"1 nan 3", "nan nan nan"});
        CHECK(libsvm_rows("1 1:x 0:1\n2\n", columns, {.absent = libsvm_absent::zero}) == strings{"1 nan 0", "0 nan 0"});
        CHECK_THROWS_AS(libsvm_rows("1 1:1 1:1\n", columns), arenite::data_error);
        CHECK_THROWS_AS(libsvm_rows("1 x:1\n", columns), arenite::data_error);
    }

    TEST_CASE("libsvm_batches: names of columns play no part, categories are codes, texts are refused") {
        schema const named{number("b"), arenite::category("kind", {"x", "y"})};
        CHECK(libsvm_rows("1 0:1 1:1\n", named) == strings{"1 1"});
        schema const with_text{number("b"), arenite::text("note")};
        CHECK_THROWS_WITH_AS(libsvm_rows("", with_text),
                             "LibSVM rows have numbers alone, but the schema has a column of texts",
                             arenite::shape_error);
    }

    TEST_CASE("libsvm_batches: numbers that are too large or too small are counted") {
        source text{"1 0:1e400 1:-1e-400\n1e999 0:1e39\n1 0:-1e400 2:1\n"};
        libsvm_batches<float> batches{text, schema_view{2}, {.on_bad = on_bad::null}};
        CHECK(rows_of(batches) == strings{"inf -0", "inf nan", "nan nan"});
        CHECK(batches.overflows() == 2);
        CHECK(batches.underflows() == 1);
        CHECK(batches.bad_rows() == 1);
    }

    TEST_CASE("libsvm_batches: a bad row is null on request, and is counted") {
        source text{"1 0:1\n2 0:x\n# 3\n3 2:1\n4 1:4\nx\n6 0:6 0:7\n"};
        libsvm_batches batches{
            text, schema_view{2}, {.batch_rows = 2, .labels = libsvm_labels::kept, .on_bad = on_bad::null}};
        std::vector<std::uint32_t> null_rows;
        strings rows;
        for (auto const batch : batches) {
            null_rows.insert(null_rows.end(), batches.null_rows().begin(), batches.null_rows().end());
            for (std::size_t r = 0; r != batch.rows(); ++r)
                rows.push_back(briefly(batches.labels()[r]) + " " + briefly(batch(r, 0)) + " " + briefly(batch(r, 1)));
        }
        CHECK(rows == strings{"1 1 nan", "nan nan nan", "nan nan nan", "4 nan 4", "nan nan nan", "nan nan nan"});
        CHECK(null_rows == std::vector<std::uint32_t>{1, 0, 0, 1});
        CHECK(batches.bad_rows() == 4);
        CHECK(batches.null_rows().empty());
    }

    TEST_CASE("libsvm_batches: rows in front of a bad one are delivered first, whatever the batches") {
        for (std::size_t rows = 1; rows != 6; ++rows) {
            source text{"1 0:1\n1 0:2\n1 0:3\n1 0:x\n1 0:4\n"};
            libsvm_batches batches{text, schema_view{1}, {.batch_rows = rows}};
            std::size_t seen = 0;
            CHECK_THROWS_AS(for (auto const batch : batches) seen += batch.rows(), arenite::data_error);
            CHECK(seen == 3);
            CHECK(batches.position().row == 3);
            CHECK(batches.position().line == 4);
        }
    }

    TEST_CASE("libsvm_batches: tells where it stands, and reads nothing before begin") {
        dripping_source text{"# one\n1 0:1\n\n2 0:2\n3 0:3\n", 1000};
        libsvm_batches batches{text, schema_view{1}, {.batch_rows = 2}};
        CHECK(text.reads == 0);
        CHECK(batches.position().byte == 0);
        auto at = batches.begin();
        CHECK(batches.first_row() == 0);
        CHECK(batches.position().row == 2);
        CHECK(batches.position().byte == 19);
        CHECK(batches.position().line == 5);
        ++at;
        CHECK(batches.first_row() == 2);
        ++at;
        CHECK(at == std::default_sentinel);
        CHECK(batches.bytes_read() == 25);
    }

    TEST_CASE("libsvm_batches: is exactly as large as its plan, and gives it back") {
        auto const before = arenite::system_memory().used();
        source text{"1 0:1\n"};
        libsvm_batches batches{
            text,
            schema_view{3},
            {.batch_rows = 8, .buffer_bytes = 4096, .labels = libsvm_labels::kept, .on_bad = on_bad::null}};
        std::size_t const total =
            4096 + 192 + 64 + 64 + 192 + 64 + 64;  // buffer, its margins, features, absent, batch, labels, null rows
        CHECK(arenite::plan(batches).total() == total);
        arenite::budget exact{total}, short_of_a_line{total - 1};
        CHECK_THROWS_AS(static_cast<void>(arenite::admit(batches, short_of_a_line)), arenite::budget_exceeded);
        {
            auto run = arenite::admit(batches, exact);
            CHECK(exact.used() == total);
            CHECK((*run.begin()).rows() == 1);
        }
        CHECK(exact.used() == 0);
        CHECK_FALSE(batches.placed());
        CHECK(batches.labels().empty());
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("libsvm_batches: batches of any size that the budget allows") {
        source text{"1 0:1\n2 0:2\n3 0:3\n"};
        libsvm_batches batches{text, schema_view{1}, {.batch_rows = arenite::automatic_batch_rows, .buffer_bytes = 64}};
        CHECK(batches.batch_is_automatic());
        CHECK(batches.batch_rows() == arenite::most_automatic_batch_rows);
        arenite::budget memory{192 + 64 * 5};
        auto run = arenite::admit(batches, memory);
        CHECK(batches.batch_rows() == 16);
        CHECK((*run.begin()).rows() == 3);
    }

    TEST_CASE("libsvm_batches: is moved before it is iterated") {
        source text{"1 0:1\n2 0:2\n"};
        libsvm_batches batches{text, schema_view{1}};
        libsvm_batches moved{std::move(batches)};
        CHECK(rows_of(moved) == strings{"1", "2"});
        double sum = 0;
        source again{"1 0:1\n2 0:2\n3 0:3\n"};
        libsvm_batches few{again, schema_view{1}, {.batch_rows = 1}};
        for (auto const batch : few | std::views::take(2)) sum += batch(0, 0);
        CHECK(sum == 3);
    }

    TEST_CASE("libsvm_batches: holds what makes no sense against the contract") {
        throwing_contract const guard;
        source text{"1\n"};
        CHECK_THROWS_AS((libsvm_batches{text, schema_view{1}, {.batch_rows = 0}}), broken_contract);
        CHECK_THROWS_AS((libsvm_batches{text, schema_view{1}, {.buffer_bytes = 3}}), broken_contract);
        CHECK_THROWS_AS((libsvm_batches{text, schema_view{1}, {.index_base = 2}}), broken_contract);
        CHECK_THROWS_AS((libsvm_batches{text, schema_view{1}, {.on_bad = arenite::on_bad::collect}}), broken_contract);
        libsvm_batches batches{text, schema_view{1}};
        CHECK(rows_of(batches) == strings{"nan"});
        CHECK_THROWS_AS(static_cast<void>(batches.begin()), broken_contract);
        libsvm_batches others{text, schema_view{1}};
        CHECK(claim_that_ends([&] { others.set_batch_rows(0); }) ==
              "batches get their size, at least one row, before their memory");
    }

    TEST_CASE("libsvm_batches: a buffer that no region can hold is refused") {
        for (auto const bytes :
             {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() - 99}) {
            source text{"1 0:1\n"};
            libsvm_batches batches{text, schema_view{1}, {.buffer_bytes = bytes}};
            CHECK_THROWS_AS(static_cast<void>(batches.begin()), arenite::budget_exceeded);
        }
    }

    TEST_CASE("libsvm_batches: a path that cannot be opened is a system error at construction") {
        CHECK_THROWS_AS((libsvm_batches{"no/such/file.svm", schema_view{1}}), std::system_error);
        CHECK_THROWS_AS((libsvm_batches{ARENITE_TEST_DATA, schema_view{1}}), std::system_error);
    }
}
