// SPDX-License-Identifier: MIT
#include <arenite/transform/column_program.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

using arenite::batch_view, arenite::column_op, arenite::column_program, arenite::column_step;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Of columns a and b: 2 a without gaps, then a * b and b.
constexpr std::array steps{column_step{.op = column_op::fill, .from = 0, .by = 10},
                           column_step{.op = column_op::affine, .from = 2, .by = 2, .other_number = 0},
                           column_step{.op = column_op::product, .from = 2, .second = 1},
                           column_step{.op = column_op::copy, .from = 1}};
constexpr std::array all{true, true, true, true, true, true};

TEST_SUITE("transform") {
    TEST_CASE("column_program: the last steps make the prepared columns, of rows of any strides and type") {
        column_program const program{2, 3, steps, {}, all};
        CHECK(program.cols() == 3);
        std::array const by_rows{1.0, 5.0, nan, 6.0, -9.0, 7.0};
        std::array const by_columns{1.0f, float{NAN}, -9.0f, 5.0f, 6.0f, 7.0f};
        std::vector<double> room(program.room(3), 99), other(room);
        auto const prepared = program.prepare(batch_view<double const>{by_rows.data(), 3, 2}, -9, room);
        auto const same = program.prepare(batch_view<float const>{by_columns.data(), 3, 2, 1, 3}, -9, other);
        double const expected[3][3]{{2, 5, 5}, {20, 60, 6}, {20, 70, 7}};
        REQUIRE(prepared.rows() == 3);
        REQUIRE(prepared.cols() == 3);
        for (std::size_t r = 0; r != 3; ++r)
            for (std::size_t c = 0; c != 3; ++c) {
                CHECK(prepared(r, c) == expected[r][c]);
                CHECK(same(r, c) == expected[r][c]);
                CHECK(program.cell(batch_view<double const>{by_rows.data(), 3, 2}, r, c, -9) == expected[r][c]);
            }
    }

    TEST_CASE("column_program: nothing is prepared where there are no steps") { CHECK(column_program{}.empty()); }

    TEST_CASE("column_program: only what is needed is read and made") {
        std::array needed{false, false, false, true, false, false};
        column_program::mark_needed(2, steps, needed);
        CHECK(needed == std::array{true, false, true, true, false, false});
        column_program const program{2, 3, steps, {}, needed};
        std::array const row{4.0, 5.0};
        std::vector<double> room(program.room(1), 99);
        auto const prepared = program.prepare(batch_view<double const>{row.data(), 1, 2}, nan, room);
        CHECK(prepared(0, 0) == 8);
        CHECK(prepared(0, 1) == 99);
        CHECK(room[1] == 99);
        needed = {false, false, false, false, true, false};
        column_program::mark_needed(2, steps, needed);
        CHECK(needed == std::array{true, true, true, false, true, false});
    }

    TEST_CASE("column_program: counts the cells that a cell is made of, and refuses columns that are not there") {
        auto counted = steps;
        for (std::size_t i = 0; i != counted.size(); ++i)
            CHECK(column_program::count_cells(2, std::span{counted}.first(i + 1)));
        CHECK(counted[0].cells == 2);
        CHECK(counted[1].cells == 3);
        CHECK(counted[2].cells == 4);
        counted[3].from = 5;
        CHECK_FALSE(column_program::count_cells(2, counted));
        counted[3] = {.op = column_op::product, .from = 0, .second = 5};
        CHECK_FALSE(column_program::count_cells(2, counted));
        counted[3] = {.op = column_op::copy, .from = 0, .second = 5};  // which a copy does not read
        CHECK(column_program::count_cells(2, counted));
        std::vector<column_step> doubling(40, column_step{.op = column_op::product});
        std::size_t good = 0;
        for (std::size_t i = 0; i != doubling.size(); ++i) {
            if (i != 0) doubling[i].from = doubling[i].second = static_cast<std::uint32_t>(i);
            good += column_program::count_cells(1, std::span{doubling}.first(i + 1)) ? 1U : 0U;
        }
        CHECK(good == 9);  // 3, 7, … 1023 cells
    }
}

}  // namespace
