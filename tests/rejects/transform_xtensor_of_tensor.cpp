// SPDX-License-Identifier: MIT
// A tensor of its own would be allocated for every tile.
// expect: returns an xtensor expression
#include <arenite/interop/transform_xtensor.hpp>

int main() {
    double const number = 1;
    double made = 0;
    arenite::batch_view<double const> const from{&number, 1, 1};
#if defined(ARENITE_REJECTED)
    auto const stage = arenite::transform_xtensor([](auto const& rows) noexcept { return xt::xtensor<double, 2>{rows}; });
#else
    auto const stage = arenite::transform_xtensor([](auto const& rows) noexcept { return rows * 2; });
#endif
    stage.apply(from, arenite::batch_view<double>{&made, 1, 1});
}
