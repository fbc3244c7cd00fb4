// SPDX-License-Identifier: MIT
// Needs Eigen (3.4 or newer): link Eigen3::Eigen.
#pragma once

#include <arenite/interop/eigen.hpp>

#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI {

namespace detail {

template <class Expression>
inline constexpr bool eigen_needs_a_buffer =
    (int(Eigen::internal::evaluator<Expression>::Flags) & int(Eigen::EvalBeforeNestingBit)) != 0;

}  // namespace detail

/// What `transform_eigen` returns.
template <class F>
struct transform_eigen_stage {
    static constexpr std::string_view stage_name = "transform_eigen";

    [[no_unique_address]] F function;

    template <std::floating_point T>
        requires std::invocable<F const&, detail::eigen_map<T const>>
    void apply(batch_view<T const> from, batch_view<T> to) const noexcept {
        using result = std::invoke_result_t<F const&, detail::eigen_map<T const>>;
        static_assert(std::is_nothrow_invocable_v<F const&, detail::eigen_map<T const>>,
                      "the function is noexcept: [](auto const& rows) noexcept { return …; }");
        static_assert(
            detail::eigen_dense<result> && !detail::eigen_owner<result>,
            "the function returns an Eigen expression: a matrix of its own would be allocated for every tile");
        static_assert(!detail::eigen_needs_a_buffer<std::remove_cvref_t<result>>,
                      "this expression needs a buffer from the heap: lazyProduct in place of a product of matrices");
        auto expression = function(as_eigen(from));
        contract(std::cmp_equal(expression.rows(), from.rows()) && std::cmp_equal(expression.cols(), from.cols()),
                 "the expression has the rows and columns of the tile");
        assign(as_eigen(to), expression);
    }

private:
    template <class Tile, class Expression>
    static void assign(Tile tile, Expression const& expression) noexcept {
        if constexpr (std::is_base_of_v<Eigen::ArrayBase<Expression>, Expression>) tile.array() = expression;
        else tile.noalias() = expression;
    }
};

/// A stage that assigns a lazy Eigen expression over some rows to the planned tile, in one pass:
/// `transform_eigen([](auto const& rows) noexcept { return (rows.array() - 1).cwiseMax(0); })`. The function gets every
/// row once, in their order, as many at a time as fit into a cache, as a matrix that one reads; the expression must not
/// refer to what ends with the function. The columns stay.
///
/// Errors:    a function that may throw, returns a matrix of its own, or a product that needs a buffer does not
/// compile. Allocates: nothing. Lifetime: takes the function.
template <class F>
[[nodiscard]] constexpr transform_eigen_stage<F> transform_eigen(F change_rows) {
    return {std::move(change_rows)};
}

}  // namespace arenite::inline ARENITE_ABI
