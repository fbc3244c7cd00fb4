// SPDX-License-Identifier: MIT
#include <arenite/write/byte_sink.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

struct string_sink {
    void write(std::span<char const> bytes) { text.append(bytes.begin(), bytes.end()); }
    std::string text;
};
static_assert(arenite::byte_sink<string_sink> && arenite::byte_sink<arenite::byte_sink_ref>);

struct takes_nothing {
    void write(int) {}
};
static_assert(!arenite::byte_sink<takes_nothing>);

struct patched_sink : string_sink {
    void write_at(std::uint64_t, std::span<char const>) {}
};
static_assert(arenite::patchable_sink<patched_sink> && !arenite::patchable_sink<string_sink>);

TEST_SUITE("write") {
    TEST_CASE("byte_sink_ref: writes to the sink that it borrows") {
        string_sink sink;
        arenite::byte_sink_ref const borrowed{sink};
        borrowed.write(std::span{"ab", 2});
        arenite::byte_sink_ref const copy = borrowed;
        copy.write(std::span{"c", 1});
        CHECK(sink.text == "abc");
    }
}

}  // namespace
