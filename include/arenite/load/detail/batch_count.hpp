// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/contract.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// How many rows a batch of a source has: as the options say, or as many as fit.
class batch_count {
public:
    batch_count(std::size_t rows_of_options, char const* claim)
        : automatic_(rows_of_options == automatic_batch_rows),
          rows_(automatic_ ? most_automatic_batch_rows : rows_of_options) {
        contract(rows_ - 1 <= std::numeric_limits<std::uint32_t>::max(), claim);
    }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] bool automatic() const noexcept { return automatic_; }
    void set(std::size_t most_rows, bool placed) noexcept {
        contract(most_rows != 0 && !placed, "batches get their size, at least one row, before their memory");
        rows_ = most_rows;
    }

private:
    bool automatic_;
    std::size_t rows_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
