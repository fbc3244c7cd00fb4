// SPDX-License-Identifier: MIT
#include <arenite/load/file_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <type_traits>

namespace {

static_assert(std::is_nothrow_move_constructible_v<arenite::file_source>);
static_assert(!std::is_copy_constructible_v<arenite::file_source>);

std::string const iris = std::string{ARENITE_TEST_DATA} + "/rows/iris.csv";

std::string text_of_error(std::string const& path, int error) {
    try {
        arenite::file_source const source{path};
    } catch (std::system_error const& refused) {
        CHECK(refused.code().value() == error);
        return refused.what();
    }
    return "";
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("file_source: reads a file to its end, from any place") {
        arenite::file_source source{iris};
        CHECK(source.seekable());
        REQUIRE(source.size().has_value());
        std::array<char, 64> into{};
        std::uint64_t bytes = 0;
        while (auto const count = source.read(into)) bytes += count;
        CHECK(bytes == *source.size());
        CHECK(source.read_at(6, std::span{into}.first(6)) == 6);
        CHECK(std::string_view{into.data(), 6} == "length");
        CHECK(source.read_at(*source.size(), into) == 0);
        CHECK(source.read(into) == 0);
        source.seek(0);
        CHECK(source.read(std::span{into}.first(5)) == 5);
        CHECK(std::string_view{into.data(), 5} == "sepal");
    }

    TEST_CASE("file_source: moves with its place in the file") {
        arenite::file_source source{iris};
        std::array<char, 6> into{};
        CHECK(source.read(into) == 6);
        arenite::file_source moved{std::move(source)};
        CHECK(moved.read(into) == 6);
        CHECK(std::string_view{into.data(), 6} == "length");
        arenite::file_source assigned{ARENITE_TEST_DATA "/rows/wine.csv"};
        assigned = std::move(moved);
        CHECK(assigned.name() == std::string_view{iris}.substr(iris.size() - std::min<std::size_t>(iris.size(), 120)));
        CHECK(assigned.read(into) == 6);
        CHECK(std::string_view{into.data(), 6} == "_cm,se");
    }

    TEST_CASE("file_source: says what cannot be opened, and why") {
        CHECK(text_of_error("no/such/file.csv", ENOENT).find("no/such/file.csv") == 0);
        CHECK(text_of_error(ARENITE_TEST_DATA, EISDIR).find("data") != std::string::npos);
    }

    TEST_CASE("file_source: of a long path it keeps the end") {
        std::string path(200, 'a');
        path += "/end.csv";
        CHECK(text_of_error(path, ENOENT).find(path.substr(path.size() - 120) + ':') == 0);
    }
}
