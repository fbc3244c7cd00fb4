// SPDX-License-Identifier: MIT
#include <arenite/load/decompressed_source.hpp>

#include "load/compressed_support.hpp"
#include "load/gzip_support.hpp"
#include "load/zstd_support.hpp"
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <type_traits>

namespace {

using arenite::decompressed_options, arenite::decompressed_source;

static_assert(!std::is_copy_constructible_v<decompressed_source> && !std::is_move_constructible_v<decompressed_source>);

read_outcome outcome(std::string_view bytes, std::size_t piece = 1 << 20, std::size_t size = 1 << 16,
                     std::size_t buffer = 1 << 17) {
    return decompressed<decompressed_source>(bytes, decompressed_options{buffer, 1 << 17}, piece, size);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("decompressed_source: gives gzip, zstd and plain bytes, whatever the pieces") {
        auto const text = lines_of_numbers(5000);
        for (auto const& bytes : {text, gzip_of(text), zstd_of(text), gzip_of(text) + std::string(9, '\0'),
                                  "\x50\x2A\x4D\x18" + std::string(4, '\0') + zstd_of(text)})
            for (std::size_t const piece : {1U, 2U, 3U, 5U, 1U << 20})
                for (std::size_t const size : {1U, 1000U}) {
                    CHECK(outcome(bytes, piece, size) == read_outcome{text, "", 0});
                    CHECK(outcome(bytes, piece, size, 32) == read_outcome{text, "", 0});
                }
    }

    TEST_CASE("decompressed_source: bytes that only begin alike are given as they are") {
        for (std::string const text : {"", "\x1F", "\x1F\x8C", "(", "(\xB5", "(\xB5/", "(\xB5/\xFE more", "P", "P*",
                                       "P*M", "P*M\x19", "Price,Name\n", "a", "\x60*M\x18", "O*M\x18"})
            for (std::size_t const piece : {1U, 2U, 100U})
                for (std::size_t const size : {1U, 100U}) {
                    CAPTURE(text);
                    CHECK(outcome(text, piece, size) == read_outcome{text, "", 0});
                }
    }

    TEST_CASE("decompressed_source: reads no more than it needs to tell what it is, and not before it is asked") {
        dripping_source drops{"ab", 1};
        decompressed_source source{drops};
        CHECK(drops.reads == 0);
        std::array<char, 8> into{};
        CHECK(source.read(into) == 1);
        CHECK(drops.reads == 1);
        CHECK(source.name() == "drops.csv");
    }

    TEST_CASE("decompressed_source: what is cut off or corrupt is an error of its format") {
        auto const gzip = gzip_of("abc"), zstd = zstd_of("abc");
        CHECK(outcome("\x1F\x8B").error ==
              "drops.csv (byte 2): found the end of the input, expected the rest of a gzip member");
        CHECK(outcome(gzip.substr(0, gzip.size() - 1), 1, 1).byte == gzip.size() - 1);
        CHECK(outcome(zstd.substr(0, zstd.size() - 1), 1, 1).byte == zstd.size() - 1);
        CHECK(outcome(gzip + zstd).error ==
              "drops.csv (byte " + std::to_string(gzip.size()) +
                  "): found the bytes 28 B5, expected the end, zero bytes or another gzip member (1F 8B)");
        CHECK(outcome(zstd_of(lines_of_numbers(30'000), 3, 18)).error.find("window of 262144") != std::string::npos);
    }

    TEST_CASE("decompressed_source: holds exactly what was planned, and nothing from malloc") {
        if (skipped_without_malloc_probe()) return;
        auto const text = lines_of_numbers(50'000);
        decompressed_options const options{.buffer_bytes = 1000, .largest_window = 1 << 17};
        auto const planned = arenite::decompressed_source_bytes(options);
        CHECK(planned == arenite::zstd_source_bytes({1000, 1 << 17}));
        for (auto const& bytes : {text, gzip_of(text), zstd_of(text, 3, 17)}) {
            arenite::budget memory{planned};
            arenite::memory_source source{bytes};
            std::array<char, 4096> into{};
            std::size_t size = 0;
            allocation_count const counted;
            {
                decompressed_source decompressing{source, options, memory};
                while (auto const count = decompressing.read(into)) size += count;
            }
            auto const requests = counted.requests();
            CHECK(requests.calls - requests.mappings == 0);
            CHECK(requests.mappings == 1);  // the region
            CHECK(size == text.size());
            CHECK(memory.peak() == planned);
            CHECK(memory.used() == 0);
        }
    }
}
