// SPDX-License-Identifier: MIT
#include <arenite/write/file_sink.hpp>

#include "oracle.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

bool exists(std::string const& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

TEST_SUITE("write") {
    TEST_CASE("file_sink: the file appears when it is complete") {
        std::string const path = "file_sink.complete.txt";
        std::string unfinished;
        ::unlink(path.c_str());
        {
            arenite::file_sink sink{path};
            sink.write(std::string_view{"first "});
            CHECK(!exists(path));
            unfinished = sink.unfinished_path();
            CHECK(exists(unfinished));
            sink.write(std::string_view{"second"});
            sink.commit();
            CHECK(oracle::read_file(path) == "first second");
        }
        CHECK(!exists(unfinished));
        CHECK(exists(path));
        ::unlink(path.c_str());
    }

    TEST_CASE("file_sink: of two sinks of one path in a process only the first commit succeeds") {
        std::string const path = "file_sink.twice.txt";
        ::unlink(path.c_str());
        {
            arenite::file_sink first{path};
            first.write(std::string_view{"cut off"});
            arenite::file_sink second{path};
            CHECK(first.unfinished_path() == second.unfinished_path());
            second.write(std::string_view{"123"});
            second.commit();
            CHECK(oracle::read_file(path) == "123");
            CHECK_THROWS_AS(first.commit(), std::system_error);
        }
        CHECK(oracle::read_file(path) == "123");
        ::unlink(path.c_str());
    }

    TEST_CASE("file_sink: replaces what it took before") {
        std::string const path = "file_sink.patched.txt";
        {
            arenite::file_sink sink{path};
            sink.write(std::string_view{"first second"});
            sink.write_at(1, std::string_view{"IRS"});
            sink.write(std::string_view{" third"});
            sink.commit();
        }
        CHECK(oracle::read_file(path) == "fIRSt second third");
        ::unlink(path.c_str());
        std::string const pipe = "file_sink.patched_pipe";
        ::unlink(pipe.c_str());
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        int const reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
        {
            arenite::file_sink sink{pipe};
            CHECK_THROWS_AS(sink.write_at(0, std::string_view{"x"}), std::system_error);
        }
        ::close(reader);
        ::unlink(pipe.c_str());
    }

    TEST_CASE("file_sink: without commit the old file stays, and nothing else does") {
        std::string const path = "file_sink.kept.txt";
        std::string unfinished;
        {
            arenite::file_sink old{path};
            old.write(std::string_view{"old"});
            old.commit();
        }
        {
            arenite::file_sink sink{path};
            sink.write(std::string_view{"new"});
            unfinished = sink.unfinished_path();
        }
        CHECK(!exists(unfinished));
        CHECK(oracle::read_file(path) == "old");
        ::unlink(path.c_str());
    }

    TEST_CASE("file_sink: a device is written as it is") {
        arenite::file_sink sink{"/dev/full"};
        CHECK(sink.unfinished_path().empty());
        CHECK_THROWS_AS(sink.write(std::string_view{"x"}), std::system_error);
        arenite::file_sink nothing{"/dev/null"};
        nothing.write(std::string_view{"x"});
        nothing.commit();
        CHECK(exists("/dev/null"));
    }

    TEST_CASE("file_sink: a link stays one, and what it leads to is written") {
        std::string const path = "file_sink.linked.txt", link = "file_sink.link.txt";
        arenite::file_sink{path}.commit();
        REQUIRE(::symlink(path.c_str(), link.c_str()) == 0);
        arenite::file_sink sink{link};
        sink.write(std::string_view{"new"});
        CHECK(oracle::read_file(path).empty());
        sink.commit();
        CHECK(oracle::read_file(path) == "new");
        struct stat status {};
        CHECK(::lstat(link.c_str(), &status) == 0);
        CHECK(S_ISLNK(status.st_mode));
        ::unlink(link.c_str());
        ::unlink(path.c_str());
    }

    TEST_CASE("file_sink: what cannot be made is a system error that names the file") {
        try {
            arenite::file_sink sink{"no/such/folder/scores.csv"};
            FAIL("was made");
        } catch (std::system_error const& refused) {
            CHECK(refused.code() == std::errc::no_such_file_or_directory);
            CHECK(std::string{refused.what()}.find("no/such/folder/scores.csv") != std::string::npos);
        }
    }
}

}  // namespace
