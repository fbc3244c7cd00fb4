// SPDX-License-Identifier: MIT
#include <arenite/transform/inspect.hpp>

#include <arenite/transform/impute.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::inspect, arenite::tee;

TEST_SUITE("transform") {
    TEST_CASE("inspect: sees every batch once, and lets it through") {
        std::vector<std::size_t> seen;
        std::vector<std::vector<double>> rows{{missing, 1}, {2, 3}, {4, 5}};
        auto const chain = inspect([&](auto const& batch) { seen.push_back(batch.rows()); }) | arenite::impute(7) |
                           inspect([&](arenite::batch_view<double const> batch) { CHECK(batch(0, 0) == batch(0, 0)); });
        auto const made = made_by(chain, rows, numbered, 2);
        CHECK(seen == std::vector<std::size_t>{2, 1});
        CHECK(same_rows(made.rows, {{7, 1}, {2, 3}, {4, 5}}));
    }

    TEST_CASE("inspect: what the function throws goes through") {
        struct stop {};
        auto const rows = numbered_rows(10);
        auto made = arenite::batches_from(rows, {.batch_rows = 2, .schema = numbered}) | inspect([](auto const& batch) {
                        if (batch(0, 0) == 4) throw stop{};
                    });
        std::size_t batches = 0;
        CHECK_THROWS_AS(
            [&] {
                for (auto const batch : made) batches += batch.rows() / 2;
            }(),
            stop);
        CHECK(batches == 2);
    }

    TEST_CASE("tee: writes every batch to a second place") {
        struct writer {
            std::vector<double> cells;
            void write(arenite::batch_view<double const> batch) {
                for (std::size_t r = 0; r != batch.rows(); ++r) cells.push_back(batch(r, 1));
            }
        } second;
        CHECK(made_by(tee(second), numbered_rows(4), numbered, 3).rows.size() == 4);
        CHECK(second.cells == std::vector{0.0, 2.0, 4.0, 6.0});
    }

    TEST_CASE("inspect: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(inspect([](auto const&) {}));
    }
}

}  // namespace
