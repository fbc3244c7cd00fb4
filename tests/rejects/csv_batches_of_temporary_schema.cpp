// SPDX-License-Identifier: MIT
// csv_batches borrows its schema, which must be there while it reads.
// expect: deleted function.*schema_view|schema_view. invokes a deleted function
#include <arenite/batch/schema.hpp>
#include <arenite/load/csv_batches.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::csv_batches<double> const rows{"rows.csv", arenite::schema{arenite::number("age")}};
#else
    arenite::schema const columns{arenite::number("age")};
    arenite::csv_batches<double> const rows{"rows.csv", columns};
#endif
}
