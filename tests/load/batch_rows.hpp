// SPDX-License-Identifier: MIT
#pragma once

// Rows of any range of batches as text.

#include "csv_support.hpp"

/// The rows of all batches: texts in brackets, then numbers, with spaces between.
template <class Range>
strings all_rows(Range&& batches, std::string (*number)(double) = &briefly) {
    strings rows;
    for (auto const batch : batches)
        for (std::size_t r = 0; r != batch.rows(); ++r) {
            std::string row;
            for (std::size_t k = 0; k != batch.texts().cols; ++k) row.append("[").append(batch.text(k, r)).append("] ");
            for (std::size_t c = 0; c != batch.cols(); ++c)
                row.append(number(static_cast<double>(batch(r, c)))).append(" ");
            if (!row.empty()) row.pop_back();
            rows.push_back(row);
        }
    return rows;
}
