// SPDX-License-Identifier: MIT
// A matrix of its own would be allocated for every tile.
// expect: returns an Eigen expression
#include <arenite/interop/transform_eigen.hpp>

int main() {
    double const number = 1;
    double made = 0;
    arenite::batch_view<double const> const from{&number, 1, 1};
#if defined(ARENITE_REJECTED)
    auto const stage = arenite::transform_eigen([](auto const& rows) noexcept { return (rows * 2).eval(); });
#else
    auto const stage = arenite::transform_eigen([](auto const& rows) noexcept { return rows * 2; });
#endif
    stage.apply(from, arenite::batch_view<double>{&made, 1, 1});
}
