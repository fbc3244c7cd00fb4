// SPDX-License-Identifier: MIT
// A budget borrows its plug-in, which must outlive it.
// expect: deleted (function|constructor).*budget
#include <arenite/memory/budget.hpp>
#include <arenite/memory/system_source.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::budget const memory{1024, arenite::system_source{}};
#else
    arenite::system_source source;
    arenite::budget const memory{1024, source};
#endif
}
