// SPDX-License-Identifier: MIT
// A child that is not there is found when the tree is compiled.
// expect: contract_broken|must be initialized by a constant expression
#include <arenite/model/decision_tree.hpp>

constexpr arenite::decision_tree<float, 3> tree{{
#if defined(ARENITE_REJECTED)
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 3},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#else
    arenite::split{.feature = 0, .threshold = 0.5, .left = 1, .right = 2},
    arenite::leaf{.value = 1},
    arenite::leaf{.value = 2},
#endif
}};

int main() { return static_cast<int>(tree.cols()) - 1; }
