// SPDX-License-Identifier: MIT
// A batch over a temporary matrix would dangle.
// expect: name the matrix first
#include <arenite/interop/eigen.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    static_cast<void>(arenite::as_batch(Eigen::MatrixXd(2, 2)));
#else
    Eigen::MatrixXd numbers(2, 2);
    static_cast<void>(arenite::as_batch(numbers));
#endif
}
