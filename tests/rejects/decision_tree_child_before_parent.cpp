// SPDX-License-Identifier: MIT
// A walk ends because a child comes after its parent.
// expect: contract_broken|must be initialized by a constant expression
#include <arenite/model/decision_tree.hpp>

constexpr arenite::decision_tree<float, 3> tree{{
#if defined(ARENITE_REJECTED)
    arenite::leaf{.value = 1},
    arenite::split{.feature = 0, .threshold = 0.5, .left = 0, .right = 2},
    arenite::leaf{.value = 2},
#else
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#endif
}};

int main() { return static_cast<int>(tree.cols()) - 1; }
