// SPDX-License-Identifier: MIT
// A view of a temporary batch would dangle.
// expect: deleted (member )?function.*view
#include <arenite/batch/batch.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    auto const view = arenite::batch<double>{2, 3}.view();
#else
    arenite::batch<double> const numbers{2, 3};
    auto const view = numbers.view();
    static_cast<void>(view);
#endif
}
