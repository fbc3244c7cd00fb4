// SPDX-License-Identifier: MIT
#include <arenite/transform/stored_stage.hpp>

#include "contracts/tile_stage_contract.hpp"

#include <arenite/batch/schema.hpp>

#include <doctest/doctest.h>

#include <array>

namespace {

using arenite::batch_view, arenite::category, arenite::column_op, arenite::column_step, arenite::number,
    arenite::schema;

constexpr bool all[] = {true, true, true, true, true, true};

// that files give back what stages made: tests/format/save_stages.test.cpp
TEST_SUITE("transform") {
    TEST_CASE("stored_stage: keeps the contract of stages") {
        schema const rows{number("a"), number("b")}, made{number("a + b"), number("a")};
        constexpr std::array steps{column_step{.op = column_op::fill, .from = 0, .by = 3},
                                   column_step{.op = column_op::sum, .from = 2, .second = 1},
                                   column_step{.op = column_op::copy, .from = 2}};
        contracts::check_tile_stage<double>(
            arenite::stored_stage{rows, made, {2, 2, steps, {}, std::span{all}.first(5)}}, rows);
    }

    TEST_CASE("stored_stage: the first category that is refused is that of the first row") {
        schema const rows{category("a", {"x", "y"}), category("b", {"x"})}, made{number("a"), number("b")};
        constexpr std::array steps{column_step{.op = column_op::category, .from = 0, .by = 2},
                                   column_step{.op = column_op::category, .from = 1, .by = 1}};
        arenite::stored_stage const stage{rows, made, {2, 2, steps, {}, std::span{all}.first(4)}};
        std::array const cells{0.0, 0.0, 1.0, 1.0, 2.0, 0.0};
        std::array<double, 6> to{};
        auto const refused =
            stage.apply(batch_view<double const>{cells.data(), 3, 2}, batch_view<double>{to.data(), 3, 2});
        CHECK(refused.row == 1);
        CHECK(refused.col == 1);
        CHECK(!stage.apply(batch_view<double const>{cells.data(), 1, 2}, batch_view<double>{to.data(), 1, 2}));
    }
}

}  // namespace
