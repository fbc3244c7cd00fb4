// SPDX-License-Identifier: MIT
// An arena gives nothing back by part, so that it never runs a destructor.
// expect: constraint|not satisfied
#include <arenite/memory/arena.hpp>

#include <string>

int main() {
#if defined(ARENITE_REJECTED)
    static_cast<void>(arenite::arena{{}}.take<std::string>(1));
#else
    static_cast<void>(arenite::arena{{}}.take<int>(0));
#endif
}
