// SPDX-License-Identifier: MIT
// Pipes and sockets that drip, would block and are interrupted by signals: the same bytes, and the same rows.
#include "load/csv_support.hpp"

#include <arenite/load/descriptor_source.hpp>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

namespace {

std::string table() {
    std::string text = "a,b\n";
    for (int i = 0; i != 300; ++i) text += std::to_string(i) + ".5,\"" + std::to_string(-i) + "\"\n";
    return text;
}

/// Writes the text to a descriptor in small pieces with pauses, and closes it.
class dripping_writer {
public:
    dripping_writer(int descriptor, std::string const& text)
        : thread_([descriptor, text] {
              for (std::size_t at = 0, piece = 1; at < text.size(); at += piece, piece = piece * 7 % 61 + 1) {
                  auto const size = std::min(piece, text.size() - at);
                  if (::write(descriptor, text.data() + at, size) != static_cast<ssize_t>(size)) break;
                  std::this_thread::sleep_for(std::chrono::microseconds{300});
              }
              ::close(descriptor);
          }) {}
    dripping_writer(dripping_writer const&) = delete;
    dripping_writer& operator=(dripping_writer const&) = delete;
    ~dripping_writer() { thread_.join(); }

private:
    std::thread thread_;
};

std::atomic<int> interruptions = 0;

/// A signal every 200 microseconds, which interrupts system calls: without SA_RESTART. Only the thread that makes it is
/// interrupted: others are made with the signal blocked.
class interrupting_timer {
public:
    interrupting_timer() {
        struct sigaction action {};
        action.sa_handler = [](int) { ++interruptions; };
        ::sigaction(SIGALRM, &action, &before_);
        set(200);
    }
    interrupting_timer(interrupting_timer const&) = delete;
    interrupting_timer& operator=(interrupting_timer const&) = delete;
    ~interrupting_timer() {
        set(0);
        ::sigaction(SIGALRM, &before_, nullptr);
    }

private:
    static void set(suseconds_t microseconds) {
        itimerval const every{{0, microseconds}, {0, microseconds}};
        ::setitimer(ITIMER_REAL, &every, nullptr);
    }
    struct sigaction before_ {};
};

/// Signals are not for threads that are made as long as it lives.
class signals_blocked {
public:
    signals_blocked() {
        sigset_t alarm;
        sigemptyset(&alarm);
        sigaddset(&alarm, SIGALRM);
        ::pthread_sigmask(SIG_BLOCK, &alarm, &before_);
    }
    signals_blocked(signals_blocked const&) = delete;
    signals_blocked& operator=(signals_blocked const&) = delete;
    ~signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_;
};

/// Rows of a table that drips through a pipe, by way of `source_of(descriptor)`.
template <class SourceOf>
strings dripped_rows(int const (&descriptors)[2], bool non_blocking, SourceOf source_of) {
    if (non_blocking) REQUIRE(::fcntl(descriptors[0], F_SETFL, O_NONBLOCK) == 0);
    std::optional<signals_blocked> blocked{std::in_place};
    dripping_writer const writer{descriptors[1], table()};
    blocked.reset();
    interrupting_timer const timer;
    auto source = source_of(descriptors[0]);
    auto const schema = arenite::schema::unnamed(2);
    arenite::csv_batches<double> batches{source, schema, {.batch_rows = 7, .buffer_bytes = 64}};
    return rows_of(batches);
}

strings rows_of_table() {
    auto const schema = arenite::schema::unnamed(2);
    return rows_of(table(), schema);
}

arenite::descriptor_source describe(int descriptor) { return arenite::descriptor_source{descriptor}; }

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("descriptor_source: a pipe and a socket that drip, block or not, under a hail of signals") {
        for (bool const socket : {false, true})
            for (bool const non_blocking : {false, true}) {
                CAPTURE(socket);
                CAPTURE(non_blocking);
                int descriptors[2];
                REQUIRE((socket ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors) : ::pipe(descriptors)) == 0);
                interruptions = 0;
                CHECK(dripped_rows(descriptors, non_blocking, describe) == rows_of_table());
                CHECK(interruptions > 0);
                ::close(descriptors[0]);
            }
    }

    TEST_CASE("file_source: a named pipe that drips, under a hail of signals") {
        auto const* const path = "waiting_sources_pipe";
        REQUIRE(::mkfifo(path, 0600) == 0);
        int const descriptors[2] = {::open(path, O_RDONLY | O_NONBLOCK), ::open(path, O_WRONLY)};
        interruptions = 0;
        auto open = [path](int) { return arenite::file_source{path}; };
        CHECK(dripped_rows(descriptors, true, open) == rows_of_table());
        CHECK(interruptions > 0);
        ::close(descriptors[0]);
        std::remove(path);
    }

    TEST_CASE("csv_batches: begins where the file source or the descriptor stands") {
        auto const path = std::string{ARENITE_TEST_DATA} + "/rows/iris.csv";
        auto const schema = arenite::schema::unnamed(4);
        arenite::csv_options const options{.header = arenite::csv_header::no};
        arenite::file_source whole{path};
        arenite::csv_batches<double> all{whole, schema, {.header = arenite::csv_header::yes}};
        auto expected = rows_of(all);
        std::string_view const header = "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n";

        arenite::file_source source{path};
        std::array<char, 16> into{};
        CHECK(source.read(into) == 16);
        source.seek(header.size());
        arenite::csv_batches<double> from_file{source, schema, options};
        CHECK(rows_of(from_file) == expected);

        expected.erase(expected.begin());  // "5.8,4.0,1.2,0.2\n"
        auto const descriptor = ::open(path.c_str(), O_RDONLY);
        REQUIRE(::lseek(descriptor, static_cast<off_t>(header.size() + 16), SEEK_SET) > 0);
        arenite::descriptor_source described{descriptor};
        arenite::csv_batches<double> from_descriptor{described, schema, options};
        CHECK(rows_of(from_descriptor) == expected);
        CHECK(from_descriptor.bytes_read() == *source.size() - header.size() - 16);  // counted from there
        ::close(descriptor);
    }
}
