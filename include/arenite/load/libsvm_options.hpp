// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/csv_options.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// What a feature is of which a row has no pair.
enum class libsvm_absent : unsigned char {
    missing,  ///< NaN, as XGBoost reads it
    zero,     ///< 0, as LightGBM and scikit-learn read it
};

/// What stands in front of a row's pairs.
enum class libsvm_labels : unsigned char {
    one,      ///< a number, perhaps with `:` and a weight; passed over
    kept,     ///< the same, and `labels()` gives the numbers of the current batch
    several,  ///< numbers with commas between them, or nothing, as scikit-learn's `multilabel=True`; passed over
    none,     ///< nothing: the first field is a pair already
};

/// How `libsvm_batches` reads.
struct libsvm_options {
    std::size_t batch_rows = 1024;       ///< at least 1; automatic_batch_rows: the most that fit, up to 4096
    std::size_t buffer_bytes = 256_KiB;  ///< at least 4; a row that is longer, with comment and line end, is bad
    std::uint64_t index_base = 0;        ///< 0 or 1: the index of the first feature
    libsvm_absent absent = libsvm_absent::missing;
    libsvm_labels labels = libsvm_labels::one;
    arenite::on_bad on_bad = arenite::on_bad::fail;  ///< or null; rows are not collected
    arenite::final_newline final_newline = arenite::final_newline::optional;
};

}  // namespace arenite::inline ARENITE_ABI
