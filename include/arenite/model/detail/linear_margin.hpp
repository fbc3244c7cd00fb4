// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Stands for a number of columns that is only known at run time.
inline constexpr std::size_t dynamic_cols = std::numeric_limits<std::size_t>::max();

/// One row as a batch.
template <std::floating_point T, std::size_t Cols>
[[nodiscard]] constexpr batch_view<T const> row_view(std::span<T const, Cols> row) noexcept {
    return {row.data(), 1, row.size()};
}

/// The weighted sum of row r, from the intercept on and in the order of the columns.
template <std::floating_point T>
[[nodiscard]] constexpr T linear_margin(std::span<T const> weights, T intercept, batch_view<T const> x,
                                        std::size_t r) noexcept {
    T sum = intercept;
    for (std::size_t c = 0; c != weights.size(); ++c) sum += rounded(x(r, c) * weights[c]);
    return sum;
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

protected:
    [[nodiscard]] T margin(batch_view<T const> x, std::size_t r) const noexcept {
        return linear_margin<T>(weights_, intercept_, x, r);
    }

private:
    region memory_;
    std::span<T> weights_;
    T intercept_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
