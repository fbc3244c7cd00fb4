// SPDX-License-Identifier: MIT
// Regions point at their budget: it is neither copied nor moved.
// expect: deleted (function|constructor).*budget
#include <arenite/memory/budget.hpp>

int main() {
    arenite::budget memory{1024};
#if defined(ARENITE_REJECTED)
    arenite::budget const other{memory};
#else
    arenite::budget const& other{memory};
    static_cast<void>(other);
#endif
}
