// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/batch/detail/reassign.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a stage has of the range that it is over. A base of stages; an lvalue range is borrowed, an rvalue is taken.
template <class Rows>
class over_rows {
protected:
    using rows_type = std::remove_reference_t<Rows>;

    explicit over_rows(Rows&& rows_of_batches) : rows_(static_cast<Rows&&>(rows_of_batches)) {}

public:
    [[nodiscard]] schema_view schema() const noexcept { return rows_.get().schema(); }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return rows_.get().batch_rows(); }
    [[nodiscard]] bool batch_is_automatic() const noexcept
        requires adaptive_batch_range<rows_type>
    {
        return rows_.get().batch_is_automatic();
    }
    void set_batch_rows(std::size_t most_rows) noexcept
        requires adaptive_batch_range<rows_type>
    {
        rows_.get().set_batch_rows(most_rows);
    }

protected:
    held<Rows> rows_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
