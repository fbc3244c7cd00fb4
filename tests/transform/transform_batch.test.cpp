// SPDX-License-Identifier: MIT
#include <arenite/transform/transform_batch.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::transform_batch;

arenite::schema const people{arenite::number("age"), arenite::number("income")};

/// The second column becomes the difference of both.
constexpr auto subtract = []<class T>(arenite::batch_view<T> tile) noexcept {
    for (std::size_t r = 0; r != tile.rows(); ++r) tile(r, 1) -= tile(r, 0);
};

TEST_SUITE("transform") {
    TEST_CASE("transform_batch: a function changes rows in place, every row once") {
        std::vector<std::vector<double>> rows, expected;
        for (int i = 0; i != 3000; ++i) {
            rows.push_back({i * 1.0, 3.0 * i});
            expected.push_back({i * 1.0, 2.0 * i});
        }
        for (std::size_t const batch_rows : {1U, 7U, 4096U})
            CHECK(same_rows(made_by(transform_batch(subtract), rows, people, batch_rows).rows, expected));
        CHECK(same_rows(made_by<float>(transform_batch(subtract), rows, people).rows, expected));
    }

    TEST_CASE("transform_batch: takes the function with what it holds, and hands on what it gets") {
        double by = 10;
        auto const stage = transform_batch([by](arenite::batch_view<double> tile) noexcept {
            for (std::size_t r = 0; r != tile.rows(); ++r) tile(r, 0) *= by;
        });
        static_assert(arenite::tile_stage_of<decltype(stage), double> &&
                      !arenite::tile_stage_of<decltype(stage), float>);
        CHECK(same_rows(made_by(stage, {{1, 2}}, people).rows, {{10, 2}}));
    }

    TEST_CASE("transform_batch: keeps the contract of stages") {
        contracts::check_tile_stage(transform_batch(subtract), people);
    }
}

}  // namespace
