// SPDX-License-Identifier: MIT
// A tree has as many nodes as it says.
// expect: no matching (function|constructor)|no matching function for call|could not convert
#include <arenite/model/decision_tree.hpp>

constexpr arenite::decision_tree<float, 3> tree{{
#if defined(ARENITE_REJECTED)
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
#else
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#endif
}};

int main() { return static_cast<int>(tree.cols()) - 1; }
