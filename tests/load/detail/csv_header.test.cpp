// SPDX-License-Identifier: MIT
#include <arenite/load/detail/csv_header.hpp>

#include "../csv_support.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::category, arenite::csv_header, arenite::csv_options, arenite::number, arenite::schema, arenite::text;

schema const named{number("a"), number("b")};
arenite::schema_view const unnamed{2};

struct first_record {
    std::string_view input;
    arenite::schema_view columns;
    csv_options options;
    strings rows;
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv header: found by every name, or by a text in a column of numbers") {
        schema const digits{number("0"), number("1")};
        schema const words{category("kind", {"kind", "x"}), text("note")};
        schema const mixed{category("kind", {"x"}), number("a")};
        first_record const cases[] = {
            {"a,b\n1,2\n", named, {}, {"1 2"}},
            {"b,a\n1,2\n", named, {}, {"2 1"}},
            {" b ,\" z\",\"a\"\n1,2,3\n", named, {}, {"3 1"}},
            {"1,2\n3,4\n", named, {}, {"1 2", "3 4"}},
            {"1,NA\n3,4\n", named, {}, {"1 nan", "3 4"}},
            {"NA,\n3,4\n", named, {}, {"nan nan", "3 4"}},
            {"0,1\n3,4\n", digits, {}, {"3 4"}},
            {"1,0\n3,4\n", digits, {}, {"4 3"}},
            {"1,2\n3,4\n", digits, {}, {"1 2", "3 4"}},
            {"x,y\n3,4\n", unnamed, {}, {"3 4"}},
            {"1,y\n3,4\n", unnamed, {}, {"3 4"}},
            {"1,1e999\n3,4\n", unnamed, {}, {"1 inf", "3 4"}},
            {"1,2\n3,4\n", unnamed, {.header = csv_header::yes}, {"3 4"}},
            {"b,a\n3,4\n", named, {.header = csv_header::yes}, {"4 3"}},
            {"1,2\n3,4\n", unnamed, {.header = csv_header::no}, {"1 2", "3 4"}},
            {"kind,n\nx,y\n", words, {}, {"[n] 0", "[y] 1"}},
            {"note,kind\nn,x\n", words, {}, {"[n] 1"}},
            {"y,1\nx,2\n", mixed, {}, {"nan 1", "0 2"}},
        };
        for (auto const& [input, columns, options, rows] : cases) {
            CAPTURE(input);
            CHECK(rows_of(input, columns, options) == rows);
        }
    }

    TEST_CASE("csv header: the id column is left out of the judgement") {
        first_record const cases[] = {
            {"r1,1,2\nr2,3,4\n", unnamed, {.id_column = "0"}, {"[r1] 1 2", "[r2] 3 4"}},
            {"1,r1,2\n3,r2,4\n", unnamed, {.id_column = "1"}, {"[r1] 1 2", "[r2] 3 4"}},
            {"1,2,r1\n3,4,r2\n", unnamed, {.id_column = "2"}, {"[r1] 1 2", "[r2] 3 4"}},
            {"x,y,id\n3,4,r2\n", unnamed, {.id_column = "2"}, {"[r2] 3 4"}},
            {"x,y,id\n3,4,r2\n", unnamed, {.id_column = "id"}, {"[r2] 3 4"}},
            {"x,0,y\n3,r2,4\n", unnamed, {.id_column = "0"}, {"[r2] 3 4"}},
            {"5,0,3\n3,r2,4\n", unnamed, {.header = csv_header::no, .id_column = "1"}, {"[0] 5 3", "[r2] 3 4"}},
            {"a,b,id\n3,4,r2\n", named, {.id_column = "id"}, {"[r2] 3 4"}},
            {"a,b,id\n3,4,r2\n", named, {.id_column = "2"}, {"[r2] 3 4"}},
            {"\"i\"\"d\",b,a\nr2,4,3\n", named, {.id_column = "i\"d"}, {"[r2] 3 4"}},
        };
        for (auto const& [input, columns, options, rows] : cases) {
            CAPTURE(input);
            CHECK(rows_of(input, columns, options) == rows);
        }
    }

    TEST_CASE("csv header: what nobody reads as a number tells nothing") {
        arenite::column unread = number("a");
        unread.used = false;
        schema const columns{unread, number("b")};
        CHECK(rows_of("x,1\ny,2\n", columns) == strings{"nan 1", "nan 2"});
        std::uint64_t const second[] = {0b10};
        CHECK(rows_of("x,1\ny,2\n", arenite::schema_view{2, second}) == strings{"nan 1", "nan 2"});
        CHECK(rows_of("1,x\ny,2\n", arenite::schema_view{2, second}) == strings{"nan 2"});
    }

    TEST_CASE("csv header: thousands of names in any order are found") {
        std::vector<std::string> names;
        for (int i = 0; i != 3000; ++i) names.push_back(std::string{"c"}.append(std::to_string(i * 7919 % 3000)));
        std::vector<arenite::column> columns;
        for (auto const& name : names) columns.push_back(number(name));
        schema const many{columns};
        std::string header, row, expected;
        for (int i = 0; i != 3000; ++i) {
            header.append(i == 0 ? "c" : ",c").append(std::to_string(i));
            row.append(i == 0 ? "" : ",").append(std::to_string(i));
            expected.append(i == 0 ? "" : " ").append(names[static_cast<std::size_t>(i)].substr(1));
        }
        CHECK(rows_of(header + "\n" + row + "\n", many) == strings{expected});
    }
}
