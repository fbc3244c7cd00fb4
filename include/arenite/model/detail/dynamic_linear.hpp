// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/model/detail/linear_margins.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Weights in a region of their own, and all that linear models of a shape known at run time share: the weights of each
/// output, with zeros up to the next multiple of 64 bytes, then the intercepts.
template <std::floating_point T>
class dynamic_linear {
public:
    dynamic_linear(std::span<T const> model_weights, T model_intercept, budget& memory = system_memory())
        : dynamic_linear(model_weights, std::span{&model_intercept, 1}, memory) {}

    /// Several outputs: the weights of the first, then those of the second, … as scikit-learn's coef_ has them.
    /// Requires: intercepts, and for each of them as many weights.
    dynamic_linear(std::span<T const> model_weights, std::span<T const> model_intercepts,
                   budget& memory = system_memory())
        : cols_(cols_of(model_weights, model_intercepts)),
          memory_(memory.acquire(
              "model", model_intercepts.size() * arena_bytes<T>(cols_) + arena_bytes<T>(model_intercepts.size()))) {
        arena place{memory_.bytes()};
        weights_ = place.take<T>(model_intercepts.size() * stride());
        intercepts_ = place.take<T>(model_intercepts.size());
        for (std::size_t i = 0; i != model_weights.size(); ++i)
            weights_[i / cols_ * stride() + i % cols_] = model_weights[i];
        for (std::size_t k = 0; k != outputs(); ++k) intercepts_[k] = model_intercepts[k];
    }

    [[nodiscard]] std::span<T const> weights(std::size_t output = 0) const { return terms().weights(checked(output)); }
    [[nodiscard]] T intercept(std::size_t output = 0) const { return intercepts_[checked(output)]; }
    [[nodiscard]] std::size_t cols() const noexcept { return cols_; }
    [[nodiscard]] std::size_t outputs() const noexcept { return intercepts_.size(); }
    /// What the quickest way to the scores of `rows` rows needs, at most 40 KiB; they come without any, too, with the
    /// same bits.
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        return linear_scratch_bytes<T>(rows, cols_, outputs());
    }
    [[nodiscard]] static constexpr std::size_t least_scratch_bytes() noexcept { return 0; }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), memory_.size()}; }

protected:
    void margins(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        linear_margins(instructions_, terms(), x, y, scratch);
    }

    void margins(sparse_row<T> row, std::span<T> y) const {
        contract(y.size() == outputs(), "y has the model's outputs()");
        for (std::size_t k = 0; k != y.size(); ++k) y[k] = sparse_dot<T>(weights(k), row) + intercept(k);
    }

private:
    [[nodiscard]] static std::size_t cols_of(std::span<T const> weights, std::span<T const> intercepts) {
        contract(!intercepts.empty(), "a linear model has an intercept for each output");
        contract(weights.size() % intercepts.size() == 0, "each output of a linear model has as many weights");
        return weights.size() / intercepts.size();
    }

    [[nodiscard]] std::size_t checked(std::size_t output) const {
        contract(output < outputs(), "a linear model has this output");
        return output;
    }

    [[nodiscard]] std::size_t stride() const noexcept { return arena_bytes<T>(cols_) / sizeof(T); }
    [[nodiscard]] linear_terms<T> terms() const noexcept { return {weights_.data(), cols_, stride(), intercepts_}; }

    std::size_t cols_;
    region memory_;
    std::span<T> weights_, intercepts_;
    instruction_set instructions_ = best_instruction_set();
};

}  // namespace arenite::inline ARENITE_ABI::detail
