// SPDX-License-Identifier: MIT
#pragma once

// What the rows are, from the options, the first bytes and the name, in this order.

#include "options.hpp"
#include "peeked_source.hpp"

enum class compression : unsigned char { none, gzip, zstd };

struct row_form {
    row_format format = row_format::csv;  ///< csv, libsvm or npy
    char delimiter = ',';
};

/// By content; of a plan whose input is not there, by name.
[[nodiscard]] compression find_compression(score_options const& options, peeked_source& bytes);

/// Throws usage_error for arrow, and for options that the form has no use for.
[[nodiscard]] row_form find_form(score_options const& options, peeked_source& rows);

[[nodiscard]] std::string_view name_of(row_format format) noexcept;
[[nodiscard]] std::string_view name_of(compression packing) noexcept;
