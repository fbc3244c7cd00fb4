// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/model/detail/dot_product.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Stands for a number of columns that is only known at run time.
inline constexpr std::size_t dynamic_cols = std::numeric_limits<std::size_t>::max();

template <std::floating_point T>
[[nodiscard]] constexpr T const* row_data(batch_view<T const> x, std::size_t r) noexcept {
    return x.data() + static_cast<std::ptrdiff_t>(r) * x.row_stride();
}

/// The weighted sum of one row, the intercept added last.
template <std::floating_point T>
[[nodiscard]] constexpr T linear_margin(std::span<T const> weights, T intercept, T const* row) noexcept {
    if (std::is_constant_evaluated()) return strided_dot(weights, row, 1) + intercept;
    return contiguous_dots(weights, row, 0, std::make_index_sequence<1>{})[0] + intercept;
}

template <std::floating_point T, class Put>
constexpr void strided_rows(std::span<T const> weights, T intercept, batch_view<T const> x, Put put) noexcept {
    for (std::size_t r = 0; r != x.rows(); ++r) put(r, strided_dot(weights, row_data(x, r), x.col_stride()) + intercept);
}

template <std::floating_point T, class Put>
void contiguous_rows(std::span<T const> weights, T intercept, batch_view<T const> x, Put put) noexcept {
    auto const odd = x.rows() % 2;
    if (odd != 0) put(0, linear_margin(weights, intercept, x.data()));
    for (std::size_t r = odd; r != x.rows(); r += 2) {
        auto const two = contiguous_dots(weights, row_data(x, r), x.row_stride(), std::make_index_sequence<2>{});
        put(r, two[0] + intercept);
        put(r + 1, two[1] + intercept);
    }
}

/// Needs as many rows as it takes at once; the last of them overlap with those before.
template <std::size_t Groups, std::floating_point T, class Put>
void side_by_side_rows(std::span<T const> weights, T intercept, batch_view<T const> x, Put put) noexcept {
    constexpr auto step = Groups * sum_lanes<T>;
    for (std::size_t r = 0; r < x.rows(); r += step) {
        auto at = std::min(r, x.rows() - step);
        for (T const sum : side_by_side_dots<Groups>(weights, row_data(x, at), x.col_stride())) put(at++, sum + intercept);
    }
}

/// Gives `put` the number of each row and its weighted sum; some rows twice, with the same sum.
template <std::floating_point T, class Put>
constexpr void linear_rows(std::span<T const> weights, T intercept, batch_view<T const> x, Put put) noexcept {
    if (std::is_constant_evaluated()) return strided_rows(weights, intercept, x, put);
    if (x.col_stride() == 1) return contiguous_rows(weights, intercept, x, put);
    if (x.row_stride() != 1 || x.rows() < sum_lanes<T>) return strided_rows(weights, intercept, x, put);
    if (x.rows() < 4 * sum_lanes<T>) return side_by_side_rows<1>(weights, intercept, x, put);
    side_by_side_rows<4>(weights, intercept, x, put);
}

/// Weights in a region of their own, and all that linear models of a shape known at run time share.
template <std::floating_point T>
class dynamic_linear {
public:
    dynamic_linear(std::span<T const> model_weights, T model_intercept, budget& memory = system_memory())
        : intercept_(model_intercept) {
        if (model_weights.empty()) return;
        memory_ = memory.acquire("model", arena_bytes<T>(model_weights.size()));
        weights_ = arena{memory_.bytes()}.take<T>(model_weights.size());
        std::ranges::copy(model_weights, weights_.begin());
    }

    [[nodiscard]] std::span<T const> weights() const noexcept { return weights_; }
    [[nodiscard]] T intercept() const noexcept { return intercept_; }
    [[nodiscard]] std::size_t cols() const noexcept { return weights_.size(); }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), memory_.size()}; }

private:
    region memory_;
    std::span<T> weights_;
    T intercept_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
