// SPDX-License-Identifier: MIT
// margins() borrows its model: a temporary one would be gone.
// expect: deleted (member )?function.*margins
#include <arenite/model/model.hpp>

std::size_t columns_of(arenite::model&& loaded) {
#if defined(ARENITE_REJECTED)
    return static_cast<arenite::model&&>(loaded).margins().cols();
#else
    return loaded.margins().cols();
#endif
}
