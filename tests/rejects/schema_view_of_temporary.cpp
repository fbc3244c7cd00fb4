// SPDX-License-Identifier: MIT
// A view of a temporary schema would dangle.
// expect: deleted function.*schema_view|schema_view. invokes a deleted function
#include <arenite/batch/schema.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::schema_view const view = arenite::schema::unnamed(3);
#else
    auto const columns = arenite::schema::unnamed(3);
    arenite::schema_view const view = columns;
    static_cast<void>(view);
#endif
}
