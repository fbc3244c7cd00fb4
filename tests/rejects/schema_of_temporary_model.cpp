// SPDX-License-Identifier: MIT
// The schema lies in the model: of a temporary one it would dangle.
// expect: deleted (member )?function.*schema
#include <arenite/model/model.hpp>

std::size_t columns_of(arenite::model&& loaded) {
#if defined(ARENITE_REJECTED)
    return static_cast<arenite::model&&>(loaded).schema().size();
#else
    return loaded.schema().size();
#endif
}
