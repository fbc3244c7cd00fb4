// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/predict/batch_predictor.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI {

namespace detail {

template <class T>
constexpr batch_view<T const> rows_of(batch_view<T> x, std::size_t) noexcept {
    return x;
}
template <class T>
    requires(!std::is_const_v<T>)
constexpr batch_view<T> scores_of(batch_view<T> y, std::size_t) noexcept {
    return y;
}

/// The span over a range that is contiguous; <ranges>, which has a name for those, would cost each host the time to
/// read it.
template <class Range>
using span_over = decltype(std::span{std::declval<Range&>()});

/// A contiguous range is row-major: as many rows as `cols` goes into its size.
template <class X>
    requires batch_value<typename span_over<X const>::value_type>
constexpr batch_view<typename span_over<X const>::value_type const> rows_of(X const& x, std::size_t cols) noexcept {
    std::span const values{x};
    contract(cols != 0 && values.size() % cols == 0, "x holds whole rows of the model's cols()");
    return {values.data(), values.size() / cols, cols};
}
template <class Y>
    requires batch_value<typename span_over<Y>::element_type>
constexpr batch_view<typename span_over<Y>::element_type> scores_of(Y&& y, std::size_t outputs) noexcept {
    std::span const values{y};
    contract(outputs != 0 && values.size() % outputs == 0, "y holds whole rows of the model's outputs()");
    return {values.data(), values.size() / outputs, outputs};
}

/// The most rows, not above `rows`, whose scratch fits into `bytes`; halves until it does.
template <class P>
constexpr std::size_t rows_that_fit(P const& model, std::size_t rows, std::size_t bytes) noexcept {
    if constexpr (tiling_predictor<P>) return rows;
    while (rows > 1 && model.scratch_bytes(rows) > bytes) rows = (rows + 1) / 2;
    return rows;
}

/// What predicting a tile of rows cannot do without.
template <class P>
constexpr std::size_t needed_scratch_bytes(P const& model, std::size_t tile) noexcept {
    if constexpr (tiling_predictor<P>) return model.least_scratch_bytes();
    else return model.scratch_bytes(tile);
}

template <class P, class T, class S>
    requires predictor_of<P, T, S>
void predict_checked(P const& model, batch_view<T const> x, batch_view<S> y, scratch_view scratch) noexcept {
    contract(x.cols() == model.cols(), "x has the model's cols()");
    contract(y.cols() == model.outputs(), "y has the model's outputs()");
    contract(y.rows() == x.rows(), "y has a row for each row of x");
    auto const tile = rows_that_fit(model, x.rows(), scratch.size());
    contract(x.rows() == 0 || needed_scratch_bytes(model, tile) <= scratch.size(),
             "the scratch suffices for one row (more than 8 KiB: use arenite::scratch)");
    for (std::size_t first = 0; first < x.rows(); first += tile) {
        auto const left = x.rows() - first, count = tile < left ? tile : left;
        model.predict(x.middle_rows(first, count), y.middle_rows(first, count), scratch);
    }
}

}  // namespace detail

/// Scores every row of `x` into `y`: the checked door, with scratch of at most 8 KiB on the stack.
///
/// Shapes:    x [n, model.cols()], y [n, model.outputs()]: batch views of any strides, or contiguous ranges of float or
///            double (arrays, vectors, spans), row-major; n may be 0.
/// Requires:  the shapes above, and no overlap; a broken one calls the contract handler.
/// Allocates: nothing.
/// Lifetime:  borrows x and y for the call only.
/// Threads:   one const model may serve many threads; y must differ.
template <class P, class X, class Y>
    requires requires(P const& model, X const& x, Y&& y, scratch_view scratch) {
        detail::predict_checked(model, detail::rows_of(x, 1), detail::scores_of(static_cast<Y&&>(y), 1), scratch);
    }
void predict(P const& model, X const& x, Y&& y) noexcept {
    alignas(region_alignment) std::byte stack[stack_scratch_bytes];
    detail::predict_checked(model, detail::rows_of(x, model.cols()),
                            detail::scores_of(static_cast<Y&&>(y), model.outputs()), scratch_view{stack});
}

/// As above with the caller's scratch, which may be of any size that suffices for one row.
template <class P, class X, class Y>
    requires requires(P const& model, X const& x, Y&& y, scratch_view scratch) {
        detail::predict_checked(model, detail::rows_of(x, 1), detail::scores_of(static_cast<Y&&>(y), 1), scratch);
    }
void predict(P const& model, X const& x, Y&& y, scratch_view scratch) noexcept {
    detail::predict_checked(model, detail::rows_of(x, model.cols()),
                            detail::scores_of(static_cast<Y&&>(y), model.outputs()), scratch);
}

}  // namespace arenite::inline ARENITE_ABI
