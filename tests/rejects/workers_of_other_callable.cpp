// SPDX-License-Identifier: MIT
// An executor takes the number of tasks and the task.
// expect: no matching (function|constructor)
#include <arenite/batch/workers.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    auto const no_executor = [](std::size_t) {};
    arenite::workers const two{no_executor, 2};
#else
    auto const runs_none = [](std::size_t, arenite::task_ref) {};
    arenite::workers const two{runs_none, 2};
    static_cast<void>(two);
#endif
}
