// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"
#include "support/claim_that_ends.hpp"

#include <doctest/doctest.h>

#include <array>
#include <ranges>
#include <stdexcept>

namespace {

using arenite::category, arenite::csv_batches, arenite::csv_options, arenite::number, arenite::schema, arenite::text;

static_assert(arenite::batch_range<csv_batches<double>> && arenite::batch_range<csv_batches<float>>);
static_assert(std::ranges::input_range<csv_batches<double>> && !std::ranges::forward_range<csv_batches<double>>);
static_assert(!std::ranges::view<csv_batches<double>> && !std::ranges::borrowed_range<csv_batches<double>>);
static_assert(std::movable<std::ranges::iterator_t<csv_batches<double>>>);
static_assert(std::is_nothrow_move_constructible_v<csv_batches<double>>);
static_assert(!std::is_copy_constructible_v<csv_batches<double>> && !std::is_move_assignable_v<csv_batches<double>>);
static_assert(std::same_as<std::ranges::range_value_t<csv_batches<float>>, arenite::batch_view<float const>>);

using source = arenite::memory_source;
static_assert(std::is_constructible_v<csv_batches<double>, source&, schema const&>);
static_assert(!std::is_constructible_v<csv_batches<double>, source, schema const&>);
static_assert(!std::is_constructible_v<csv_batches<double>, source const, schema const&>);
static_assert(!std::is_constructible_v<csv_batches<double>, source&, schema>);
static_assert(!std::is_constructible_v<csv_batches<double>, char const*, schema>);
static_assert(std::is_constructible_v<csv_batches<double>, char const*, schema const&>);
static_assert(std::is_constructible_v<csv_batches<double>, char const*, schema const&, csv_options>);

schema const two{number("a"), number("b")};
schema const one{number("a")};

[[noreturn]] void throw_claim(char const* claim, std::source_location) { throw std::logic_error{claim}; }

struct throwing_contracts {
    throwing_contracts() : before(arenite::set_contract_handler(&throw_claim)) {}
    ~throwing_contracts() { arenite::set_contract_handler(before); }
    arenite::contract_handler before;
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_batches: deduces double, and takes float on request") {
        source text{"1.5\n"};
        csv_batches batches(text, one, {.batch_rows = 16, .header = arenite::csv_header::no});
        static_assert(std::same_as<decltype(batches), csv_batches<double>>);
        CHECK(batches.batch_rows() == 16);
        source again{"16777217,0.1\n"};
        csv_batches<float> floats(again, two);
        CHECK(rows_of(floats, &exactly) == strings{"0x1p+24 0x1.99999ap-4"});
    }

    TEST_CASE("csv_batches: reads nothing before begin") {
        dripping_source text{"1\n2\n", 100};
        csv_batches batches{text, one};
        CHECK(text.reads == 0);
        CHECK(rows_of(batches) == strings{"1", "2"});
        CHECK(text.reads == 2);
    }

    TEST_CASE("csv_batches: reads a shipped file by its path") {
        std::string const path = std::string{ARENITE_TEST_DATA} + "/rows/iris.csv";
        csv_batches batches{path, arenite::schema_view{4}};
        CHECK(rows_of(batches).size() == 80);
        CHECK(batches.position().row == 80);
        CHECK(batches.position().byte == batches.bytes_read());
    }

    TEST_CASE("csv_batches: a path that cannot be opened is a system error at construction") {
        CHECK_THROWS_AS((csv_batches{"no/such/file.csv", one}), std::system_error);
        CHECK_THROWS_AS((csv_batches{ARENITE_TEST_DATA, one}), std::system_error);
    }

    TEST_CASE("csv_batches: is moved before it is iterated") {
        csv_batches batches{std::string{ARENITE_TEST_DATA} + "/rows/iris.csv", arenite::schema_view{4}};
        csv_batches moved{std::move(batches)};
        CHECK(rows_of(moved).size() == 80);
        source text{"1\n2\n"};
        csv_batches borrowing{text, one};
        csv_batches also_moved{std::move(borrowing)};
        CHECK(rows_of(also_moved) == strings{"1", "2"});
    }

    TEST_CASE("csv_batches: leaves no view of memory that has gone") {
        source text{"x,2\n1,2\n"};
        csv_batches batches{text, two, {.header = arenite::csv_header::no, .on_bad = arenite::on_bad::null}};
        {
            auto run = arenite::admit(batches, arenite::system_memory());
            auto const first = run.begin();
            CHECK((*first).rows() == 2);
            CHECK(batches.null_rows().size() == 1);
        }
        CHECK_FALSE(batches.placed());
        CHECK(batches.null_rows().empty());
        CHECK(batches.bad_rows() == 1);
        CHECK(batches.position().row == 2);
    }

    TEST_CASE("csv_batches: is iterated once") {
        throwing_contracts const guard;
        source text{"1\n"};
        csv_batches batches{text, one};
        CHECK(rows_of(batches) == strings{"1"});
        CHECK_THROWS_AS(static_cast<void>(batches.begin()), std::logic_error);
    }

    TEST_CASE("csv_batches: after an error it is at its end, behind the rows that it gave") {
        source text{"1\n2\n3\nx\n"};
        csv_batches batches{text, one, {.batch_rows = 2}};
        auto at = batches.begin();
        ++at;
        CHECK((*at).rows() == 1);
        CHECK_THROWS_AS(++at, arenite::data_error);
        CHECK(at == std::default_sentinel);
        CHECK((*at).rows() == 0);
        CHECK(batches.first_row() == 3);
        CHECK(batches.position().row == 3);
        CHECK(batches.position().line == 4);
    }

    TEST_CASE("csv_batches: what the source throws goes through, and all is given back") {
        struct breaking_source : dripping_source {
            using dripping_source::dripping_source;
            std::size_t read(std::span<char> into) {
                if (reads == 3) throw std::runtime_error{"broken"};
                return dripping_source::read(into);
            }
        };
        auto const before = arenite::system_memory().used();
        {
            breaking_source text{"1\n2\n3\n4\n5\n6\n", 2};
            csv_batches batches{text, one, {.batch_rows = 2, .header = arenite::csv_header::no}};
            auto at = batches.begin();
            CHECK((*at).rows() == 2);
            CHECK_THROWS_AS(++at, std::runtime_error);
            CHECK(at == std::default_sentinel);
            CHECK(batches.position().row == 2);
        }
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("csv_batches: takes the size of its batches before it has memory for them, not after") {
        throwing_contracts const guard;
        source text{"1\n2\n3\n"};
        csv_batches batches{text, one, {.batch_rows = 2}};
        batches.set_batch_rows(3);
        auto const run = arenite::admit(batches, arenite::system_memory());
        CHECK(claim_that_ends([&] { batches.set_batch_rows(4); }) ==
              "batches get their size, at least one row, before their memory");
        source again{"1\n"};
        csv_batches others{again, one};
        CHECK(claim_that_ends([&] { others.set_batch_rows(0); }) ==
              "batches get their size, at least one row, before their memory");
    }

    TEST_CASE("csv_batches: holds options that make no sense against the contract") {
        throwing_contracts const guard;
        source text{"1\n"};
        CHECK_THROWS_AS((csv_batches{text, one, {.batch_rows = 0}}), std::logic_error);
        CHECK_THROWS_AS((csv_batches{text, one, {.buffer_bytes = 3}}), std::logic_error);
        CHECK_THROWS_AS((csv_batches{text, one, {.delimiter = '"'}}), std::logic_error);
        CHECK_THROWS_AS((csv_batches{text, one, {.delimiter = '\n'}}), std::logic_error);
    }

    TEST_CASE("csv_batches: is exactly as large as its plan") {
        source text{"1,2\n"};
        csv_batches batches{text, two, {.batch_rows = 8, .buffer_bytes = 4096, .id_column = "0", .text_bytes = 100}};
        std::size_t const places = 2048 + 128;
        std::size_t total = 4096 + 192 + 192 + 128 + 128 + 128;  // buffer, its margins, columns, batch, fields, text
        total += 64 + 64 + 576 + 4096;                           // cells, labels, wanted fields, patterns
        total += 3 * 4 * places + 8 * places;                    // places, values
        CHECK(arenite::plan(batches).total() == total);
        arenite::budget exact{total}, short_of_a_line{total - 1};
        CHECK_THROWS_AS(static_cast<void>(arenite::admit(batches, short_of_a_line)), arenite::budget_exceeded);
        auto run = arenite::admit(batches, exact);
        CHECK(exact.used() == total);
    }

    TEST_CASE("csv_batches: gives its memory back when it goes") {
        auto const before = arenite::system_memory().used();
        {
            source text{"1\n2\n"};
            csv_batches batches{text, one};
            auto const first = batches.begin();
            CHECK((*first).rows() == 2);
            CHECK(arenite::system_memory().used() > before);
        }
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("csv_batches: tells where it stands, during and after the loop") {
        source text{"a,b\n1,2\n3,4\n\n5,6\n"};
        csv_batches batches{text, two, {.batch_rows = 2}};
        auto at = batches.begin();
        CHECK(batches.first_row() == 0);
        CHECK(batches.position().row == 2);
        CHECK(batches.position().byte == 12);
        CHECK(batches.position().line == 4);
        ++at;
        CHECK(batches.first_row() == 2);
        CHECK(batches.position().row == 3);
        CHECK(batches.position().byte == 17);
        ++at;
        CHECK(at == std::default_sentinel);
        CHECK(batches.first_row() == 3);
        CHECK(batches.position().row == 3);
        CHECK(batches.bytes_read() == 17);
    }

    TEST_CASE("csv_batches: a batch has at most batch_rows rows, and only the last has fewer") {
        for (std::size_t rows = 1; rows != 8; ++rows) {
            source text{"1\n2\n3\n4\n5\n"};
            csv_batches batches{text, one, {.batch_rows = rows}};
            std::vector<std::size_t> sizes;
            for (auto const batch : batches) sizes.push_back(batch.rows());
            CHECK(sizes.size() == (5 + rows - 1) / rows);
            CHECK(sizes.front() == std::min<std::size_t>(rows, 5));
            CHECK(sizes.back() == 5 - (sizes.size() - 1) * rows);
        }
    }

    TEST_CASE("csv_batches: quotes, line ends and blanks") {
        schema const kept{text("a"), text("b")};
        struct {
            std::string_view input;
            strings rows;
        } const cases[] = {
            {"a,b\n1,2\n", {"[1] [2]"}},
            {"a,b\n1,2", {"[1] [2]"}},
            {"a,b\r\n1,2\r\n3,4\n", {"[1] [2]", "[3] [4]"}},
            {"a,b\r\n1,2\r", {"[1] [2]"}},
            {"\xEF\xBB\xBF"
             "a,b\n1,2\n",
             {"[1] [2]"}},
            {"\xEF\xBB\xBF\"a\",b\n1,2\n", {"[1] [2]"}},
            {"\n\r\na,b\n\n1,2\n\r\n\n", {"[1] [2]"}},
            {"a,b\n\"1,5\",\"2\"\n", {"[1,5] [2]"}},
            {"a,b\n\"x\ny\",2\n", {"[x\ny] [2]"}},
            {"a,b\n\"x\r\ny\",\"\n\"\r\n", {"[x\r\ny] [\n]"}},
            {"a,b\n\"\"\"\",\"a\"\"b\"\n", {"[\"] [a\"b]"}},
            {"a,b\n\"\"\"\"\"\",\"\"\n", {"[\"\"] []"}},
            {"a,b\n,\n", {"[] []"}},
            {"a,b\n\"\",\"\"", {"[] []"}},
            {"a,b\nx\"y,\"\"\n", {"[x\"y] []"}},
            {"a,b\n \"x\",y\"\n", {"[ \"x\"] [y\"]"}},
            {"a,b\n x ,\ty\n", {"[ x ] [\ty]"}},
            {"a,b\nx\ry,z\n", {"[x\ry] [z]"}},
            {"\"b\", a \n1,2\n", {"[2] [1]"}},
            {"a,b\n\xC3\xA9,\xE2\x82\xAC\n", {"[\xC3\xA9] [\xE2\x82\xAC]"}},
        };
        for (auto const& [input, rows] : cases) {
            CAPTURE(input);
            CHECK(rows_of(input, kept) == rows);
        }
    }

    TEST_CASE("csv_batches: other delimiters") {
        CHECK(rows_of("a\tb\n 1\t\"2\"\n", two, {.delimiter = '\t'}) == strings{"1 2"});
        CHECK(rows_of("1;2\n", two, {.delimiter = ';'}) == strings{"1 2"});
        CHECK(rows_of("1 2\n", two, {.delimiter = ' '}) == strings{"1 2"});
    }

    TEST_CASE("csv_batches: numbers as people write them") {
        struct {
            std::string_view field, number;
        } const cases[] = {
            {"1", "1"},
            {"+1.5", "1.5"},
            {" 2 ", "2"},
            {"\t3\t", "3"},
            {"\"4\"", "4"},
            {"\" 5 \"", "5"},
            {".5", "0.5"},
            {"5.", "5"},
            {"-0", "-0"},
            {"1e3", "1000"},
            {"1E-2", "0.01"},
            {"inf", "inf"},
            {"-Infinity", "-inf"},
            {"1e400", "inf"},
            {"-1e400", "-inf"},
            {"-1e-400", "-0"},
            {"NA", "nan"},
            {"N/A", "nan"},
            {"NaN", "nan"},
            {"nan", "nan"},
            {"null", "nan"},
            {"NULL", "nan"},
            {"None", "nan"},
            {"?", "nan"},
            {"", "nan"},
            {" ", "nan"},
            {" NA ", "nan"},
            {"\"NA\"", "nan"},
            {"\"\"", "nan"},
            {"0.1", "0.1"},
            {"4.9e-324", "5e-324"},
        };
        for (auto const& [field, number] : cases) {
            CAPTURE(field);
            CHECK(rows_of(std::string{field} + ",1\n", two, {.header = arenite::csv_header::no}) ==
                  strings{std::string{number} + " 1"});
        }
    }

    TEST_CASE("csv_batches: missing tokens are the caller's") {
        std::array<std::string_view, 3> const tokens{"-999", "x\"y", "n a"};
        csv_options const options{.header = arenite::csv_header::no, .missing = tokens};
        CHECK(rows_of("-999,\"x\"\"y\"\n n a ,-99\n-9990,-999.0\n", two, options) ==
              strings{"nan nan", "nan -99", "-9990 -999"});
        CHECK(error_of<arenite::data_error>("1,NA\n", two, options) != "");
        CHECK(error_of<arenite::data_error>("1,\n", two, options) != "");
    }

    TEST_CASE("csv_batches: too large and too small numbers are counted") {
        source text{"1e400,1e-400\n-1e999,0e-999\ninf,1e39\nx,1e999\n"};
        csv_batches batches{text, two, {.header = arenite::csv_header::no, .on_bad = arenite::on_bad::null}};
        CHECK(rows_of(batches) == strings{"inf 0", "-inf 0", "inf 1e+39", "nan nan"});
        CHECK(batches.overflows() == 2);
        CHECK(batches.underflows() == 1);
        source again{"1e39,1e-46\n3.5e38,3.4e38\n"};
        csv_batches<float> floats{again, two};
        CHECK(rows_of(floats).size() == 2);
        CHECK(floats.overflows() == 2);
        CHECK(floats.underflows() == 1);
    }

    TEST_CASE("csv_batches: float is the nearest to the text, not to the nearest double") {
        // as a double it is half way between two floats
        constexpr std::string_view tie = "1.00000017881393432617187499";
        CHECK(rows_of<float>(std::string{tie} + "\n", one, {.header = arenite::csv_header::no}) ==
              strings{briefly(static_cast<double>(std::stof(std::string{tie})))});
        CHECK(static_cast<float>(std::stod(std::string{tie})) != std::stof(std::string{tie}));
    }

    TEST_CASE("csv_batches: a category is its position in the vocabulary; missing and unseen are NaN") {
        schema const columns{category("city", {"Oslo", "Bern", "\"Q\"", "Bern"}), number("a")};
        CHECK(rows_of("city,a\nBern,1\n Oslo ,2\n\"\"\"Q\"\"\",3\nLima,4\n,5\n\" Oslo\",6\n\"Oslo\",7\n", columns) ==
              strings{"1 1", "0 2", "2 3", "nan 4", "nan 5", "nan 6", "0 7"});
    }

    TEST_CASE("csv_batches: blanks around a name or a category count where the schema has them") {
        schema const columns{category(" city", {"Oslo", " Oslo", "Bern "}), number("a")};
        CHECK(rows_of("a, city\n1,Oslo\n2, Oslo\n3,  Oslo\n4,Bern \n5,Bern\n6,\"  Oslo\"\n", columns) ==
              strings{"0 1", "1 2", "0 3", "2 4", "nan 5", "nan 6"});
        CHECK(rows_of("a, city, id\n1,Oslo,7\n", columns, {.id_column = " id"}) == strings{"[7] 0 1"});
    }

    TEST_CASE("csv_batches: a column refuses categories that it does not list, not missing ones") {
        arenite::category_column const listed = category("city", {"Oslo", "Bern"});
        arenite::column refusing = listed;
        refusing.unseen = arenite::unseen_category::refused;
        schema const columns{refusing, number("a")};
        CHECK(rows_of("city,a\nBern,1\n,2\n NA ,3\n\"Oslo\",4\n", columns) == strings{"1 1", "nan 2", "nan 3", "0 4"});
        CHECK_THROWS_WITH_AS(rows_of("city,a\nBern,1\n Lima,2\n", columns), doctest::Contains("rows.csv:3: column 1"),
                             arenite::data_error);
        std::string_view const two_are_bad = "city,a\nLima,1\nBern,2\n\"Bern \",3\n";
        CHECK(rows_of(two_are_bad, columns, {.on_bad = arenite::on_bad::null}) == strings{"nan nan", "1 2", "nan nan"});
        CHECK(rows_of(two_are_bad, columns, {.on_bad = arenite::on_bad::collect}) == strings{"1 2"});
        refusing.used = false;
        schema const unread{refusing, number("a")};
        CHECK(rows_of("city,a\nLima,1\n", unread) == strings{"nan 1"});
        arenite::column note = text("note");
        note.unseen = arenite::unseen_category::refused;  // of categories alone
        schema const with_text{note, number("a")};
        CHECK_THROWS_WITH_AS(rows_of("note,a\nLima,x\n", with_text), doctest::Contains("rows.csv:2: column 2"),
                             arenite::data_error);
    }

    TEST_CASE("csv_batches: a column gives categories that it does not list a code of their own, not missing ones") {
        arenite::category_column const listed = category("city", {"Oslo", "Bern"});
        arenite::column coding = listed;
        coding.unseen = arenite::unseen_category::coded;
        schema const columns{coding, number("a")};
        CHECK(rows_of("city,a\nBern,1\nLima,2\n NA ,3\n,4\n\"Oslo\",5\n\" Oslo\",6\n", columns) ==
              strings{"1 1", "2 2", "nan 3", "nan 4", "0 5", "2 6"});
    }

    TEST_CASE("csv_batches: texts stand beside the batch, the id column first") {
        schema const columns{number("a"), text("note"), text("tag")};
        CHECK(rows_of("tag,id,a,note\nt,7,1,\"x,\"\"y\"\"\"\n", columns, {.id_column = "id"}) ==
              strings{"[7] [x,\"y\"] [t] 1"});
        CHECK(rows_of("r0,1,n,t\n", columns, {.header = arenite::csv_header::no, .id_column = "0"}) ==
              strings{"[r0] [n] [t] 1"});
        CHECK(rows_of("a,note,tag\n1,n,t\n", columns, {.id_column = "a"}) == strings{"[1] [n] [t] 1"});
    }

    TEST_CASE("csv_batches: a batch ends where its texts fill their memory") {
        source text{"id,a\nabcd,1e999\nefgh,2\nij,3\nkl,4\n\"mn\"\"\",5\n"};
        csv_batches batches{text, one, {.id_column = "id", .text_bytes = 9}};
        std::vector<std::size_t> sizes;
        for (auto const batch : batches) {
            sizes.push_back(batch.rows());
            CHECK(batch.text(0, 0) == std::array{"abcd", "ij"}[sizes.size() - 1]);
        }
        CHECK(sizes == std::vector<std::size_t>{2, 3});
        CHECK(batches.overflows() == 1);
    }

    TEST_CASE("csv_batches: columns that nobody reads are never parsed") {
        arenite::column unread = number("b");
        unread.used = false;
        schema const columns{number("a"), unread, number("c")};
        CHECK(rows_of("junk,c,b,a\nx,3,y,1\n\"q\"\"\",6,,4\n", columns) == strings{"1 nan 3", "4 nan 6"});
        CHECK(rows_of("1,x,3\n", columns, {.header = arenite::csv_header::no}) == strings{"1 nan 3"});
        arenite::column unread_text = text("note");
        unread_text.used = false;
        schema const with_text{unread_text, number("a"), text("tag")};
        CHECK(rows_of("note,tag,a\nn,t,1\n", with_text) == strings{"[] [t] 1"});
        std::uint64_t const used[] = {0b101};
        CHECK(rows_of("1,x,3\n4,y,6\n", arenite::schema_view{3, used}) == strings{"1 nan 3", "4 nan 6"});
    }

    TEST_CASE("csv_batches: rows in front of a bad one are delivered first, whatever the batches") {
        for (std::size_t rows = 1; rows != 6; ++rows) {
            source text{"1,2\n3,4\n5,6\n7,x\n"};
            csv_batches batches{text, two, {.batch_rows = rows, .header = arenite::csv_header::no}};
            std::size_t seen = 0;
            CHECK_THROWS_AS(for (auto const batch : batches) seen += batch.rows(), arenite::data_error);
            CHECK(seen == 3);
        }
    }

    TEST_CASE("csv_batches: a bad row is null on request, and is counted") {
        source text{"id,a,b\n1,2,3\n2,x,3\n3,4\n4,5,6,7\n5,\"6\"7,8\n6,1e999,y\n7,8,9\n"};
        csv_batches batches{text, two, {.batch_rows = 4, .on_bad = arenite::on_bad::null, .id_column = "id"}};
        std::vector<std::uint32_t> null_rows;
        strings rows;
        for (auto const batch : batches) {
            null_rows.insert(null_rows.end(), batches.null_rows().begin(), batches.null_rows().end());
            for (std::size_t r = 0; r != batch.rows(); ++r)
                rows.push_back(std::string{batch.text(0, r)} + " " + briefly(batch(r, 0)) + " " + briefly(batch(r, 1)));
        }
        CHECK(rows == strings{"1 2 3", "2 nan nan", "3 nan nan", "4 nan nan", "5 nan nan", "6 nan nan", "7 8 9"});
        CHECK(null_rows == std::vector<std::uint32_t>{1, 2, 3, 0, 1});
        CHECK(batches.bad_rows() == 5);
        CHECK(batches.overflows() == 0);
        CHECK(batches.null_rows().empty());
    }

    TEST_CASE("csv_batches: empty inputs") {
        using arenite::csv_header, arenite::data_error;
        for (std::string const input : {"", "\n\r\n", "\xEF\xBB\xBF"}) {
            auto const expected = std::string{"rows.csv (byte 0): found "}
                                      .append(input.empty() ? "an empty input" : "no record")
                                      .append(", expected a record");
            CHECK(error_of<data_error>(input, two) == expected);
            CHECK(error_of<data_error>(input, two, {.header = csv_header::yes}) == expected);
            CHECK(rows_of(input, two, {.header = csv_header::no}).empty());
        }
        CHECK(rows_of("a,b\n", two).empty());
        CHECK(rows_of("a,b", two).empty());
    }

    TEST_CASE("csv_batches: works with the standard's adaptors") {
        source text{"1\n2\n3\n"};
        csv_batches batches{text, one, {.batch_rows = 1}};
        double sum = 0;
        for (auto const batch : batches | std::views::take(2)) sum += batch(0, 0);
        CHECK(sum == 3);
    }
}
