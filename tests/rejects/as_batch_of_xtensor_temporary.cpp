// SPDX-License-Identifier: MIT
// A batch over a temporary tensor would dangle.
// expect: deleted function.*as_batch
#include <arenite/interop/xtensor.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    static_cast<void>(arenite::as_batch(xt::xtensor<double, 2>{}));
#else
    xt::xtensor<double, 2> numbers;
    static_cast<void>(arenite::as_batch(numbers));
#endif
}
