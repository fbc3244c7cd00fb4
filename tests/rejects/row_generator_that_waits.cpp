// SPDX-License-Identifier: MIT
// A row_generator yields rows; it waits for nothing else.
// expect: deleted.*await_transform
#include <arenite/load/row_generator.hpp>

arenite::row_generator<double> rows_of(arenite::budget&) {
    double const row[] = {1};
#if defined(ARENITE_REJECTED)
    co_await std::suspend_never{};
#endif
    co_yield row;
}
