// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_product.hpp>
#include <arenite/model/detail/linear_terms.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The weights of as many outputs as fill 64 bytes, side by side: those of each feature, then the intercepts; zeros for
/// outputs that are not there.
struct turned_group {
    static constexpr std::size_t least_rows = 32;  ///< for which to turn weights pays

    template <std::floating_point T>
    static constexpr std::size_t outputs = sum_lanes<T>;

    [[nodiscard]] static constexpr std::size_t bytes(std::size_t cols) noexcept { return (cols + 1) * 64; }

    /// Whether it is quicker than one row after the other, whose values lie side by side. Measured: lanes for outputs
    /// that are not there cost as much as others, sums across a vector cost more.
    template <std::floating_point T>
    [[nodiscard]] static constexpr bool pays(std::size_t cols, std::size_t of_outputs) noexcept {
        auto const groups = (of_outputs + outputs<T> - 1) / outputs<T>, each = of_outputs / groups;
        return each > 1 && cols <= (each < 6 ? 4 : 8) * each;
    }
};

/// Turns the weights of `count` outputs from `output` on. Requires: room for turned_group::bytes(of.cols).
template <std::floating_point T>
void turn_weights(linear_terms<T> const& of, std::size_t output, std::size_t count, T* to) noexcept {
    constexpr auto group = turned_group::outputs<T>;
    for (std::size_t k = 0; k != group; ++k) {
        auto* number = to + k;
        bool const is_there = k < count;
        auto const* const weights = of.weights(output + (is_there ? k : 0)).data();
        for (std::size_t c = 0; c != of.cols; ++c, number += group) *number = is_there ? weights[c] : T{0};
        *number = is_there ? of.intercepts[output + k] : T{0};
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
