// SPDX-License-Identifier: MIT
#include <arenite/load/zstd_source.hpp>

#include "load/compressed_support.hpp"
#include "load/zstd_support.hpp"
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <type_traits>

namespace {

using arenite::zstd_options, arenite::zstd_source;

static_assert(!std::is_copy_constructible_v<zstd_source> && !std::is_move_constructible_v<zstd_source>);

constexpr std::size_t small_window = std::size_t{1} << 17;

read_outcome outcome(std::string_view bytes, std::size_t piece = 1 << 20, std::size_t size = 1 << 16,
                     std::size_t buffer = 1 << 17) {
    return decompressed<zstd_source>(bytes, zstd_options{buffer, small_window}, piece, size);
}

/// A frame that decoders pass over: RFC 8878, 3.1.2.
std::string skippable(std::string_view content) {
    std::string frame{"\x5A\x2A\x4D\x18"};
    for (int i = 0; i != 4; ++i) frame += static_cast<char>(content.size() >> (8 * i) & 0xFF);
    return frame.append(content);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("zstd_source: gives what was compressed, whatever the pieces, the spans and the buffer") {
        auto const text = lines_of_numbers(40'000);  // several blocks
        for (int const level : {-5, 1, 3, 12}) {
            auto const compressed = zstd_of(text, level, 17);
            CAPTURE(level);
            for (std::size_t const piece : {1U, 7U, 4096U, 1U << 20})
                for (std::size_t const size : {3U, 1000U, 1U << 20}) {
                    CHECK(outcome(compressed, piece, size) == read_outcome{text, "", 0});
                    CHECK(outcome(compressed, piece, size, 32) == read_outcome{text, "", 0});
                }
        }
    }

    TEST_CASE("zstd_source: one byte at a time, in and out") {
        auto const text = lines_of_numbers(10'000);
        CHECK(outcome(zstd_of(text, 3, 17), 1, 1, 32) == read_outcome{text, "", 0});
        std::string const noise = zstd_of(text, 19, 17);  // blocks that are kept as they are
        CHECK(outcome(zstd_of(noise), 1, 1) == read_outcome{noise, "", 0});
    }

    TEST_CASE("zstd_source: reads what zstd(1) wrote") {
        auto const text = file_of_tests("rows/iris.csv");
        REQUIRE(!text.empty());
        CHECK(outcome(file_of_tests("compressed/iris.csv.zst")) == read_outcome{text, "", 0});
        CHECK(outcome(file_of_tests("compressed/iris_no_checksum.csv.zst"), 1, 1) == read_outcome{text, "", 0});
    }

    TEST_CASE("zstd_source: frames follow each other; what can be skipped is") {
        auto const frames = skippable("") + zstd_of("abc") + skippable("what nobody reads") + zstd_of("") +
                            zstd_of("def") + skippable("x");
        for (std::size_t const piece : {1U, 2U, 1000U})
            for (std::size_t const size : {1U, 2U, 3U, 1000U})
                CHECK(outcome(frames, piece, size, 32) == read_outcome{"abcdef", "", 0});
        CHECK(outcome(zstd_of("")) == read_outcome{});
        CHECK(outcome(skippable("alone")) == read_outcome{});
    }

    TEST_CASE("zstd_source: says what is wrong, and where, behind all that could be decoded") {
        auto const frame = zstd_of("abc");
        auto const size = frame.size();
        auto changed = [&](std::size_t at) {
            auto copy = frame;
            copy[at] = static_cast<char>(copy[at] ^ 0x18);
            return copy;
        };
        std::string_view const rest = "found the end of the input, expected the rest of a zstd frame";
        struct refused {
            std::string bytes, decoded;
            std::uint64_t byte;
            std::string_view text;
        };
        std::vector<refused> const cases{
            {"", "", 0, "found an empty input, expected a zstd frame"},
            {frame.substr(0, 3), "", 3, "found the end of the input, expected a zstd frame"},
            {frame.substr(0, 6), "", 6, rest},
            {frame.substr(0, size - 1), "abc", size - 1, rest},
            {skippable("gone").substr(0, 9), "", 9, rest},
            {"PK\3\4", "", 0, "found the bytes 50 4B 03 04, expected a zstd frame (28 B5 2F FD)"},
            {"\x27\xB5\x2F\xFD" + std::string(20, '\0'), "", 0,
             "found the bytes 27 B5 2F FD, expected a zstd frame (28 B5 2F FD)"},  // as zstd 0.7 wrote
            {frame + "junk", "abc", size,
             "found the bytes 6A 75 6E 6B, expected the end or another zstd frame (28 B5 2F FD)"},
            {frame + "ju", "abc", size + 2, "found the end of the input, expected a zstd frame"},
            {changed(size - 1), "abc", size,
             "found corrupt data (Restored data doesn't match checksum), expected an intact zstd frame"},
            {zstd_of(lines_of_numbers(30'000), 3, 18), "", 0,
             "found a zstd window of 262144 bytes, expected at most 131072 (raise largest_window)"},
        };
        for (auto const& [bytes, decoded, byte, text] : cases) {
            CAPTURE(text);
            auto const expected = "drops.csv (byte " + std::to_string(byte) + "): " + std::string{text};
            for (std::size_t const piece : {1U, 2U, 1000U})
                for (std::size_t const span : {1U, 1000U})
                    CHECK(outcome(bytes, piece, span) == read_outcome{decoded, expected, byte});
        }
    }

    TEST_CASE("zstd_source: names the dictionary that is missing") {
        auto frame = zstd_of("abc");
        frame[4] = static_cast<char>(frame[4] | 2);  // a dictionary identity of two bytes
        frame.insert(frame.begin() + 5, {'\x39', '\x30'});
        CHECK(outcome(frame, 1).error ==
              "drops.csv (byte 0): found a zstd frame that needs dictionary 12345, expected one that needs none");
    }

    TEST_CASE("zstd_source: every cut and every changed byte ends alike, however it is read") {
        auto const text = lines_of_numbers(40);
        auto const compressed = zstd_of(text) + zstd_of(text, 1, 10);
        for (std::size_t at = 0; at != compressed.size(); ++at) {
            CAPTURE(at);
            auto const cut = outcome(std::string_view{compressed}.substr(0, at));
            auto const whole_frame = cut.bytes == text && cut.error.empty();
            CHECK((whole_frame || cut.byte == at));
            CHECK((text + text).starts_with(cut.bytes));
            for (int const bit : {0, 4}) {
                auto changed = compressed;
                changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                auto const whole = outcome(changed);
                CHECK(outcome(changed, 1, 1) == whole);
                CHECK(outcome(changed, 3, 7, 32) == whole);
            }
        }
    }

    TEST_CASE("zstd_source: blocks in front of a bad one are given, however it is read") {
        auto compressed = zstd_of(lines_of_numbers(60'000), 3, 17);
        compressed[compressed.size() * 3 / 4] = static_cast<char>(~compressed[compressed.size() * 3 / 4]);
        auto const whole = outcome(compressed);
        CHECK(whole.error.find("corrupt data (") != std::string::npos);
        CHECK(whole.bytes.size() >= 1 << 17);
        CHECK(outcome(compressed, 1, 3) == whole);
        CHECK(outcome(compressed, 5000, 1 << 20, 32) == whole);
    }

    TEST_CASE("zstd_source: an error stays") {
        auto frame = zstd_of("abc");
        frame.back() = static_cast<char>(~frame.back());
        dripping_source drops{frame, 4};
        zstd_source source{drops};
        auto const first = read_all(source, 8);
        CHECK(first.bytes == "abc");
        CHECK(read_all(source, 8) == read_outcome{"", first.error, first.byte});
    }

    TEST_CASE("zstd_source: holds exactly what was planned, and nothing from malloc, for whatever size") {
        if (skipped_without_malloc_probe()) return;
        auto const bomb = zstd_of(std::string(100'000'000, 'a'), 3, 20);
        zstd_options const options{.buffer_bytes = 1024, .largest_window = 1 << 20};
        auto const planned = arenite::zstd_source_bytes(options);
        CHECK(planned == arenite::zstd_source_bytes({.buffer_bytes = 1 << 17, .largest_window = 1 << 20}));
        CHECK(planned > (1 << 20));
        CHECK(planned < (1 << 20) + (5 << 17));  // buffer, two blocks, state
        arenite::budget memory{planned};
        std::array<char, 4096> into{};
        std::uint64_t bytes = 0;
        arenite::memory_source source{bomb};
        allocation_count const counted;
        {
            zstd_source decompressing{source, options, memory};
            while (auto const count = decompressing.read(into)) bytes += count;
        }
        auto const requests = counted.requests();
        CHECK(requests.calls - requests.mappings == 0);
        CHECK(requests.mappings == 1);  // the region
        CHECK(bytes == 100'000'000);
        CHECK(memory.peak() == planned);
        CHECK(memory.used() == 0);
        arenite::budget less{planned - 1};
        CHECK_THROWS_AS((zstd_source{source, options, less}), arenite::budget_exceeded);
    }

    TEST_CASE("zstd_source: the planned memory suffices for every window up to the largest, odd ones too") {
        auto const text = lines_of_numbers(300'000);
        for (std::size_t const limit :
             {std::size_t{0}, std::size_t{1} << 10, std::size_t{1} << 17, std::size_t{3} << 20})
            for (int log = 10; log != 23; ++log) {
                CAPTURE(log);
                CAPTURE(limit);
                auto const fits = std::size_t{1} << log <= std::max(limit, std::size_t{1} << 10);
                auto const read = decompressed<zstd_source>(zstd_of(text, 1, log), zstd_options{4096, limit});
                CHECK((fits ? read.bytes == text : read.error.find("zstd window of") != std::string::npos));
            }
    }
}
