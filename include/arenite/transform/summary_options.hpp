// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/default_missing_tokens.hpp>
#include <arenite/core/bytes.hpp>

#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// What `summarize` holds of each column. Lifetime: what `missing` borrows must outlive the pass.
struct summary_options {
    std::size_t sketch_values = 4096;  ///< of a column of numbers, for quantiles: exact up to so many rows; of more,
                                       ///< their ranks are within 0.4 %; 0: none, otherwise at least 1024
    std::size_t most_values = 256;  ///< of a column of numbers: up to so many different ones are listed and counted
    std::size_t most_categories = 1024;   ///< the same of a column of texts
    std::size_t category_bytes = 16_KiB;  ///< of a column of texts, for all that are listed
    std::span<std::string_view const> missing =
        default_missing_tokens;  ///< texts that are none; a column's own come first
    std::uint64_t seed = 0;      ///< of the coins of sketches
};

}  // namespace arenite::inline ARENITE_ABI
