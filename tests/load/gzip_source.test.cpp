// SPDX-License-Identifier: MIT
#include <arenite/load/gzip_source.hpp>

#include "load/compressed_support.hpp"
#include "load/gzip_support.hpp"
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <type_traits>

namespace {

using arenite::gzip_options, arenite::gzip_source;

static_assert(!std::is_copy_constructible_v<gzip_source> && !std::is_move_constructible_v<gzip_source>);
static_assert(arenite::gzip_source_bytes() == (64 + 64) << 10);
static_assert(arenite::gzip_source_bytes({.buffer_bytes = 33}) == 64 + (64 << 10));
static_assert(arenite::gzip_source_bytes({~std::size_t{0}}) > arenite::largest_region_bytes);

read_outcome outcome(std::string_view bytes, std::size_t piece = 1 << 20, std::size_t size = 1 << 16,
                     std::size_t buffer = 1 << 16) {
    return decompressed<gzip_source>(bytes, gzip_options{buffer}, piece, size);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("gzip_source: gives what was compressed, whatever the pieces, the spans and the buffer") {
        auto const text = lines_of_numbers(20'000);  // several windows
        for (int const level : {0, 1, 6, 9}) {
            auto const compressed = gzip_of(text, level);
            CAPTURE(level);
            for (std::size_t const piece : {1U, 7U, 4096U, 1U << 20})
                for (std::size_t const size : {1U, 3U, 1000U, 1U << 20}) {
                    CHECK(outcome(compressed, piece, size) == read_outcome{text, "", 0});
                    CHECK(outcome(compressed, piece, size, 32) == read_outcome{text, "", 0});
                }
        }
    }

    TEST_CASE("gzip_source: reads what gzip(1) and Python wrote, with names and extra fields in the header") {
        auto const text = file_of_tests("rows/iris.csv");
        REQUIRE(!text.empty());
        CHECK(outcome(file_of_tests("compressed/iris.csv.gz")) == read_outcome{text, "", 0});
        CHECK(outcome(file_of_tests("compressed/iris_header_fields.csv.gz"), 1, 1) == read_outcome{text, "", 0});
    }

    TEST_CASE("gzip_source: members follow each other, then zero bytes may") {
        auto const twice = gzip_of("abc") + gzip_of("") + gzip_of("def");
        for (std::size_t const piece : {1U, 2U, 1000U})
            for (std::size_t const zeros : {0U, 1U, 2U, 511U, 5000U})
                CHECK(outcome(twice + std::string(zeros, '\0'), piece, 2, 32) == read_outcome{"abcdef", "", 0});
        CHECK(outcome(gzip_of("")) == read_outcome{});
    }

    TEST_CASE("gzip_source: in a gzip_source") {
        auto const compressed = gzip_of(gzip_of("twice"));
        arenite::memory_source source{compressed};
        gzip_source outer{source};
        gzip_source inner{outer};
        CHECK(read_all(inner, 10).bytes == "twice");
        CHECK(inner.name() == "memory");
    }

    TEST_CASE("gzip_source: says what is wrong, and where, behind all that could be decoded") {
        auto const member = gzip_of("abc");
        auto const size = member.size();
        auto changed = [&](std::size_t at) {
            auto copy = member;
            copy[at] = static_cast<char>(copy[at] ^ 0x20);
            return copy;
        };
        struct refused {
            std::string bytes, decoded;
            std::uint64_t byte;
            std::string_view text;
        };
        std::vector<refused> const cases{
            {"", "", 0, "found an empty input, expected a gzip member"},
            {"\x1F", "", 1, "found the end of the input, expected a gzip member"},
            {"x", "", 0, "found the byte 78, expected a gzip member (1F 8B)"},
            {"PK\3\4", "", 0, "found the bytes 50 4B, expected a gzip member (1F 8B)"},
            {member.substr(0, 5), "", 5, "found the end of the input, expected the rest of a gzip member"},
            {member.substr(0, size - 1), "abc", size - 1,
             "found the end of the input, expected the rest of a gzip member"},
            {changed(2), "", 4, "found corrupt data (unknown compression method), expected an intact gzip member"},
            {changed(size - 8), "abc", size - 4,
             "found corrupt data (incorrect data check), expected an intact gzip member"},
            {changed(size - 1), "abc", size,
             "found corrupt data (incorrect length check), expected an intact gzip member"},
            {member + "junk", "abc", size,
             "found the bytes 6A 75, expected the end, zero bytes or another gzip member (1F 8B)"},
            {member + "\x1F", "abc", size + 1, "found the end of the input, expected a gzip member"},
            {member + std::string(3, '\0') + "j", "abc", size + 3,
             "found the byte 6A, expected nothing but zero bytes behind zero bytes"},
            {member + std::string(1, '\0') + member, "abc", size + 1,
             "found the byte 1F, expected nothing but zero bytes behind zero bytes"},
        };
        for (auto const& [bytes, decoded, byte, text] : cases) {
            CAPTURE(text);
            auto const expected = "drops.csv (byte " + std::to_string(byte) + "): " + std::string{text};
            for (std::size_t const piece : {1U, 2U, 1000U})
                for (std::size_t const span : {1U, 1000U})
                    CHECK(outcome(bytes, piece, span) == read_outcome{decoded, expected, byte});
        }
    }

    TEST_CASE("gzip_source: every cut and every changed byte ends alike, however it is read") {
        auto const text = lines_of_numbers(40);
        auto const compressed = gzip_of(text);
        for (std::size_t at = 0; at != compressed.size(); ++at) {
            CAPTURE(at);
            auto const cut = outcome(std::string_view{compressed}.substr(0, at));
            CHECK(cut.byte == at);
            CHECK(!cut.error.empty());
            CHECK(text.starts_with(cut.bytes));
            auto changed = compressed;
            changed[at] = static_cast<char>(~changed[at]);
            auto const whole = outcome(changed);
            CHECK(outcome(changed, 1, 1) == whole);
            CHECK(outcome(changed, 3, 7, 32) == whole);
        }
    }

    TEST_CASE("gzip_source: an error stays") {
        dripping_source drops{"junk", 4};
        gzip_source source{drops};
        auto const first = read_all(source, 8);
        CHECK(!first.error.empty());
        CHECK(read_all(source, 8) == first);
    }

    TEST_CASE("gzip_source: holds exactly what was planned, and nothing from malloc, for whatever size") {
        if (skipped_without_malloc_probe()) return;
        auto const bomb = gzip_of(std::string(50'000'000, 'a'), 9);
        auto const planned = arenite::gzip_source_bytes({.buffer_bytes = 1024});
        arenite::budget memory{planned};
        std::array<char, 4096> into{};
        std::uint64_t bytes = 0;
        arenite::memory_source source{bomb};
        static_cast<void>(memory.report());
        allocation_count const counted;
        {
            gzip_source decompressing{source, {.buffer_bytes = 1024}, memory};
            while (auto const count = decompressing.read(into)) bytes += count;
        }
        auto const requests = counted.requests();
        CHECK(requests.calls - requests.mappings == 0);
        CHECK(requests.mappings == 1);  // the region
        CHECK(bytes == 50'000'000);
        CHECK(memory.peak() == planned);
        CHECK(memory.used() == 0);
        arenite::budget less{planned - 1};
        CHECK_THROWS_AS((gzip_source{source, {.buffer_bytes = 1024}, less}), arenite::budget_exceeded);
    }

    TEST_CASE("gzip_source: rows of a compressed text are those of the text") {
        auto const text = file_of_tests("rows/iris.csv");
        auto const compressed = gzip_of(text);
        auto const schema = arenite::schema::unnamed(4);
        dripping_source drops{compressed, 100};
        gzip_source source{drops};
        arenite::csv_batches<double> batches{source, schema, {.header = arenite::csv_header::yes}};
        CHECK(rows_of(batches) == rows_of(text, schema, {.header = arenite::csv_header::yes}));
    }
}
