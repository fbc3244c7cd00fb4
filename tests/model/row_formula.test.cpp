// SPDX-License-Identifier: MIT
#include <arenite/model/row_formula.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

using arenite::row_formula, arenite::row_op, arenite::row_step;

TEST_SUITE("model") {
    TEST_CASE("row_formula: takes its steps in order; the answer is a part of the row") {
        constexpr std::array steps{row_step{.op = row_op::shift, .at = 0, .by = 1},
                                   row_step{.op = row_op::multiply, .at = 0, .by = 10},
                                   row_step{.op = row_op::add, .at = 2, .other = 0},
                                   row_step{.op = row_op::pick, .at = 1, .first_constant = 1, .constants = 2}};
        row_formula const formula{steps, 1, 2};
        std::vector<double> row{2, 1, 0, 9};
        std::array const constants{100.0, 7.0, 8.0};
        auto const said = formula.run(constants, row);
        REQUIRE(said.size() == 2);
        CHECK(said[0] == 8);
        CHECK(said[1] == 30);
        CHECK(row[3] == 9);
    }

    TEST_CASE("row_formula: is plain where the sums are the answer") {
        constexpr std::array steps{row_step{.op = row_op::shift}};
        CHECK(row_formula{{}, 0, 2}.is_plain(2));
        CHECK_FALSE(row_formula{{}, 0, 1}.is_plain(2));
        CHECK_FALSE(row_formula{{}, 1, 2}.is_plain(2));
        CHECK_FALSE(row_formula{steps, 0, 2}.is_plain(2));
    }
}

}  // namespace
