// SPDX-License-Identifier: MIT
// An expression has no numbers yet.
// expect: evaluate it into a matrix
#include <arenite/interop/eigen.hpp>

int main() {
    Eigen::MatrixXd const numbers(2, 2);
#if defined(ARENITE_REJECTED)
    static_cast<void>(arenite::as_batch(numbers + numbers));
#else
    static_cast<void>(arenite::as_batch(numbers));
#endif
}
