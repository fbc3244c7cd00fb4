// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/data_error.hpp>

namespace arenite::inline ARENITE_ABI {

/// A row that was left out of the batches, and why: what a data_error says, without a throw. Allocates: nothing.
struct rejected_row {
    std::uint64_t row = 0;  ///< its number among all rows of the source, from 0
    data_position where;
    short_text<176> found;     ///< the text, cut when it is long, or what is wrong with it
    short_text<256> expected;  ///< instead
};

}  // namespace arenite::inline ARENITE_ABI
