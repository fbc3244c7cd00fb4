// SPDX-License-Identifier: MIT
#include <arenite/batch/batch.hpp>

#include "support/counting_source.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

using arenite::batch, arenite::budget;

static_assert(!std::is_copy_constructible_v<batch<double>> && std::is_nothrow_move_constructible_v<batch<double>>);

TEST_SUITE("batch") {
    TEST_CASE_TEMPLATE("batch: is zero at first, row-major, and 64-byte aligned", T, float, double, std::int32_t) {
        counting_source source;
        budget memory{4096, source};
        batch<T> numbers{3, 5, memory};
        CHECK(numbers.rows() == 3);
        CHECK(numbers.cols() == 5);
        for (std::size_t r = 0; r != 3; ++r)
            for (std::size_t c = 0; c != 5; ++c) CHECK(numbers(r, c) == T{});
        numbers(2, 4) = T{7};
        CHECK(numbers.view().data()[14] == T{7});
        CHECK(std::as_const(numbers).view()(2, 4) == T{7});
        CHECK(reinterpret_cast<std::uintptr_t>(numbers.view().data()) % 64 == 0);
        CHECK(memory.used() == arenite::round_up(15 * sizeof(T)));
    }

    TEST_CASE("batch: its bytes are back before its destructor returns") {
        counting_source source;
        budget memory{4096, source};
        { batch<double> const numbers{8, 8, memory}; }
        CHECK(source.outstanding == 0);
        CHECK(memory.peak() == 512);
    }

    TEST_CASE("batch: a view survives a move") {
        batch<double> first{2, 2};
        auto const view = first.view();
        auto second = std::move(first);
        view(1, 1) = 3;
        CHECK(second(1, 1) == 3);
    }

    TEST_CASE("batch: without rows or columns it takes nothing") {
        budget memory{0};
        CHECK(batch<double>{}.rows() == 0);
        batch<double> const no_rows{0, 5, memory}, no_cols{5, 0, memory};
        CHECK(no_rows.cols() == 5);
        CHECK(no_cols.rows() == 5);
        CHECK(memory.refused() == 0);
    }

    TEST_CASE("batch: a shape that overflows is refused") {
        CHECK_THROWS_AS((batch<double>{std::size_t{1} << 40, std::size_t{1} << 40}), arenite::budget_exceeded);
        CHECK_THROWS_AS((batch<double>{std::size_t{1} << 61, 8}), arenite::budget_exceeded);
    }

    TEST_CASE("batch: is cut to its first rows, and keeps its memory") {
        counting_source source;
        budget memory{4096, source};
        batch<double> numbers{8, 8, memory};
        numbers(2, 7) = 5;
        numbers.cut_to(3);
        CHECK(numbers.rows() == 3);
        CHECK(numbers.view().rows() == 3);
        CHECK(numbers(2, 7) == 5);
        numbers.cut_to(100);
        CHECK(numbers.rows() == 3);
        CHECK(memory.used() == 512);
    }
}
