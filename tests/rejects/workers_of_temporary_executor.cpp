// SPDX-License-Identifier: MIT
// Workers borrow their executor, which must be there when they run.
// expect: deleted (function|constructor).*workers
#include <arenite/batch/workers.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::workers const two{[](std::size_t, arenite::task_ref) {}, 2};
#else
    auto const runs_none = [](std::size_t, arenite::task_ref) {};
    arenite::workers const two{runs_none, 2};
    static_cast<void>(two);
#endif
}
