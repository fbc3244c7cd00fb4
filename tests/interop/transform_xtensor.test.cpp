// SPDX-License-Identifier: MIT
#include <arenite/interop/transform_xtensor.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#if __has_include(<xtensor/core/xmath.hpp>)
#include <xtensor/core/xmath.hpp>
#else
#include <xtensor/xmath.hpp>
#endif

namespace {

using arenite::batch_view, arenite::transform_xtensor;

TEST_SUITE("interop") {
    TEST_CASE("transform_xtensor: an expression is assigned once, and nothing is allocated") {
        if (skipped_without_malloc_probe()) return;
        std::vector<double> const numbers(100'000, 3);
        std::vector<double> made(100'000);
        auto const clipped =
            transform_xtensor([](auto const& rows) noexcept { return xt::clip(rows - 1.0, 0.0, 1.5); });
        allocation_count const counted;
        clipped.apply(batch_view<double const>{numbers.data(), 1000, 100}, batch_view<double>{made.data(), 1000, 100});
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(made.front() == 1.5);
        CHECK(made.back() == 1.5);
    }

    TEST_CASE("transform_xtensor: of float and of double, at any strides") {
        auto const halved = transform_xtensor([](auto const& rows) noexcept { return rows / 2; });
        std::array<float, 6> const numbers{1, 9, 3, 9, 5, 9};
        std::array<float, 3> made{};
        halved.apply(batch_view<float const>{numbers.data(), 3, 1, 2, 1}, batch_view<float>{made.data(), 3, 1});
        CHECK(made == std::array<float, 3>{0.5F, 1.5F, 2.5F});
    }
}

}  // namespace
