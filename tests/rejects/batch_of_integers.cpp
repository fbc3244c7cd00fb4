// SPDX-License-Identifier: MIT
// A batch holds float, double, or the ids of leaves: other numbers are no values of it.
// expect: constraint|not satisfied
#include <arenite/batch/batch_view.hpp>

#include <cstdint>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::batch_view<long> const view;
#else
    arenite::batch_view<std::int32_t> const view;
    static_cast<void>(view);
#endif
}
