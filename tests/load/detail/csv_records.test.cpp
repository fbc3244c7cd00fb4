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

    TEST_CASE("csv_records: behind a record that was too long comes the next one") {
        std::string const input = "a\n123,\"\n\"\"\n\"\r\nb\n\"";
        for (std::size_t const buffer : std::initializer_list<std::size_t>{4, 5, 6, 7, 8, 9, 10, 11})
            for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 3, 100}) {
                std::string memory(csv_records::room_in_front + buffer + csv_records::room_behind, '#');
                dripping_source source{input, piece};
                csv_records records{memory, arenite::csv_options{}};
                CHECK(records.find(source) == csv_found::record);
                records.pop();
                CHECK(records.find(source) == csv_found::too_long_record);
                CHECK(records.find_end(source) == csv_found::record);
                CHECK(records.line() == 2);
                CHECK(records.byte() == 2);
                CHECK(records.bytes_read() >= 14);
                records.pop();
                CHECK(records.find(source) == csv_found::record);
                CHECK(std::string{records.front().first, records.front().last} == "b");
                CHECK(records.line() == 5);
                CHECK(records.byte() == 14);
                records.pop();
                CHECK(records.find(source) == csv_found::unterminated_quote);
                CHECK(records.bytes_read() == input.size());
            }
    }

    TEST_CASE("csv_records: reads no more than is enough, and more when no record ends, up to the buffer") {
        struct endless {
            std::size_t read(std::span<char> into) {
                if (first == 0) first = into.size();
                std::ranges::fill(into, 'x');
                return into.size();
            }
            std::string_view name() const noexcept { return "endless"; }
            std::size_t first = 0;
        };
        for (std::size_t const buffer : std::initializer_list<std::size_t>{1000, 262'144, 3'000'000}) {
            endless source;
            std::string memory(csv_records::memory_for(buffer), '#');
            csv_records records{memory, arenite::csv_options{}};
            CHECK(records.find(source) == csv_found::too_long_record);
            CHECK(records.bytes_read() == buffer);
            CHECK(source.first == std::min<std::size_t>(buffer, 262'144));
        }
    }

    TEST_CASE("csv_records: behind a last record without a newline is no further line") {
        for (std::string_view const input : {"a\nb", "a\nb\n", "a\n\"\n\"", "a", "a\r"})
            for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 100}) {
                CAPTURE(input);
                std::string memory(csv_records::memory_for(16), '#');
                dripping_source source{input, piece};
                csv_records records{memory, arenite::csv_options{}};
                for (; records.find(source) == csv_found::record; records.pop()) {
                }
                CHECK(records.byte() == input.size());
                CHECK(records.line() == 1 + static_cast<std::uint64_t>(std::ranges::count(input, '\n')));
            }
    }

    TEST_CASE("csv_records: tells UTF-16 without a mark, and no text with a NUL or two") {
        struct {
            std::string_view text;
            bool wide;
        } const cases[] = {
            {{"a\0,\0b\0\n\0", 8}, true},        {{"\0a\0,\0b\0\n", 8}, true},
            {{"a\0,\0b\0\n\0001\0", 10}, true},  {{"\xE4\0,\0b\0\n\0", 8}, true},
            {{"a\0,\0b\0\n", 7}, false},         {{"a\0,\0b\0", 6}, false},
            {{"a\0,\0b\0\n1", 8}, false},        {{"a\0,\0bc\n\0", 8}, false},
            {{"\0a,b\n1,2\n", 9}, false},        {{"a\0,b\n1,2\n", 9}, false},
            {{"\0\0\0\0\0\0\0\0", 8}, false},    {{"\0a\0,b\0\n\0", 8}, false},
            {{"abc,d\0e\0f\0g\0\n", 14}, false}, {"", false},
        };
        for (auto const& [text, wide] : cases)
            for (std::size_t piece = 1; piece != 16; ++piece) {
                CAPTURE(text.size());
                std::string memory(csv_records::memory_for(64), '#');
                dripping_source source{text, piece};
                csv_records records{memory, arenite::csv_options{}};
                CHECK(records.skip_byte_order_mark(source) == !wide);
                CHECK(records.byte() == 0);
            }
    }

    TEST_CASE("csv_records: waits for no third byte of a text that begins like others") {
        dripping_source source{"ab\n", 1};
        std::string memory(csv_records::memory_for(64), '#');
        csv_records records{memory, arenite::csv_options{}};
        CHECK(records.skip_byte_order_mark(source));
        CHECK(source.reads == 2);
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
