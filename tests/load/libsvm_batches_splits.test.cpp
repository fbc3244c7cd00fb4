// SPDX-License-Identifier: MIT
#include <arenite/load/libsvm_batches.hpp>

#include "libsvm_support.hpp"
#include "oracle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace {

using arenite::libsvm_batches, arenite::schema_view;

constexpr std::string_view torture =
    "\xEF\xBB\xBF# 1:2 ,\"\n"
    "1 0:1 2:3\r\n"
    "\n"
    "-1:0.25 qid:7 2:1e400\t1:-0.5  # x\n"
    "  \t \r\n"
    "2 1:x\n"
    "3 2:123456789012345678901234567890 0:nan#\r\n"
    "+4\t9:1\n"
    "5 1:1e-400 1:2\n"
    "6 1:inf\r";

strings torture_rows(std::size_t piece, std::size_t buffer, std::size_t rows) {
    dripping_source source{torture, piece};
    libsvm_batches batches{
        source, schema_view{3}, {.batch_rows = rows, .buffer_bytes = buffer, .on_bad = arenite::on_bad::null}};
    auto found = rows_of(batches, &exactly);
    found.push_back(std::to_string(batches.overflows()) + " " + std::to_string(batches.underflows()) + " " +
                    std::to_string(batches.bad_rows()) + " " + std::to_string(batches.position().row) + " " +
                    std::to_string(batches.position().byte) + " " + std::to_string(batches.position().line));
    return found;
}

/// As it is, with pieces and buffers of many sizes.
void check_splits(std::string const& text) {
    arenite::memory_source whole{text};
    libsvm_batches<float> expected_batches{whole, schema_view{40}, {.on_bad = arenite::on_bad::null}};
    auto const expected = rows_of(expected_batches, &exactly);
    for (std::size_t piece = 1; piece <= text.size(); piece += 1 + piece / 40) {
        dripping_source source{text, piece};
        libsvm_batches<float> batches{
            source,
            schema_view{40},
            {.batch_rows = 1 + piece % 5, .buffer_bytes = 600, .on_bad = arenite::on_bad::null}};
        CHECK(rows_of(batches, &exactly) == expected);
    }
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("libsvm_batches: the same rows and bits for any pieces, buffers and batches") {
        auto const expected = torture_rows(torture.size(), 4096, 100);
        CHECK(expected == strings{"0x1p+0 nan 0x1.8p+1", "nan -0x1p-1 inf", "nan nan nan",
                                  "nan nan 0x1.8ee90ff6c373ep+96", "nan nan nan", "nan nan nan", "nan inf nan",
                                  "1 0 3 7 " + std::to_string(torture.size()) + " 10"});
        for (std::size_t piece = 1; piece != torture.size(); ++piece)
            CHECK(torture_rows(piece, 48, 1 + piece % 9) == expected);
        for (std::size_t buffer = 48; buffer != torture.size() + 2; ++buffer)
            for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 5, 1000})
                CHECK(torture_rows(piece, buffer, 3) == expected);
    }

    TEST_CASE("libsvm_batches: every split of the stored files gives the same rows") {
        for (std::string const name :
             {"classification", "one_based", "qid", "comments", "multilabel", "numbers", "xgboost", "lightgbm"}) {
            CAPTURE(name);
            check_splits(oracle::read_file(oracle::folder + "libsvm/" + name + ".svm"));
        }
    }

    TEST_CASE("libsvm_batches: random rows in any order are what they were made of") {
        std::mt19937_64 random{11};
        std::string text;
        strings expected;
        for (int row = 0; row != 500; ++row) {
            std::vector<std::string> cells(40, "nan");
            text += std::to_string(row);
            std::vector<std::size_t> order(40);
            for (std::size_t i = 0; i != 40; ++i) order[i] = i;
            std::shuffle(order.begin(), order.end(), random);
            order.resize(random() % 41);
            for (auto const index : order) {
                double const number = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 150);
                cells[index] = exactly(number);
                text.append(random() % 3, ' ');
                text.append(random() % 2 == 0 ? " " : "\t").append(std::to_string(index)).append(":");
                text += arenite::format_number(number).view();
            }
            text += row % 2 == 0 ? "\n" : " #c\r\n";
            expected.emplace_back();
            for (auto const& cell : cells) expected.back() += cell + " ";
            expected.back().pop_back();
        }
        arenite::memory_source source{text};
        libsvm_batches batches{source, schema_view{40}, {.batch_rows = 33, .buffer_bytes = 2048}};
        CHECK(rows_of(batches, &exactly) == expected);
    }
}
