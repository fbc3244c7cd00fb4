// SPDX-License-Identifier: MIT
// csv_batches borrows a byte source: it has an identity, and would be gone.
// expect: deleted (function|constructor).*csv_batches
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::csv_batches<double> const rows{arenite::memory_source{"1\n"}, arenite::schema_view{1}};
#else
    arenite::memory_source source{"1\n"};
    arenite::csv_batches<double> const rows{source, arenite::schema_view{1}};
#endif
}
