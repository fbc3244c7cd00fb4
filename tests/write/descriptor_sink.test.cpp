// SPDX-License-Identifier: MIT
#include <arenite/write/descriptor_sink.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include <fcntl.h>

namespace {

TEST_SUITE("write") {
    TEST_CASE("descriptor_sink: writes all, through a pipe that takes little at a time and would block") {
        int ends[2];
        REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
        std::string const text(1 << 20, 'x');
        std::string read;
        {
            std::jthread const reader{[&] {
                char buffer[4096];
                while (read.size() != text.size()) {
                    pollfd waiting{ends[0], POLLIN, 0};
                    ::poll(&waiting, 1, 1000);
                    auto const count = ::read(ends[0], buffer, sizeof buffer);
                    if (count > 0) read.append(buffer, static_cast<std::size_t>(count));
                }
            }};
            arenite::descriptor_sink sink{ends[1]};
            sink.write(text);
        }
        CHECK(read == text);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    TEST_CASE("descriptor_sink: a signal in the middle does not stop it") {
        struct sigaction quiet {
        }, before{};
        quiet.sa_handler = [](int) {};  // without SA_RESTART: the system reports EINTR
        REQUIRE(::sigaction(SIGUSR1, &quiet, &before) == 0);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        std::string const text(1 << 18, 'x');
        std::size_t read = 0;
        {
            std::jthread const reader{[&, writer = ::pthread_self()] {
                for (int i = 0; i != 5; ++i) {  // the pipe is full: the writer waits
                    std::this_thread::sleep_for(std::chrono::milliseconds{10});
                    ::pthread_kill(writer, SIGUSR1);
                }
                char buffer[4096];
                while (read != text.size())
                    if (auto const count = ::read(ends[0], buffer, sizeof buffer); count > 0)
                        read += static_cast<std::size_t>(count);
            }};
            arenite::descriptor_sink sink{ends[1]};
            sink.write(text);
        }
        CHECK(read == text.size());
        ::close(ends[0]);
        ::close(ends[1]);
        ::sigaction(SIGUSR1, &before, nullptr);
    }

    TEST_CASE("descriptor_sink: a full disk and a closed pipe are system errors that name the sink") {
        int const full = ::open("/dev/full", O_WRONLY);
        REQUIRE(full >= 0);
        arenite::descriptor_sink sink{full, "the full disk"};
        try {
            sink.write(std::string_view{"x"});
            FAIL("was written");
        } catch (std::system_error const& refused) {
            CHECK(refused.code() == std::errc::no_space_on_device);
            CHECK(std::string{refused.what()}.find("the full disk") != std::string::npos);
        }
        ::close(full);

        auto* const before = std::signal(SIGPIPE, SIG_IGN);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        ::close(ends[0]);
        arenite::descriptor_sink closed{ends[1]};
        CHECK_THROWS_AS(closed.write(std::string_view{"x"}), std::system_error);
        ::close(ends[1]);
        std::signal(SIGPIPE, before);
    }

    TEST_CASE("descriptor_sink: standard output is descriptor 1") {
        CHECK(arenite::standard_output().descriptor() == 1);
        CHECK(arenite::standard_output().name() == "standard output");
    }
}

}  // namespace
