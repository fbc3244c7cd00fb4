// SPDX-License-Identifier: MIT
#include <arenite/interop/transform_eigen.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::batch_view, arenite::transform_eigen;

/// Of as many numbers as go through Eigen's stack and past it.
struct tiles {
    std::vector<double> numbers = std::vector<double>(100'000, 3), made = std::vector<double>(100'000);
    batch_view<double const> from{numbers.data(), 1000, 100};
    batch_view<double> to{made.data(), 1000, 100};
};

TEST_SUITE("interop") {
    TEST_CASE("transform_eigen: an expression over arrays or matrices is assigned once, and nothing is allocated") {
        if (skipped_without_malloc_probe()) return;
        tiles tile;
        auto const clipped =
            transform_eigen([](auto const& rows) noexcept { return (rows.array() - 1).cwiseMin(1.5); });
        auto const doubled = transform_eigen([](auto const& rows) noexcept { return rows * 2 - rows; });
        allocation_count const counted;
        clipped.apply(tile.from, tile.to);
        auto const first = tile.made.back();
        doubled.apply(tile.from, tile.to);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(first == 1.5);
        CHECK(tile.made.back() == 3);
    }

    TEST_CASE("transform_eigen: columns may be mixed by a lazy product") {
        static Eigen::Matrix2d const turn = (Eigen::Matrix2d{} << 0, 1, -1, 0).finished();
        std::array<double, 6> const numbers{1, 2, 3, 4, 5, 6};
        std::array<double, 6> made{};
        auto const turned = transform_eigen([](auto const& rows) noexcept { return rows.lazyProduct(turn); });
        turned.apply(batch_view<double const>{numbers.data(), 3, 2}, batch_view<double>{made.data(), 3, 2});
        CHECK(made == std::array<double, 6>{-2, 1, -4, 3, -6, 5});
    }

    TEST_CASE("transform_eigen: of float and of double") {
        auto const halved = transform_eigen([](auto const& rows) noexcept { return rows / 2; });
        std::array<float, 2> const numbers{1, 3};
        std::array<float, 2> made{};
        halved.apply(batch_view<float const>{numbers.data(), 1, 2}, batch_view<float>{made.data(), 1, 2});
        CHECK(made == std::array<float, 2>{0.5F, 1.5F});
    }
}

}  // namespace
