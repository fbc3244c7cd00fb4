// SPDX-License-Identifier: MIT
// A threshold that the tree's type would round is not the one that was written.
// expect: contract_broken|must be initialized by a constant expression
#include <arenite/model/decision_tree.hpp>

constexpr arenite::decision_tree<float, 3> tree{{
#if defined(ARENITE_REJECTED)
    arenite::split{.feature = 0, .threshold = 0.1, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#else
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#endif
}};

int main() { return static_cast<int>(tree.cols()) - 1; }
