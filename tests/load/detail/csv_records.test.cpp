// SPDX-License-Identifier: MIT
#include <arenite/load/detail/csv_records.hpp>

#include "../csv_support.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::detail::csv_found, arenite::detail::csv_records;

struct found_record {
    std::string text;
    std::uint64_t line, byte;
    bool operator==(found_record const&) const = default;
};

struct found_records {
    std::vector<found_record> records;
    csv_found end;
};

found_records all_records(std::string_view input, std::size_t buffer_bytes, std::size_t piece,
                          arenite::csv_options const& options = {}) {
    std::string buffer(csv_records::room_in_front + buffer_bytes + csv_records::room_behind, '#');
    dripping_source source{input, piece};
    csv_records records{buffer, options};
    found_records found{};
    while ((found.end = records.find(source)) == csv_found::record) {
        CHECK(records.find(source) == csv_found::record);  // asking again changes nothing
        auto const front = records.front();
        CHECK((std::count(front.first, front.last, '"') != 0) == front.has_quotes);
        found.records.push_back({{front.first, front.last}, records.line(), records.byte()});
        records.pop();
    }
    CHECK(records.find(source) == found.end);
    return found;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_records: finds records, their lines and their bytes") {
        constexpr std::string_view input = "a\n\nb,\"\n\"\r\n\"\"\"\n\",x\"\n\r\nc\"\nd\r";
        std::vector<found_record> const expected{
            {"a", 1, 0}, {"b,\"\n\"", 3, 3}, {"\"\"\"\n\",x\"", 5, 10}, {"c\"", 8, 21}, {"d", 9, 24}};
        for (std::size_t buffer = 10; buffer != 40; ++buffer)
            for (std::size_t piece = 1; piece != 30; ++piece) {
                auto const found = all_records(input, buffer, piece);
                CHECK(found.records == expected);
                CHECK(found.end == csv_found::end);
            }
    }

    TEST_CASE("csv_records: a record fits if the buffer holds it with the end of its line") {
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 3, 100}) {
            CHECK(all_records("1234567\nx\n", 8, piece).records.size() == 2);
            CHECK(all_records("12345678\nx\n", 8, piece).end == csv_found::too_long_record);
            CHECK(all_records("x\n1234567", 8, piece).records.size() == 2);
            CHECK(all_records("x\n\"\"\"\"\"\"\"", 8, piece).end == csv_found::unterminated_quote);
            CHECK(all_records("x\n\"\"\"\"\"\"\"\"", 8, piece).end == csv_found::too_long_record);
        }
    }

    TEST_CASE("csv_records: says how the text ends") {
        arenite::csv_options const strict{.final_newline = arenite::final_newline::require};
        CHECK(all_records("", 8, 1).end == csv_found::end);
        CHECK(all_records("a\nb", 8, 1).records.size() == 2);
        CHECK(all_records("a\nb", 8, 1, strict).records.size() == 1);
        CHECK(all_records("a\nb", 8, 1, strict).end == csv_found::truncated_record);
        CHECK(all_records("a\nb\n", 8, 1, strict).end == csv_found::end);
        CHECK(all_records("a\n\r", 8, 1, strict).end == csv_found::truncated_record);
        CHECK(all_records("a\n\r", 8, 1).end == csv_found::end);
        CHECK(all_records("a\n\"b", 8, 1, strict).end == csv_found::unterminated_quote);
        CHECK(all_records("a\n\"b\n", 8, 1).end == csv_found::unterminated_quote);
    }

    TEST_CASE("csv_records: skips the mark of UTF-8 and tells UTF-16, however the bytes arrive") {
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 3, 100}) {
            char buffer[16 + csv_records::room_in_front + csv_records::room_behind]{};
            dripping_source marked{
                "\xEF\xBB\xBF"
                "a\n",
                piece},
                wide{
                    "\xFF\xFE"
                    "a",
                    piece},
                big{"\xFE\xFF", piece}, half{"\xEF\xBB", piece};
            csv_records records{buffer, {}};
            CHECK(records.skip_byte_order_mark(marked));
            CHECK(records.find(marked) == csv_found::record);
            CHECK(records.byte() == 3);
            CHECK(records.line() == 1);
            CHECK_FALSE(csv_records{buffer, {}}.skip_byte_order_mark(wide));
            CHECK_FALSE(csv_records{buffer, {}}.skip_byte_order_mark(big));
            csv_records short_text{buffer, {}};
            CHECK(short_text.skip_byte_order_mark(half));
            CHECK(short_text.find(half) == csv_found::record);
            CHECK(short_text.byte() == 0);
        }
    }
}
