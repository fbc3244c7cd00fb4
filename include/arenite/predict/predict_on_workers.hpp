// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Each worker predicts its part of the rows, in its part of `areas`.
template <class P, class T, class S>
void predict_parts(workers const& crew, P const& model, batch_view<T const> x, batch_view<S> y,
                   std::span<std::byte> areas) {
    auto const area_bytes = areas.size() / crew.count();
    auto const predict_part = [&](std::size_t number) noexcept {
        auto const [first, count] = part_of(x.rows(), crew.count(), number);
        predict_checked(model, x.middle_rows(first, count), y.middle_rows(first, count),
                        scratch_view{areas.subspan(number * area_bytes, area_bytes)});
    };
    crew.run(task_ref{predict_part});
}

template <class P, class T, class S>
void predict_checked_on(workers const& crew, P const& model, batch_view<T const> x, batch_view<S> y,
                        scratch const& lent) {
    contract(y.rows() == x.rows(), "y has a row for each row of x");
    contract(lent.areas() == crew.count(), "the scratch has an area for each worker");
    predict_parts(crew, model, x, y, lent.bytes());
}

}  // namespace detail

/// As `predict`, on threads that the caller lends: the rows are split, and the scores are the same bits for any number
/// of workers.
///
/// Requires:  as `predict`; `lent` was made for as many workers, and rows.
/// Errors:    what the executor throws goes through; y is then unspecified.
/// Allocates: nothing of its own.
/// Threads:   one const model may serve many threads; y and scratch must differ.
template <class P, class X, class Y>
    requires requires(P const& model, X const& x, Y&& y, scratch_view view) {
        detail::predict_checked(model, detail::rows_of(x, 1), detail::scores_of(static_cast<Y&&>(y), 1), view);
    }
void predict(workers const& crew, P const& model, X const& x, Y&& y, scratch const& lent) {
    detail::predict_checked_on(crew, model, detail::rows_of(x, model.cols()),
                               detail::scores_of(static_cast<Y&&>(y), model.outputs()), lent);
}

}  // namespace arenite::inline ARENITE_ABI
