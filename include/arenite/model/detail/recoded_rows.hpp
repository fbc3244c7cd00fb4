// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/model/detail/recoding.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows whose recoded cells are made when they are asked for, for who asks for few.
template <class In>
struct recoded_rows {
    recoding const& how;
    batch_view<In const> x;

    [[nodiscard]] std::size_t rows() const noexcept { return x.rows(); }
    [[nodiscard]] double operator()(std::size_t r, std::size_t c) const noexcept { return how.value(x, r, c); }
};

/// Fills the columns that `used` says are read. Shapes: x: rows × any, to: rows × how.cols().
template <class In>
void recode(recoding const& how, batch_view<In const> x, batch_view<double> to, schema_view used) noexcept {
    for (std::size_t c = 0; c != how.cols(); ++c) {
        bool const is_used = used[c].used;
        for (std::size_t r = 0; r != x.rows(); ++r) to(r, c) = is_used ? how.value(x, r, c) : 0.0;
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
