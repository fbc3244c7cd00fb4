// SPDX-License-Identifier: MIT
// Rows borrow stages that were loaded.
// expect: no match for|invalid operands
#include <arenite/format/load_stages.hpp>
#include <arenite/load/csv_batches.hpp>

int main() {
    auto const kept = arenite::load_stages("stages.arenite");
    auto rows = arenite::csv_batches("rows.csv", kept.schema());
#if defined(ARENITE_REJECTED)
    auto prepared = rows | arenite::load_stages("stages.arenite");
#else
    auto prepared = rows | kept;
#endif
}
