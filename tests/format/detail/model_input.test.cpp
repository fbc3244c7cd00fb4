// SPDX-License-Identifier: MIT
#include <arenite/format/detail/model_input.hpp>

#include "memory_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <vector>

using arenite::model_error;
using arenite::detail::end_of_input;
using arenite::detail::model_input;
using arenite::test::memory_file;

namespace {

std::string rest_of(model_input& input) {
    std::string bytes;
    for (int byte = input.next(); byte != end_of_input; byte = input.next()) bytes += static_cast<char>(byte);
    return bytes;
}

std::span<std::byte const> bytes_of(std::string_view text) { return std::as_bytes(std::span{text}); }

std::string found_in(std::string const& path) {
    std::array<char, 16> buffer;
    try {
        model_input const input{path, buffer};
    } catch (model_error const& error) {
        return std::string{error.found()};
    }
    return "nothing wrong";
}

}  // namespace

TEST_SUITE("format") {
    TEST_CASE("model_input: memory is read front to back, and again") {
        model_input input{bytes_of("abc"), "three bytes"};
        CHECK(input.name() == "three bytes");
        CHECK(input.size() == 3);
        CHECK(input.peek() == 'a');
        CHECK(input.position() == 0);
        CHECK(input.next() == 'a');
        CHECK(input.position() == 1);
        CHECK(input.bytes_left() == 2);
        CHECK_FALSE(input.take('c'));
        CHECK(input.take('b'));
        CHECK(input.window() == "c");
        CHECK(rest_of(input) == "c");
        CHECK(input.peek() == end_of_input);
        CHECK(input.window().empty());
        input.rewind();
        CHECK(input.position() == 0);
        CHECK(rest_of(input) == "abc");
    }

    TEST_CASE("model_input: any byte may be gone to, in memory and in a file") {
        std::string_view const text = "0123456789abcdef";
        memory_file const file{text};
        std::array<char, 4> buffer;
        model_input from_file{file.path(), buffer}, from_memory{bytes_of(text)};
        for (auto* const input : {&from_file, &from_memory})
            for (std::size_t const first : {9U, 10U, 8U, 8U, 0U, 15U, 3U})
                for (std::size_t const skipped : {0U, 1U, 3U}) {
                    input->seek(first);
                    CHECK(input->position() == first);
                    CHECK(input->peek() == text[first]);
                    if (first + skipped >= text.size()) continue;
                    input->skip(skipped);
                    input->seek(first + skipped);
                    CHECK(input->bytes_left() == text.size() - first - skipped);
                    CHECK(input->next() == text[first + skipped]);
                }
        for (auto* const input : {&from_file, &from_memory}) {
            input->seek(text.size());
            CHECK(input->peek() == end_of_input);
            input->seek(14);
            CHECK(rest_of(*input) == "ef");
            input->rewind();
            CHECK(rest_of(*input) == text);
        }
    }

    TEST_CASE("model_input: bytes above 127 are not the end") {
        model_input input{bytes_of("\xFF\x80"), "bytes"};
        CHECK(input.peek() == 255);
        CHECK(input.next() == 255);
        CHECK(input.next() == 128);
        CHECK(input.next() == end_of_input);
    }

    TEST_CASE("model_input: memory without bytes, at no address, is at its end") {
        model_input input{std::span<std::byte const>{}, "nothing"};
        CHECK(input.peek() == end_of_input);
        input.rewind();
        CHECK(input.size() == 0);
        CHECK(input.next() == end_of_input);
    }

    TEST_CASE("model_input: a file reads the same through a buffer of any size") {
        std::string const content = "the quick brown fox";
        memory_file const file{content};
        REQUIRE(file.written());
        for (std::size_t size = 1; size != 30; ++size) {
            CAPTURE(size);
            std::vector<char> buffer(size);
            model_input input{file.path(), buffer};
            CHECK(input.size() == content.size());
            CHECK(rest_of(input) == content);
            CHECK(input.position() == content.size());
            input.rewind();
            CHECK(input.position() == 0);
            CHECK(rest_of(input) == content);
        }
    }

    TEST_CASE("model_input: read and skip cross the buffer") {
        memory_file const file{"0123456789abcdef"};
        for (std::size_t size = 1; size != 20; ++size) {
            CAPTURE(size);
            std::vector<char> buffer(size);
            model_input input{file.path(), buffer};
            CHECK(input.next() == '0');
            input.skip(5);
            CHECK(input.position() == 6);
            std::array<char, 4> four;
            CHECK(input.read(four));
            CHECK(std::string_view{four.data(), 4} == "6789");
            std::array<char, 7> seven;
            CHECK_FALSE(input.read(seven));
            CHECK(input.position() == 16);
            input.rewind();
            input.skip(16);
            CHECK(input.peek() == end_of_input);
        }
    }

    TEST_CASE("model_input: offsets beyond 4 GiB") {
        constexpr std::uint64_t far = (std::uint64_t{5} << 30) + 3;
        memory_file file;
        file.write("x", static_cast<off_t>(far));
        REQUIRE(file.written());
        std::array<char, 8> buffer;
        model_input input{file.path(), buffer};
        CHECK(input.size() == far + 1);
        input.skip(far - 1);
        CHECK(input.next() == 0);
        CHECK(input.position() == far);
        CHECK(input.next() == 'x');
        CHECK(input.next() == end_of_input);
    }

    TEST_CASE("model_input: what is no regular file is refused by name") {
        auto const pipe = std::filesystem::temp_directory_path() / ("arenite_pipe_" + std::to_string(::getpid()));
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        CHECK(found_in(pipe) == "a pipe");
        std::filesystem::remove(pipe);
        CHECK(found_in("/") == "a directory");
        CHECK(found_in("/dev/null") == "a character device");
    }

    TEST_CASE("model_input: a file that is not there is the system's error, with its path") {
        std::array<char, 16> buffer;
        auto const open = [&] { model_input const input{"/no/such/model.json", buffer}; };
        CHECK_THROWS_WITH_AS(open(), doctest::Contains("/no/such/model.json"), std::system_error);
        try {
            open();
        } catch (std::system_error const& error) {
            CHECK(error.code() == std::errc::no_such_file_or_directory);
        }
    }

    TEST_CASE("model_input: a file that becomes shorter while it is read is damaged") {
        memory_file file{"0123456789"};
        std::array<char, 4> buffer;
        model_input input{file.path(), buffer};
        input.skip(2);
        file.resize(5);
        REQUIRE(file.written());
        CHECK_THROWS_AS(rest_of(input), model_error);
        CHECK(input.position() == 5);
    }

    TEST_CASE("model_input: a file that is written to between two passes is damaged") {
        memory_file file{"0123456789"};
        std::array<char, 4> buffer;
        model_input input{file.path(), buffer};
        CHECK_NOTHROW(input.rewind());
        SUBCASE("longer") { file.resize(11); }
        SUBCASE("shorter") { file.resize(9); }
        SUBCASE("as long as before") {
            timespec const times[2] = {{1, 0}, {1, 0}};
            REQUIRE(::futimens(file.descriptor(), times) == 0);
        }
        REQUIRE(file.written());
        CHECK_THROWS_AS(input.require_unchanged(), model_error);
        CHECK_THROWS_WITH_AS(input.rewind(), doctest::Contains("written to while it was read"), model_error);
    }
}
