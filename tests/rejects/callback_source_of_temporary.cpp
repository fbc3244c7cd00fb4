// SPDX-License-Identifier: MIT
// callback_source borrows a callable: a temporary would be gone.
// expect: deleted (function|constructor).*callback_source
#include <arenite/load/callback_source.hpp>

int main() {
    auto nothing = [](std::span<char>) -> std::size_t { return 0; };
#if defined(ARENITE_REJECTED)
    arenite::callback_source const source{[nothing](std::span<char> into) { return nothing(into); }};
#else
    arenite::callback_source const source{nothing};
#endif
}
