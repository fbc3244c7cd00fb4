// SPDX-License-Identifier: MIT
// A product of matrices takes buffers from the heap.
// expect: lazyProduct in place of a product
#include <arenite/interop/transform_eigen.hpp>

int main() {
    static Eigen::MatrixXd const turn(1, 1);
    double const number = 1;
    double made = 0;
    arenite::batch_view<double const> const from{&number, 1, 1};
#if defined(ARENITE_REJECTED)
    auto const stage = arenite::transform_eigen([](auto const& rows) noexcept { return rows * turn; });
#else
    auto const stage = arenite::transform_eigen([](auto const& rows) noexcept { return rows.lazyProduct(turn); });
#endif
    stage.apply(from, arenite::batch_view<double>{&made, 1, 1});
}
