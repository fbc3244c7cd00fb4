// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>

namespace arenite::inline ARENITE_ABI {

/// How `npy_batches` reads.
struct npy_options {
    std::size_t batch_rows = 1024;      ///< at least 1; automatic_batch_rows: the most that fit, up to 4096
    std::size_t buffer_bytes = 64_KiB;  ///< at least 128; the header must fit; bytes in memory need no buffer
};

}  // namespace arenite::inline ARENITE_ABI
