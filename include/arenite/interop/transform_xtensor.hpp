// SPDX-License-Identifier: MIT
// Needs xtensor (0.24 or newer): link xtensor.
#pragma once

#include <arenite/interop/xtensor.hpp>

#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// What `transform_xtensor` returns.
template <class F>
struct transform_xtensor_stage {
    static constexpr std::string_view stage_name = "transform_xtensor";

    [[no_unique_address]] F function;

    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to) const noexcept {
        auto const rows = as_xtensor(from);
        using result = std::invoke_result_t<F const&, decltype(rows)&>;
        static_assert(std::is_nothrow_invocable_v<F const&, decltype(rows)&>,
                      "the function is noexcept: [](auto const& rows) noexcept { return …; }");
        static_assert(
            xt::is_xexpression<std::remove_cvref_t<result>>::value && !owns_numbers<result>,
            "the function returns an xtensor expression: a tensor of its own would be allocated for every tile");
        auto const expression = function(rows);
        contract(
            expression.dimension() == 2 && expression.shape()[0] == from.rows() && expression.shape()[1] == from.cols(),
            "the expression has the rows and columns of the tile");
        auto tile = as_xtensor(to);
        xt::noalias(tile) = expression;
    }

private:
    template <class Result>
    static constexpr bool owns_numbers =
        requires(std::remove_cvref_t<Result>& numbers) { numbers.storage().resize(0); };
};

/// A stage that assigns a lazy xtensor expression over some rows to the planned tile, in one pass:
/// `transform_xtensor([](auto const& rows) noexcept { return xt::clip(rows, 0, 1); })`. The function gets every row
/// once, in their order, as many at a time as fit into a cache; the expression must not refer to what ends with the
/// function. The columns stay.
///
/// Errors:    a function that may throw or returns a tensor of its own does not compile.
/// Allocates: nothing. Lifetime: takes the function.
template <class F>
[[nodiscard]] constexpr transform_xtensor_stage<F> transform_xtensor(F change_rows) {
    return {std::move(change_rows)};
}

}  // namespace arenite::inline ARENITE_ABI
