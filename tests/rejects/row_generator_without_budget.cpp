// SPDX-License-Identifier: MIT
// The frame of a row_generator is counted in a budget: a coroutine without one has no place for it.
// expect: has one budget& among its parameters
#include <arenite/load/row_generator.hpp>

#if defined(ARENITE_REJECTED)
arenite::row_generator<double> rows_of(double const& value) {
#else
arenite::row_generator<double> rows_of(double const& value, arenite::budget&) {
#endif
    double const row[] = {value};
    co_yield row;
}
