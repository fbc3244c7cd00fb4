// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// How `arrow_batches` reads.
struct arrow_options {
    std::size_t batch_rows = 1024;           ///< at least 1; automatic_batch_rows: the most that fit, up to 4096
    std::string_view name = "arrow stream";  ///< of the stream in errors; its last 120 bytes are copied
};

}  // namespace arenite::inline ARENITE_ABI
