// SPDX-License-Identifier: MIT
#include <arenite/load/npy_batches.hpp>

#include "npy_support.hpp"
#include "temporary_file.hpp"
#include "oracle.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using arenite::data_error, arenite::npy_batches, arenite::schema_view, arenite::shape_error;

template <class Error = data_error>
std::optional<Error> streamed_error(std::string const& file, std::size_t piece = 1000, std::size_t* rows = nullptr) {
    dripping_source source{file, piece};
    return error_while_reading<Error>([&] { return npy_batches{source, schema_view{2}, {.buffer_bytes = 256}}; }, rows);
}

template <class Error = data_error>
std::optional<Error> memory_error(std::string const& file) {
    return error_while_reading<Error>([&] { return npy_batches{bytes_of(file), schema_view{2}, {}, "drops.csv"}; });
}

struct rejected {
    std::string file;
    std::uint64_t byte;
    std::string_view found, expected;
};

std::string dictionary(std::string_view descr, std::string_view order = "False", std::string_view shape = "(1, 2)") {
    return npy_file("{'descr': " + std::string{descr} + ", 'fortran_order': " + std::string{order} +
                    ", 'shape': " + std::string{shape} + ", }");
}

constexpr std::string_view types = "little-endian f2, f4, f8, i1 to i8, u1 to u8 or b1",
                           keys = "descr, fortran_order and shape, each of them once", size = "a size from 0 to 2^62";

rejected const table[] = {
    {"", 0, "an empty input", "a .npy"},
    {"1,2\n3,4\n", 0, "\"1,2\\x0A3,\"", "\\x93NUMPY, as a .npy begins"},
    {"\x93NUM", 4, "the end of the input", "a whole header"},
    {std::string{"\x93NUMPY\1\0\x10", 9}, 9, "the end of the input", "a whole header"},
    {std::string{"\x93NUMPY\1\0\x10\0{", 11}, 11, "the end of the input", "a whole header"},
    {std::string{"\x93NUMPY\4\0\0\0", 10}, 6, "version 4.0", "1.0, 2.0 or 3.0"},
    {std::string{"\x93NUMPY\1\1\0\0", 10}, 6, "version 1.1", "1.0, 2.0 or 3.0"},
    {npy_file(""), 10, "the end of the header", "a dictionary"},
    {npy_file("[]"), 10, "\"[]\"", "a dictionary"},
    {npy_file("{}"), 12, "no more keys", "the keys descr, fortran_order and shape"},
    {npy_file("{'descr': '<f4', 'shape': (1, 2)}"), 43, "no more keys", "the keys descr, fortran_order and shape"},
    {npy_file("{'type': '<f4'}"), 11, "\"type\"", keys},
    {npy_file("{'descr': '<f4', 'descr': '<f4'}"), 27, "\"descr\"", keys},
    {npy_file("{'descr' '<f4'}"), 19, "\"'<f4'}\"", "a colon"},
    {npy_file("{'descr': '<f4' 'shape': (1,)}"), 26, "\"'shape': (1,)}\"", "a comma or the end of the dictionary"},
    {npy_file("{descr: '<f4'}"), 11, "\"descr: '<f4'}\"", "a key"},
    {npy_file("{'descr"), 11, "\"'descr\"", "a closing quote"},
    {npy_file("{'descr': '<f4',"), 26, "the end of the header", "a key"},
    {dictionary("'<f4'"), 69, "the end of the input", "8 more bytes, as its shape says"},
    {npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)} x"), 68, "\"x\"",
     "nothing behind the dictionary"},
    {dictionary("'>f4'"), 20, "descr \">f4\"", types},
    {dictionary("'<c16'"), 20, "descr \"<c16\"", types},
    {dictionary("'|O'"), 20, "descr \"|O\"", types},
    {dictionary("'<U3'"), 20, "descr \"<U3\"", types},
    {dictionary("'|S4'"), 20, "descr \"|S4\"", types},
    {dictionary("'<M8[ns]'"), 20, "descr \"<M8[ns]\"", types},
    {dictionary("'<f16'"), 20, "descr \"<f16\"", types},
    {dictionary("'<i3'"), 20, "descr \"<i3\"", types},
    {dictionary("''"), 20, "descr \"\"", types},
    {npy_file("{'descr': [('a', '<f4')], 'fortran_order': False}"), 20,
     "descr \"[('a', '<f4')], 'fortran_order': False}\"", types},
    {npy_file("{'descr':"), 19, "descr \"\"", types},
    {dictionary("'<f4'", "0"), 44, "\"0, 'shape': (1, 2), }\"", "True or False"},
    {dictionary("'<f4'", "False", "[1, 2]"), 60, "\"[1, 2], }\"", "a tuple"},
    {dictionary("'<f4'", "False", "(2)"), 62, "\"), }\"", "a comma"},
    {dictionary("'<f4'", "False", "(1 2)"), 63, "\"2), }\"", "a comma"},
    {dictionary("'<f4'", "False", "(1, 2 3)"), 66, "\"3), }\"", "a comma or the end of the shape"},
    {dictionary("'<f4'", "False", "(-1, 2)"), 61, "\"-1, 2), }\"", size},
    {dictionary("'<f4'", "False", "(1.5, 2)"), 62, "\".5, 2), }\"", "a comma"},
    {dictionary("'<f4'", "False", "(18446744073709551616, 2)"), 61, "\"18446744073709551616, 2), }\"", size},
    {dictionary("'<f4'", "False", "(4611686018427387904, 2)"), 10, "an array of more than 2^62 bytes",
     "one that a file can hold"},
    {npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': ("), 61, "the end of the header", size},
    {small_array() + "x", 86, "more bytes", "the end of the input, as its shape says"},
    {small_array().substr(0, 85), 85, "the end of the input", "1 more bytes, as its shape says"},
};

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("npy_batches: what is no array of numbers is refused with its place, however it arrives") {
        auto const check = [](rejected const& reject, std::optional<data_error> const& error) {
            CAPTURE(reject.file);
            REQUIRE(error.has_value());
            CHECK(error->source() == "drops.csv");
            CHECK(error->line() == 0);
            CHECK(error->byte() == reject.byte);
            CHECK(error->found() == reject.found);
            CHECK(error->expected() == reject.expected);
        };
        for (auto const& reject : table) {
            for (std::size_t const piece : std::initializer_list<std::size_t>{1000, 1, 3})
                check(reject, streamed_error(reject.file, piece));
            check(reject, memory_error(reject.file));
        }
    }

    TEST_CASE("npy_batches: whole rows in front of the end of a file that was cut off are delivered first") {
        for (std::size_t cut = 1; cut != 16; ++cut) {
            std::size_t rows = 0;
            auto const error = streamed_error(small_array().substr(0, 86 - cut), 3, &rows);
            REQUIRE(error.has_value());
            CHECK(error->byte() == 86 - cut);
            CHECK(rows == (16 - cut) / 8);
        }
    }

    TEST_CASE("npy_batches: shapes that do not fit the schema are named") {
        struct {
            std::string_view shape, what;
        } const cases[] = {
            {"(1, 3)", "drops.csv has 3 columns, expected 2"},
            {"(4,)", "drops.csv has 1 columns, expected 2"},
            {"(1, 2, 3)", "drops.csv has 3 dimensions, expected 1 or 2"},
            {"()", "drops.csv has 0 dimensions, expected 1 or 2"},
            {"(9, 0)", "drops.csv has no columns"},
        };
        for (auto const& [shape, what] : cases) {
            auto const file = dictionary("'<f4'", "False", shape);
            CHECK(std::string_view{streamed_error<shape_error>(file).value().what()} == what);
            CHECK(std::string_view{memory_error<shape_error>(file).value().what()} == what);
        }
        arenite::schema const with_text{arenite::number("a"), arenite::text("note")};
        CHECK_THROWS_WITH_AS((npy_batches{bytes_of(small_array()), with_text}),
                             "an array has numbers alone, but the schema has a column of texts", shape_error);
    }

    TEST_CASE("npy_batches: a header must fit the buffer of a source") {
        auto const file =
            npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }" + std::string(250, ' '));
        auto const error = streamed_error(file);
        REQUIRE(error.has_value());
        CHECK(error->byte() == 10);
        CHECK(error->found() == "a header of 309 bytes");
        CHECK(error->expected() == "at most 256 (raise npy_options::buffer_bytes)");
        CHECK_FALSE(memory_error(file).has_value());
    }

    TEST_CASE("npy_batches: Fortran order needs a file, or memory") {
        auto const file = oracle::read_file(oracle::folder + "npy/fortran_f8.npy");
        dripping_source source{file, 1000};
        auto const error = error_while_reading<data_error>([&] { return npy_batches{source, schema_view{3}}; });
        REQUIRE(error.has_value());
        CHECK(error->byte() == 0);
        CHECK(error->found() == "Fortran order in what can only be read front to back");
        CHECK(error->expected() == "a file, bytes in memory, or C order");

        std::string const pipe = "npy_batches.pipe";
        ::unlink(pipe.c_str());
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        std::thread writer{[&] {
            int const descriptor = ::open(pipe.c_str(), O_WRONLY);
            CHECK(::write(descriptor, file.data(), file.size()) > 0);
            ::close(descriptor);
        }};
        CHECK(error_while_reading<data_error>([&] { return npy_batches{pipe, schema_view{3}}; }).has_value());
        writer.join();
        ::unlink(pipe.c_str());
    }

    TEST_CASE("npy_batches: a file in Fortran order has the size that its shape says") {
        auto const file = oracle::read_file(oracle::folder + "npy/fortran_f8.npy");
        for (auto const& [size, byte] : {std::pair{file.size() - 1, file.size() - 1}, {file.size() + 1, file.size()}}) {
            temporary_file const cut{(file + "x").substr(0, size)};
            std::size_t rows = 0;
            auto const error = error_while_reading<data_error>(
                [&] {
                    return npy_batches{cut.path(), schema_view{3}};
                },
                &rows);
            REQUIRE(error.has_value());
            CHECK(error->byte() == byte);
            CHECK(rows == 0);
        }
    }

    TEST_CASE("npy_batches: a path that cannot be opened is a system error at construction") {
        CHECK_THROWS_AS((npy_batches{"no/such/file.npy", schema_view{1}}), std::system_error);
        CHECK_THROWS_AS((npy_batches{ARENITE_TEST_DATA, schema_view{1}}), std::system_error);
    }

    TEST_CASE("npy_batches: after an error it is at its end") {
        auto const file = small_array().substr(0, 80);
        dripping_source source{file, 1000};
        npy_batches batches{source, schema_view{2}};
        auto at = batches.begin();
        CHECK((*at).rows() == 1);
        CHECK_THROWS_AS(++at, data_error);
        CHECK(at == std::default_sentinel);
        CHECK(batches.first_row() == 1);
    }
}
