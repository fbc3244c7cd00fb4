// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>

namespace arenite::inline ARENITE_ABI::detail {

/// How many of at most `rows` rows are scored at once: as many as leave the parts what they like best, at least one;
/// of no rows none.
template <class Scored>
[[nodiscard]] std::size_t rows_of_tile(Scored const& model, std::size_t rows, std::size_t scratch_size) noexcept {
    while (rows > 1 && model.scratch_bytes(rows) > scratch_size) rows /= 2;
    return rows;
}

}  // namespace arenite::inline ARENITE_ABI::detail
