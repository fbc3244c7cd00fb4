// SPDX-License-Identifier: MIT
#include <arenite/batch/detail/section_file.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace arenite::detail;

struct text_sink {
    std::string text;
    void write(std::span<char const> bytes) { text.append(bytes.data(), bytes.size()); }
};

enum class colour : unsigned char { red, green };

/// Bytes of gaps: 3 behind `yes`, 6 behind `last`.
struct sample_part {
    std::uint16_t number = 0;
    colour of = colour::red;
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.number);
        file.choice(self.of, colour::green);
    }
};
struct sample_record {
    bool yes = false;
    float weight = 0;
    double sum = 0;
    sample_part part;
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.yes, self.weight, self.sum, self.part);
    }
};
static_assert(has_gaps<sample_record> && has_gaps<sample_part> && !has_gaps<section_entry>);

struct sample {
    std::size_t rows = 3;
    std::int32_t sign = -7;
    bool truth = true;
    colour of = colour::green;
    std::string_view name = "ab\nc";
    std::span<std::uint32_t const> numbers, none;
    std::span<sample_record const> records;

    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file.count(self.rows);
        file(self.sign, self.truth, self.name, self.numbers, self.none, self.records);
        file.choice(self.of, colour::green);
    }
};

std::vector<std::uint32_t> const numbers{1, 2, 0xffffffff};

std::vector<sample_record> made_records() {
    // whatever lies in the gaps
    std::vector<sample_record> made(2);
    std::memset(static_cast<void*>(made.data()), 0x5a, 2 * sizeof(sample_record));
    made[0] = {true, 1.5f, -0.0, {0x1234, colour::green}};
    made[1] = {false, 2.5f, 3, {5, colour::red}};
    return made;
}

std::string written(std::string_view kind = "sample") {
    auto const records = made_records();
    sample const stored{.numbers = numbers, .none = {}, .records = records};
    text_sink sink;
    write_sections(sink, kind, section{"first", 1, [&](section_writer& to) { to(stored); }},
                   section{"empty", 2, [](section_writer&) {}},
                   section{"text", 3, [](section_writer& to) { to(std::string_view{"hello"}); }});
    return sink.text;
}

/// At a multiple of 64, as files are held.
struct held_bytes {
    explicit held_bytes(std::string const& text) : room(text.size() + 64), bytes{} {
        void* first = room.data();
        auto space = room.size();
        bytes = {static_cast<std::byte*>(std::align(64, text.size(), first, space)), text.size()};
        std::memcpy(bytes.data(), text.data(), text.size());
    }
    std::vector<std::byte> room;
    std::span<std::byte> bytes;
};

/// Everything that the file holds, or the error.
std::string complaint(std::string const& text, bool with_checksum = true) {
    held_bytes const held{text};
    try {
        section_file const file{held.bytes, "some.file", "sample"};
        if (with_checksum) file.require_checksum();
        auto from = file.section("first", 1);
        sample read;
        from(read);
        from.finish();
        return {};
    } catch (arenite::model_error const& error) {
        return error.what();
    }
}

void put_number(std::string& text, std::size_t at, std::uint64_t number, std::size_t bytes) {
    std::memcpy(text.data() + at, &number, bytes);
}

TEST_CASE("a section gives back what was written, in place") {
    held_bytes const held{written()};
    section_file const file{held.bytes, "some.file", "sample"};
    file.require_checksum();
    auto from = file.section("first", 1);
    sample read{.rows = 0,
                .sign = 0,
                .truth = false,
                .of = colour::red,
                .name = {},
                .numbers = {},
                .none = numbers,
                .records = {}};
    from(read);
    from.finish();
    CHECK(read.rows == 3);
    CHECK(read.sign == -7);
    CHECK(read.truth);
    CHECK(read.of == colour::green);
    CHECK(read.name == "ab\nc");
    CHECK(std::ranges::equal(read.numbers, numbers));
    CHECK(read.none.empty());
    CHECK(reinterpret_cast<std::uintptr_t>(read.numbers.data()) % 64 == 0);
    CHECK(reinterpret_cast<std::byte const*>(read.records.data()) >= held.bytes.data());
    REQUIRE(read.records.size() == 2);
    CHECK(read.records[0].yes);
    CHECK(std::signbit(read.records[0].sum));
    CHECK(read.records[0].part.number == 0x1234);
    CHECK(read.records[0].part.of == colour::green);
    CHECK(read.records[1].weight == 2.5f);

    std::string_view greeting;
    auto last = file.section("text", 3);
    last(greeting);
    last.finish();
    CHECK(greeting == "hello");
    CHECK(file.version_of("empty") == 2);
    CHECK(file.version_of("none") == 0);
    file.section("empty", 2).finish();
}

TEST_CASE("the layout is the one that is stated, byte by byte") {
    auto const text = written();
    CHECK(text.substr(0, 16) == std::string("\x8a"
                                            "arenite\x01\0\0\0\x0a\x0b\x0c\x0d",
                                            16));
    CHECK(text.substr(32, 16) == std::string("sample\0\0\0\0\0\0\0\0\0\0", 16));
    CHECK(text.substr(64, 16) == std::string("first\0\0\0\0\0\0\0\1\0\0\0", 16));
    std::string const expected = std::string("\3\0\0\0\0\0\0\0", 8) + std::string("\xf9\xff\xff\xff\1\0\0\0", 8) +
                                 std::string(
                                     "\4\0\0\0\0\0\0\0"
                                     "ab\nc\0\0\0\0",
                                     16) +
                                 std::string("\3\0\0\0\0\0\0\0", 8);
    auto const first = text.substr(192);  // header, three entries and what is left of 64
    CHECK(first.substr(0, expected.size()) == expected);
    CHECK(first.substr(64, 12) == std::string("\1\0\0\0\2\0\0\0\xff\xff\xff\xff", 12));
    CHECK(first.substr(128, 24) == std::string("\1\0\0\0\0\0\xc0\x3f\0\0\0\0\0\0\0\x80\x34\x12\1\0\0\0\0\0", 24));
    CHECK(text.size() % 64 == 8);
}

TEST_CASE("the bytes are the same each time, whatever lies in the gaps of records") { CHECK(written() == written()); }

TEST_CASE("no change of a byte goes unnoticed") {
    auto const text = written();
    for (std::size_t i = 0; i != text.size(); ++i)
        for (char const change : {'\x01', '\x80', '\xff'}) {
            auto damaged = text;
            damaged[i] = static_cast<char>(damaged[i] ^ change);
            CAPTURE(i);
            CHECK(complaint(damaged) != "");
            static_cast<void>(complaint(damaged, false));  // must not read beyond the file, which sanitizers see
        }
    CHECK(complaint(text) == "");
}

TEST_CASE("a file that is cut off, or longer, is refused") {
    auto const text = written();
    for (std::size_t size = 0; size != text.size(); ++size) CHECK(complaint(text.substr(0, size), false) != "");
    CHECK(complaint(text + '\0', false).find("(byte 16): found a file of another length") != std::string::npos);
}

TEST_CASE("what a file must not claim") {
    struct claim {
        std::size_t at, bytes;
        std::uint64_t number;
        std::string_view complaint;
    };
    constexpr auto huge = ~std::uint64_t{0};
    for (auto const& [at, bytes, number, expected] : {
             claim{0, 1, 'x', "(byte 0): found no file of arenite's own"},
             claim{8, 4, 2, "(byte 8): found a file of a newer version"},
             claim{12, 4, 0x0a0b0c0d, "(byte 12): found another order of bytes"},
             claim{24, 4, 0xffffffff, "(byte 24): found more sections"},
             claim{24, 4, 2, "(byte 64): found a section at another place"},
             claim{28, 4, 8, "(byte 28): found another alignment"},
             claim{32, 1, 'x', "(byte 32): found a file that holds xample"},
             claim{64, 1, 'x', "found a file without a section first"},
             claim{76, 4, 2, "found a section of a newer version: first"},
             claim{80, 8, huge, "(byte 64): found a section at another place"},
             claim{80, 8, 256, "(byte 64): found a section at another place"},
             claim{88, 8, huge, "(byte 64): found a section behind the end"},
             claim{88, 8, huge - 255, "(byte 64): found a section behind the end"},
             claim{192, 8, huge, "first (byte 200): found a count beyond all memory"},
             claim{204, 1, 2, "first (byte 205): found a truth that is neither 0 nor 1"},
             claim{208, 8, 1 << 20, "first (byte 216): found more than the section holds"},
             claim{192 + 88, 8, std::uint64_t{1} << 61, "found more than the section holds"},
             claim{320, 1, 2, "found a record that is none"},
             claim{320 + 18, 1, 2, "found a record that is none"},
         }) {
        CAPTURE(at);
        auto damaged = written();
        put_number(damaged, at, number, bytes);
        auto const found = complaint(damaged, false);
        CAPTURE(found);
        CHECK(found.find(expected) != std::string::npos);
    }
    CHECK(complaint(written("other"), false).find("found a file that holds other, expected sample") !=
          std::string::npos);
}

TEST_CASE("a section that is read in part is not finished") {
    held_bytes const held{written()};
    section_file const file{held.bytes, "some.file", "sample"};
    auto from = file.section("first", 1);
    CHECK_THROWS_AS(from.finish(), arenite::model_error);
}

TEST_CASE("a checksum is that of the stated steps") {
    block_checksum sum;
    std::array<std::byte, 128> blocks{};
    for (std::size_t i = 0; i != blocks.size(); ++i) blocks[i] = static_cast<std::byte>(i * 7 + 1);
    sum.add(blocks);
    block_checksum parted;
    parted.add(std::span{blocks}.first(64));
    parted.add(std::span{blocks}.last(64));
    CHECK(sum.value() == parted.value());

    std::uint64_t expected = 0;
    for (std::size_t lane = 0; lane != 8; ++lane) {
        std::uint64_t state = lane + 1;
        for (std::size_t block = 0; block != 2; ++block) {
            std::uint64_t word = 0;
            for (std::size_t i = 8; i-- != 0;)
                word = word << 8 | std::to_integer<std::uint64_t>(blocks[block * 64 + lane * 8 + i]);
            state = (state ^ word) * 0x9fb21c651e98df25;
            state = state << 29 | state >> 35;
        }
        expected = (expected ^ state) * 0x9fb21c651e98df25;
        expected ^= expected >> 32;
    }
    CHECK(sum.value() == expected);
}

}  // namespace
