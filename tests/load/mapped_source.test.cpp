// SPDX-License-Identifier: MIT
#include <arenite/load/mapped_source.hpp>

#include "load/csv_support.hpp"
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <type_traits>

namespace {

using arenite::mapped_source;

static_assert(std::is_nothrow_move_constructible_v<mapped_source> && std::is_nothrow_move_assignable_v<mapped_source>);
static_assert(!std::is_copy_constructible_v<mapped_source>);

std::string const iris = std::string{ARENITE_TEST_DATA} + "/rows/iris.csv";

std::string content(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string_view view(mapped_source const& source) {
    return {reinterpret_cast<char const*>(source.bytes().data()), source.bytes().size()};
}

/// Whether a process of ours has the file mapped.
bool is_mapped(std::string_view end_of_path) {
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(end_of_path)) return true;
    return false;
}

/// A file of the working folder, removed at the end.
struct left_file {
    explicit left_file(char const* name) : path(name) {}
    left_file(left_file const&) = delete;
    left_file& operator=(left_file const&) = delete;
    ~left_file() { std::remove(path); }
    char const* path;
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("mapped_source: all bytes at once, at the start of a page, and one after the other") {
        auto const text = content(iris);
        mapped_source source{iris};
        CHECK(view(source) == text);
        CHECK(reinterpret_cast<std::uintptr_t>(source.bytes().data()) % 4096 == 0);
        std::string read;
        std::array<char, 7> into{};
        while (auto const count = source.read(into)) read.append(into.data(), count);
        CHECK(read == text);
        CHECK(source.read(into) == 0);
        CHECK(view(source) == text);
        CHECK(source.name().ends_with("rows/iris.csv"));
    }

    TEST_CASE("mapped_source: is unmapped when its owner goes, wherever it was moved") {
        REQUIRE(!is_mapped("rows/wine.csv"));
        {
            mapped_source source{ARENITE_TEST_DATA "/rows/wine.csv"};
            CHECK(is_mapped("rows/wine.csv"));
            auto const* const first = source.bytes().data();
            std::array<char, 4> into{};
            CHECK(source.read(into) == 4);
            mapped_source moved{std::move(source)};
            CHECK(moved.bytes().data() == first);
            CHECK(source.bytes().empty());  // NOLINT: moved from is empty
            CHECK(source.read(into) == 0);
            mapped_source assigned{iris};
            assigned = std::move(moved);
            CHECK(!is_mapped("rows/iris.csv"));
            CHECK(assigned.bytes().data() == first);
            CHECK(assigned.read(into) == 4);
            CHECK(std::string_view{into.data(), 4} == view(assigned).substr(4, 4));
            CHECK(is_mapped("rows/wine.csv"));
        }
        CHECK(!is_mapped("rows/wine.csv"));
    }

    TEST_CASE("mapped_source: an empty file has no bytes") {
        left_file const file{"mapped_source_empty"};
        std::ofstream{file.path};
        mapped_source source{file.path};
        std::array<char, 4> into{};
        CHECK(source.bytes().empty());
        CHECK(source.read(into) == 0);
    }

    TEST_CASE("mapped_source: refuses what is not there, folders, pipes and devices") {
        auto refusal = [](std::string const& path) -> int {
            try {
                mapped_source const source{path};
            } catch (std::system_error const& refused) {
                CHECK(std::string_view{refused.what()}.starts_with(path));
                return refused.code().value();
            }
            return 0;
        };
        auto error = [](std::string const& path) -> std::string {
            try {
                mapped_source const source{path};
            } catch (arenite::data_error const& refused) {
                return refused.what();
            }
            return "";
        };
        CHECK(refusal("no/such/file") == ENOENT);
        CHECK(refusal(".") == EISDIR);
        CHECK(error("/dev/null") ==
              "/dev/null (byte 0): found a character device, expected a regular file: only one can be mapped");
        left_file const pipe{"mapped_source_pipe"};
        REQUIRE(::mkfifo(pipe.path, 0600) == 0);
        CHECK(error(pipe.path) ==
              "mapped_source_pipe (byte 0): found a pipe, expected a regular file: only one can be mapped");
    }

    TEST_CASE("mapped_source: allocates nothing but its mapping") {
        if (skipped_without_malloc_probe()) return;
        allocation_count const counted;
        { mapped_source const source{iris}; }
        auto const requests = counted.requests();
        CHECK(requests.calls == 1);
        CHECK(requests.mappings == 1);
    }

    TEST_CASE("mapped_source: rows of a mapped text are those of the text") {
        auto const schema = arenite::schema::unnamed(4);
        mapped_source source{iris};
        arenite::csv_batches<double> batches{source, schema, {.header = arenite::csv_header::yes}};
        CHECK(rows_of(batches) == rows_of(content(iris), schema, {.header = arenite::csv_header::yes}));
    }
}
