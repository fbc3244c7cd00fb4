// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Stands for a number of columns that is only known at run time.
inline constexpr std::size_t dynamic_cols = std::numeric_limits<std::size_t>::max();

/// Borrows what a linear model adds up: for each output an intercept, and the weights of its features, `stride` after
/// those of the output before.
template <std::floating_point T>
struct linear_terms {
    T const* first_weight;
    std::size_t cols, stride;
    std::span<T const> intercepts;

    [[nodiscard]] constexpr std::size_t outputs() const noexcept { return intercepts.size(); }
    [[nodiscard]] constexpr std::span<T const> weights(std::size_t output) const noexcept {
        return {first_weight + output * stride, cols};
    }
};

template <std::floating_point T, std::size_t Cols>
[[nodiscard]] constexpr linear_terms<T> terms_of(std::array<T, Cols> const& weights, T const& intercept) noexcept {
    return {weights.data(), Cols, Cols, {&intercept, 1}};
}

template <std::floating_point T>
[[nodiscard]] constexpr T const* row_data(batch_view<T const> x, std::size_t r) noexcept {
    return x.data() == nullptr ? nullptr : x.data() + static_cast<std::ptrdiff_t>(r) * x.row_stride();
}

}  // namespace arenite::inline ARENITE_ABI::detail
