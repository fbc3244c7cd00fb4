// SPDX-License-Identifier: MIT
#include <arenite/load/detail/hashed_cells.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/libsvm_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/load/npy_batches.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using arenite::category_hash, arenite::csv_batches, arenite::hashed, arenite::number;

arenite::schema const columns{number("n"), hashed("c")};

/// The cells of the hashed column.
std::vector<double> hashes_in(std::string const& rows, arenite::csv_options const& options = {}) {
    arenite::memory_source source{rows};
    std::vector<double> cells;
    for (auto const batch : csv_batches(source, columns, options))
        for (std::size_t r = 0; r != batch.rows(); ++r) cells.push_back(batch(r, 1));
    return cells;
}

double hash(std::string_view text) { return category_hash(text); }

TEST_SUITE("load") {
    TEST_CASE("hashed_cells: all of a field's text counts") {
        CHECK(hashes_in("n,c\n1,red\n2, red\n3,red \n4,\n5,NA\n6,7.0\n") ==
              std::vector{hash("red"), hash(" red"), hash("red "), hash(""), hash("NA"), hash("7.0")});
    }

    TEST_CASE("hashed_cells: quotes around a text are not part of it, doubled ones are one") {
        CHECK(hashes_in("n,c\n1,\"red\"\n2,\"a, b\"\n3,\"\"\n4,\" \"\n") ==
              std::vector{hash("red"), hash("a, b"), hash(""), hash(" ")});
        for (std::size_t const length : {1U, 2U, 9U, 17U, 32U, 33U, 64U, 65U, 100U, 128U, 129U, 500U}) {
            std::string text, doubled;
            for (std::size_t i = 0; i != length; ++i) {
                bool const quote = i % 3 == 0;
                text += quote ? '"' : static_cast<char>('a' + i % 26);
                doubled += quote ? "\"\"" : text.substr(i);
            }
            CAPTURE(length);
            CHECK(hashes_in("n,c\n1,\"" + doubled + "\"\n") == std::vector{hash(text)});
        }
    }

    TEST_CASE("hashed_cells: many rows, by whatever way they are read") {
        std::string rows = "c,n\n";
        std::vector<double> expected;
        for (int i = 0; i != 3000; ++i) {
            rows += "category " + std::to_string(i % 100) + "," + std::to_string(i) + "\r\n";
            expected.push_back(hash("category " + std::to_string(i % 100)));
        }
        CHECK(hashes_in(rows) == expected);
        CHECK(hashes_in(rows, {.batch_rows = 7, .buffer_bytes = 64}) == expected);
    }

    TEST_CASE("hashed_cells: batches of float cannot hold hashes") {
        std::string const rows = "n,c\n1,red\n";
        arenite::memory_source source{rows};
        CHECK_THROWS_AS((csv_batches<float>{source, columns}), arenite::shape_error);
        CHECK_THROWS_AS((arenite::libsvm_batches<float>{source, columns}), arenite::shape_error);
        CHECK_THROWS_AS((arenite::npy_batches<float>{source, columns}), arenite::shape_error);
        CHECK_NOTHROW(csv_batches<double>{source, columns});
    }
}

}  // namespace
