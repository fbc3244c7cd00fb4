// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// How far a range of rows has come: the place of the first row that is in no batch yet.
struct row_position {
    std::uint64_t row = 0;   ///< its number, from 0; the header is no row
    std::uint64_t line = 1;  ///< its physical line, from 1: behind so many ends of lines, less one
    std::uint64_t byte = 0;  ///< its offset from the start of the source
};

}  // namespace arenite::inline ARENITE_ABI
