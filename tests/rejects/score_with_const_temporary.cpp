// SPDX-License-Identifier: MIT
// score_with borrows what has a name and takes what has none: a const temporary is neither.
// expect: a const temporary can neither be borrowed nor taken
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/score_with.hpp>

int main() {
    using rent = arenite::linear_regression<float, 2>;
#if defined(ARENITE_REJECTED)
    auto const stage = arenite::score_with(static_cast<rent const&&>(rent{}));
#else
    auto const stage = arenite::score_with(rent{});
    static_cast<void>(stage);
#endif
}
