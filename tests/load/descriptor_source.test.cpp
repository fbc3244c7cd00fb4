// SPDX-License-Identifier: MIT
#include <arenite/load/descriptor_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <fcntl.h>

namespace {

struct pipe_ends {
    pipe_ends() { REQUIRE(::pipe(ends) == 0); }
    pipe_ends(pipe_ends const&) = delete;
    pipe_ends& operator=(pipe_ends const&) = delete;
    ~pipe_ends() {
        ::close(ends[0]);
        if (ends[1] >= 0) ::close(ends[1]);
    }
    int ends[2];
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("descriptor_source: reads a pipe until it is closed, and leaves it open") {
        pipe_ends pipe;
        REQUIRE(::write(pipe.ends[1], "abc", 3) == 3);
        arenite::descriptor_source source{pipe.ends[0], "a pipe"};
        std::array<char, 8> into{};
        CHECK(source.read(into) == 3);
        ::close(std::exchange(pipe.ends[1], -1));
        CHECK(source.read(into) == 0);
        CHECK(source.name() == "a pipe");
        CHECK(::fcntl(pipe.ends[0], F_GETFD) >= 0);
    }

    TEST_CASE("descriptor_source: waits where the descriptor would block") {
        pipe_ends pipe;
        REQUIRE(::fcntl(pipe.ends[0], F_SETFL, O_NONBLOCK) == 0);
        std::thread writer{[&] {
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
            CHECK(::write(pipe.ends[1], "x", 1) == 1);
        }};
        arenite::descriptor_source source{pipe.ends[0]};
        std::array<char, 8> into{};
        CHECK(source.read(into) == 1);
        writer.join();
    }

    TEST_CASE("descriptor_source: what the system refuses is a system error in its name") {
        arenite::descriptor_source source{-1, "nothing"};
        std::array<char, 8> into{};
        try {
            static_cast<void>(source.read(into));
            FAIL("it can be read");
        } catch (std::system_error const& refused) {
            CHECK(refused.code() == std::errc::bad_file_descriptor);
            CHECK(std::string_view{refused.what()}.starts_with("nothing"));
        }
    }

    TEST_CASE("standard_input: is descriptor 0") {
        CHECK(arenite::standard_input().descriptor() == 0);
        CHECK(arenite::standard_input().name() == "standard input");
    }
}
