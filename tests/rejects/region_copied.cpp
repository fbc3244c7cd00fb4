// SPDX-License-Identifier: MIT
// A region has one owner.
// expect: deleted (function|copy constructor).*region
#include <arenite/memory/system_memory.hpp>

#include <utility>

int main() {
#if defined(ARENITE_REJECTED)
    auto const memory = arenite::system_memory().acquire("test", 64);
    auto const other = memory;
#else
    auto memory = arenite::system_memory().acquire("test", 64);
    auto const other = std::move(memory);
#endif
}
