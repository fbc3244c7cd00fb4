// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `transform_batch` returns.
template <class F>
struct transform_batch_stage {
    static constexpr std::string_view stage_name = "transform_batch";

    [[no_unique_address]] F function;

    template <std::floating_point T>
        requires std::invocable<F const&, batch_view<T>>
    void apply(batch_view<T> tile) const noexcept {
        static_assert(std::is_nothrow_invocable_v<F const&, batch_view<T>>,
                      "the function is noexcept: [](arenite::batch_view<double> tile) noexcept { … }");
        function(tile);
    }
};

/// A stage that lets a function change some rows in place: `transform_batch([](arenite::batch_view<double> tile)
/// noexcept { … })`. The function gets every row once, in their order, as many at a time as fit into a cache: rows must
/// not depend on each other. The columns stay.
///
/// Allocates: nothing. Lifetime: takes the function.
template <class F>
[[nodiscard]] constexpr transform_batch_stage<F> transform_batch(F change_rows) {
    return {std::move(change_rows)};
}

}  // namespace arenite::inline ARENITE_ABI
