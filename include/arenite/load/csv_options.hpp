// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/default_missing_tokens.hpp>
#include <arenite/core/bytes.hpp>
#include <arenite/core/detail/processor.hpp>
#include <arenite/load/row_position.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Whether the first record names the columns.
enum class csv_header : unsigned char {
    automatic,  ///< it does if it holds every column's name or, in a column of numbers, what is neither one nor missing
    yes,
    no,
};

/// What a row that cannot be read is.
enum class on_bad : unsigned char {
    fail,     ///< a data_error, after all rows in front of it
    null,     ///< a row of NaN, which is counted
    collect,  ///< left out of the batches, and listed: the range's `rejects`
};

/// Whether a last record may do without the end of its line.
enum class final_newline : unsigned char {
    optional,
    require,  ///< a last record without one was cut off: a data_error
};

/// How `csv_batches` reads. Lifetime: what `missing` and `id_column` borrow must outlive the range.
struct csv_options {
    std::size_t batch_rows =
        1024;  ///< at least 1; automatic_batch_rows: the most that fit, up to 4096 or, if more than 64, to 16 MiB
    std::size_t buffer_bytes = 256_KiB;  ///< at least 4; a record that, with the end of its line, is longer is bad
    char delimiter = ',';                ///< neither a quote nor the end of a line
    csv_header header = csv_header::automatic;
    std::span<std::string_view const> missing = default_missing_tokens;
    arenite::on_bad on_bad = arenite::on_bad::fail;
    arenite::final_newline final_newline = arenite::final_newline::optional;
    std::string_view id_column{};     ///< kept as text: a name or, if none is so called, a number from 0; empty: none
    std::size_t text_bytes = 64_KiB;  ///< for the kept texts of a batch; held only if there are any
    char decimal_point = '.';         ///< in front of the fraction: one of . , ; : ' _ / and a space; not the delimiter
    char comment = '\0';  ///< a line that begins with it is no record; '\0': none does; not a quote or delimiter
    std::size_t most_rejects = 100;  ///< of on_bad::collect; rows beyond them are left out and counted, but not listed
    row_position start{};  ///< where to go on: `position` of a range over the same source, which is read from its start
    std::optional<detail::instruction_set> instructions{};  ///< of the kernels; none: the best that the processor has
};

}  // namespace arenite::inline ARENITE_ABI
