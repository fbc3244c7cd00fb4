// SPDX-License-Identifier: MIT
#include <arenite/transform/shuffle.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/filter.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

#include <numeric>

namespace {

using arenite::shuffle;

constexpr std::size_t row_bytes = 2 * sizeof(double) + 8;

std::vector<double> sorted(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::vector<double> numbers_until(std::size_t end) {
    std::vector<double> numbers(end);
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return numbers;
}

TEST_SUITE("transform") {
    TEST_CASE("shuffle: every row once, in another order, which does not depend on batches") {
        auto const one = numbers_by(shuffle(50 * row_bytes, 1), 1000, 64);
        CHECK(sorted(one) == numbers_until(1000));
        CHECK(one != numbers_until(1000));
        for (std::size_t const batch_rows : {1U, 7U, 5000U})
            CHECK(numbers_by(shuffle(50 * row_bytes, 1), 1000, batch_rows) == one);
        CHECK(numbers_by(shuffle(50 * row_bytes, 2), 1000, 64) != one);
    }

    TEST_CASE("shuffle: a row comes at most as many places earlier as the buffer holds rows") {
        auto const made = numbers_by(shuffle(50 * row_bytes, 1), 1000, 64);
        double earliest = 0;
        for (std::size_t i = 0; i != made.size(); ++i) earliest = std::max(earliest, made[i] - static_cast<double>(i));
        CHECK(earliest < 50);
        CHECK(earliest > 40);
    }

    TEST_CASE("shuffle: a buffer for all rows mixes them well") {
        auto const made = numbers_by(shuffle(1000 * row_bytes, 3), 1000, 64);
        CHECK(sorted(made) == numbers_until(1000));
        double distance = 0;
        for (std::size_t i = 0; i != made.size(); ++i) distance += std::abs(made[i] - static_cast<double>(i));
        CHECK(distance / 1000 > 313);  // a third, and three standard deviations of that mean
        CHECK(distance / 1000 < 353);
    }

    TEST_CASE("shuffle: the first places are equally likely") {
        std::vector<int> first(4);
        for (std::uint64_t seed = 0; seed != 4000; ++seed)
            ++first[static_cast<std::size_t>(numbers_by(shuffle(4 * row_bytes, seed), 4, 4)[0])];
        for (int const count : first) CHECK(std::abs(count - 1000) < 110);  // four standard deviations
    }

    TEST_CASE("shuffle: rows keep their numbers behind a filter, and a buffer of one row the order") {
        auto const third = arenite::filter("n", [](double x) noexcept { return static_cast<int>(x) % 3 == 0; });
        CHECK(sorted(numbers_by(third | shuffle(100, 5), 20, 4)) == std::vector{0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0});
        CHECK(numbers_by(shuffle(row_bytes, 1), 100, 7) == numbers_until(100));
        CHECK(numbers_by(shuffle(row_bytes, 1), 0, 7).empty());
    }

    TEST_CASE("shuffle: the buffer has the bytes that were stated, at most") {
        auto const rows = numbered_rows(1);
        auto const shuffled = arenite::batches_from(rows, {.batch_rows = 1, .schema = numbered}) | shuffle(65536, 1);
        auto const planned = arenite::plan(shuffled);
        std::size_t buffer = 0;
        for (auto const& part : planned.parts())
            if (part.stage == "shuffle buffer" || (part.stage == "row ids" && part.bytes > 64)) buffer += part.bytes;
        CHECK(buffer <= 65536 + 128);  // each part is rounded up to 64
        CHECK(buffer > 65536 - row_bytes);
    }

    TEST_CASE("shuffle: refuses texts, and a buffer without room") {
        CHECK(refusal_of(shuffle(row_bytes - 1, 1), numbered) == "shuffle: the buffer does not hold one row");
        CHECK(refusal_of(shuffle(row_bytes << 33, 1), numbered) == "shuffle: the buffer holds more than 2^32 rows");
        arenite::schema const columns{arenite::text("id"), arenite::number("age")};
        arenite::memory_source source{"a,1\n"};
        auto rows = arenite::csv_batches(source, columns);
        CHECK_THROWS_WITH_AS(static_cast<void>(rows | shuffle(1000, 1)),
                             "shuffle: found a column of texts, expected numbers and categories only: texts do not "
                             "outlive their batch",
                             arenite::shape_error);
    }

    TEST_CASE("shuffle: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(shuffle(row_bytes * 50, 1));
    }
}

}  // namespace
