// SPDX-License-Identifier: MIT
#pragma once

// What the tests of libsvm_batches share.

#include <arenite/load/libsvm_batches.hpp>

#include "csv_support.hpp"

/// The rows of a LibSVM text.
template <class T = double>
strings libsvm_rows(std::string_view text, arenite::schema_view schema, arenite::libsvm_options options = {}) {
    arenite::memory_source source{text, "rows.svm"};
    arenite::libsvm_batches<T> batches{source, schema, options};
    return rows_of(batches);
}
