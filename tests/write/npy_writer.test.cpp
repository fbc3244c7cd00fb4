// SPDX-License-Identifier: MIT
#include <arenite/write/npy_writer.hpp>

#include "oracle.hpp"
#include "support/throwing_contract.hpp"

#include <arenite/write/file_sink.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <sys/stat.h>

namespace {

struct string_sink {
    void write(std::span<char const> bytes) {
        ++writes;
        text.append(bytes.begin(), bytes.end());
    }
    std::string text;
    std::size_t writes = 0;
};

struct patched_sink : string_sink {
    void write_at(std::uint64_t offset, std::span<char const> bytes) {
        text.replace(offset, bytes.size(), bytes.data(), bytes.size());
    }
};
static_assert(!arenite::patchable_sink<string_sink> && arenite::patchable_sink<patched_sink>);

/// The numbers of the stored arrays.
template <class T>
std::vector<T> halves() {
    std::vector<T> numbers(15);
    for (std::size_t i = 0; i != 15; ++i) numbers[i] = static_cast<T>(static_cast<double>(i) / 2);
    return numbers;
}

std::string saved(std::string const& type) { return oracle::read_file(oracle::folder + "npy/saved_" + type + ".npy"); }

/// What the writer makes of the halves in batches of `rows`, with a buffer of `size`.
template <class T>
std::string written(std::size_t rows, std::size_t size) {
    auto const numbers = halves<T>();
    std::vector<char> buffer(size);
    string_sink sink;
    arenite::npy_writer<T> writer{sink, buffer, 3, 5};
    for (std::size_t first = 0; first < 5; first += rows)
        writer.write({numbers.data() + 3 * first, std::min(rows, 5 - first), 3});
    writer.finish();
    CHECK(writer.rows() == 5);
    return sink.text;
}

TEST_SUITE("write") {
    TEST_CASE("npy_writer: the bytes are those of numpy.save, for any batches and buffers") {
        for (std::size_t rows = 1; rows != 7; ++rows)
            for (std::size_t size : std::initializer_list<std::size_t>{0, 1, 7, 12, 64, 128, 200, 4096}) {
                CHECK(written<float>(rows, size) == saved("f4"));
                CHECK(written<double>(rows, size) == saved("f8"));
                CHECK(written<std::int32_t>(rows, size) == saved("i4"));
            }
    }

    TEST_CASE("npy_writer: strides make no difference") {
        auto const numbers = halves<float>();
        std::vector<float> turned(15), apart(5 * 4 + 2);
        for (std::size_t r = 0; r != 5; ++r)
            for (std::size_t c = 0; c != 3; ++c) turned[c * 5 + r] = apart[r * 4 + c] = numbers[r * 3 + c];
        for (arenite::batch_view<float const> const batch :
             {arenite::batch_view<float const>{turned.data(), 5, 3, 1, 5},
              arenite::batch_view<float const>{apart.data(), 5, 3, 4, 1}}) {
            string_sink sink;
            std::array<char, 32> buffer{};
            arenite::npy_writer<float> writer{sink, buffer, 3, 5};
            writer.write(batch);
            writer.finish();
            CHECK(sink.text == saved("f4"));
        }
    }

    TEST_CASE("npy_writer: how many rows there are is written when they are all there") {
        patched_sink sink;
        std::array<char, 64> buffer{};
        auto const numbers = halves<double>();
        arenite::npy_writer<double> writer{sink, buffer, 3};
        writer.write({numbers.data(), 2, 3});
        writer.write({numbers.data() + 6, 3, 3});
        CHECK(sink.text[0] == '\0');
        writer.finish();
        CHECK(sink.text == saved("f8"));
    }

    TEST_CASE("npy_writer: patches a file, but no pipe") {
        std::string const path = "npy_writer.npy";
        std::array<char, 4096> buffer{};
        auto const numbers = halves<double>();
        {
            arenite::file_sink sink{path};
            arenite::npy_writer<double> writer{sink, buffer, 3};
            writer.write({numbers.data(), 5, 3});
            writer.finish();
            sink.commit();
        }
        CHECK(oracle::read_file(path) == saved("f8"));
        ::unlink(path.c_str());
        arenite::file_sink full{"/dev/full"};
        arenite::npy_writer<double> failing{full, buffer, 3};
        CHECK_THROWS_AS(failing.finish(), std::system_error);
        CHECK_THROWS_WITH_AS(failing.finish(), "output whose sink has failed before: Input/output error",
                             std::system_error);
    }

    TEST_CASE("npy_writer: rows go to the sink without a copy where they are larger than the buffer") {
        std::vector<float> const numbers(3000);
        string_sink sink;
        std::array<char, 256> buffer{};
        arenite::npy_writer<float> writer{sink, buffer, 3, 1000};
        writer.write({numbers.data(), 1000, 3});
        writer.finish();
        CHECK(sink.writes == 2);
        CHECK(sink.text.size() == 128 + 12000);
    }

    TEST_CASE("npy_writer: the largest sizes fit in front of the elements") {
        constexpr auto most = ~std::uint64_t{0};
        auto const front = arenite::detail::npy_front<double>(most, most);
        CHECK(front.view().size() == 128);
        CHECK(front.view().find("(18446744073709551615, 18446744073709551615), }") != std::string_view::npos);
        CHECK(front.view().back() == '\n');
    }

    TEST_CASE("npy_writer: holds other rows than announced against the contract") {
        throwing_contract const guard;
        string_sink sink;
        std::array<char, 256> buffer{};
        auto const numbers = halves<float>();
        arenite::npy_writer<float> writer{sink, buffer, 3, 2};
        CHECK_THROWS_AS(writer.write({numbers.data(), 1, 2}), broken_contract);
        writer.write({numbers.data(), 1, 3});
        CHECK_THROWS_AS(writer.finish(), broken_contract);
        CHECK_THROWS_AS(writer.write({numbers.data(), 2, 3}), broken_contract);
    }
}

}  // namespace
