// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/predict/scratch_view.hpp>

namespace arenite::inline ARENITE_ABI {

/// P scores batches of T into scores of S.
///
/// Semantics (not checked by the compiler; tests/contracts/predictor_contract.hpp runs them for any P):
///  - rows are independent: predicting two halves equals predicting the whole, bit for bit;
///  - strides do not matter: row-major, column-major and strided x give the same bits;
///  - `predict` writes all of y and reads nothing but x and *this; what scratch holds before the call does not matter;
///  - const means shareable: any threads may call `predict` at once, each with its own y and scratch;
///  - `scratch_bytes` does not decrease with rows; a P that is used without a scratch has
///    scratch_bytes(1) <= stack_scratch_bytes.
///
/// Requires of the caller (the checked door `predict` sees to it): x.cols() == cols(), y is x.rows() × outputs(),
/// scratch of at least scratch_bytes(x.rows()) bytes, 64-byte aligned; y and x do not overlap.
template <class P, class T, class S = T>
concept predictor_of =
    requires(P const& p, std::size_t rows, batch_view<T const> x, batch_view<S> y, scratch_view scratch) {
        { p.cols() } noexcept -> std::same_as<std::size_t>;
        { p.outputs() } noexcept -> std::same_as<std::size_t>;
        { p.scratch_bytes(rows) } noexcept -> std::same_as<std::size_t>;
        { p.predict(x, y, scratch) } noexcept -> std::same_as<void>;
    };

/// A predictor that takes as many rows as it is given, whatever scratch of at least least_scratch_bytes() bytes it
/// gets: more makes it faster, up to scratch_bytes(rows), and never changes a bit.
template <class P>
concept tiling_predictor = requires(P const& p) {
    { p.least_scratch_bytes() } noexcept -> std::same_as<std::size_t>;
};

/// P is a predictor of float or double rows into scores of the same type, or into the ids of leaves.
template <class P>
concept batch_predictor = predictor_of<P, float> || predictor_of<P, double> || predictor_of<P, float, std::int32_t> ||
                          predictor_of<P, double, std::int32_t>;

namespace detail {

template <class P, class T>
struct natural_score {};
template <class P, class T>
    requires predictor_of<P, T>
struct natural_score<P, T> {
    using type = T;
};
template <class P, class T>
    requires(!predictor_of<P, T> && predictor_of<P, T, std::int32_t>)
struct natural_score<P, T> {
    using type = std::int32_t;
};

}  // namespace detail

/// What P makes of rows of T: scores of T or, of a predictor of leaves, their ids.
template <class P, class T>
using score_type = typename detail::natural_score<P, T>::type;

}  // namespace arenite::inline ARENITE_ABI
