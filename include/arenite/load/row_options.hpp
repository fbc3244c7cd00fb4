// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>

#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// How `batches_from` reads a caller's rows. Lifetime: what the schema borrows must outlive the range.
struct row_options {
    std::size_t batch_rows = 1024;   ///< at least 1; automatic_batch_rows: the most that fit, up to 4096
    schema_view schema{};            ///< none: as many columns without names as the fields or the type of a row say
    std::string_view name = "rows";  ///< of the rows in errors; its last 120 bytes are copied
};

}  // namespace arenite::inline ARENITE_ABI
