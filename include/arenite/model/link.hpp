// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// What turns the margins of a row into its prediction. The formulas and their precision are those of the training
/// library that uses the name: XGBoost computes in float, LightGBM in double.
enum class link_kind : unsigned char {
    identity,
    logistic,           ///< XGBoost's 1 / (exp(min(-m, 88.7)) + 1 + 1e-16)
    sigmoid,            ///< LightGBM's 1 / (1 + exp(-parameter * m)), each output by itself
    hinge,              ///< m > 0 ? 1 : 0
    softmax,            ///< exp(m - largest) over their sum; sums in double
    float_softmax,      ///< Treelite's: the same, but the largest, the powers and the sum are rounded to float
    argmax,             ///< one output: the first of the largest margins
    exponential,        ///< exp(m)
    power_of_two,       ///< 2^(-m / parameter)
    wide_exponential,   ///< exp(m) in double, whatever the margin's type
    signed_square,      ///< sign(m) * m * m
    log1p_exponential,  ///< log(1 + exp(m))
    ascending,          ///< the outputs of a row, sorted
    expectiles,         ///< m0, then each the one before + 1e-6 + log(1 + exp(m))
    both_classes,       ///< two outputs of one margin: 1 - p and p = 1 / (1 + exp(-m)), as CatBoost gives them
    mean_and_variance,  ///< of two margins the first, and exp(2 * m) of the other: CatBoost's RMSEWithUncertainty
};

struct link {
    link_kind kind = link_kind::identity;
    double parameter = 1;   ///< the slope of `sigmoid`, the divisor of `power_of_two`
    std::size_t group = 0;  ///< of the softmaxes: so many margins that follow each other make one; 0: all

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file.choice(self.kind, link_kind::mean_and_variance);
        file(self.parameter);
        file.count(self.group);
    }
};

/// Outputs of a prediction that is made of `margins` margins.
[[nodiscard]] constexpr std::size_t prediction_outputs(link_kind kind, std::size_t margins) noexcept {
    if (kind == link_kind::both_classes) return 2;
    return kind == link_kind::argmax ? 1 : margins;
}

/// Numbers of a row on its way from margins to its prediction: as many as the longer one has.
[[nodiscard]] constexpr std::size_t link_width(link_kind kind, std::size_t margins) noexcept {
    return std::max(margins, prediction_outputs(kind, margins));
}

namespace detail {

template <std::floating_point T>
void softmax(std::span<T> row) noexcept {
    T const largest = *std::ranges::max_element(row);
    double sum = 0;
    for (T& value : row) sum += static_cast<double>(value = std::exp(value - largest));
    for (T& value : row) value /= static_cast<T>(sum);
}

template <std::floating_point T>
void float_softmax(std::span<T> row) noexcept {
    auto const largest = static_cast<T>(static_cast<float>(*std::ranges::max_element(row)));
    double sum = 0;
    for (T& value : row) {
        auto const power = static_cast<float>(std::exp(value - largest));
        sum += static_cast<double>(power);
        value = static_cast<T>(power);
    }
    for (T& value : row) value /= static_cast<T>(static_cast<float>(sum));
}

/// Calls function(margins) for each group of so many; 0: once.
template <std::floating_point T, class Function>
void for_each_group(std::span<T> row, std::size_t group, Function function) {
    if (group == 0) return function(row);
    for (; !row.empty(); row = row.subspan(group)) function(row.first(group));
}

template <std::floating_point T>
void both_classes(std::span<T> row) noexcept {
    row[1] = T{1} / (T{1} + std::exp(-row[0]));
    row[0] = T{1} - row[1];
}

template <std::floating_point T>
[[nodiscard]] T softplus(T margin) noexcept {
    return margin > 0 ? margin + std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin));
}

template <std::floating_point T>
void expectiles(std::span<T> row) noexcept {
    for (std::size_t k = 1; k < row.size(); ++k) row[k] = row[k - 1] + (T(1e-6f) + softplus(row[k]));
}

template <std::floating_point T>
[[nodiscard]] T logistic(T margin) noexcept {
    return T{1} / (std::exp(std::min(-margin, T(88.7f))) + T{1} + T(1e-16f));
}

/// Links that look at one margin at a time.
template <std::floating_point T>
[[nodiscard]] T linked(link how, T margin) noexcept {
    switch (how.kind) {
        case link_kind::logistic: return logistic(margin);
        case link_kind::sigmoid: return T{1} / (T{1} + std::exp(-static_cast<T>(how.parameter) * margin));
        case link_kind::hinge: return margin > 0 ? T{1} : T{0};
        case link_kind::exponential: return std::exp(margin);
        case link_kind::power_of_two: return std::exp2(-margin / static_cast<T>(how.parameter));
        case link_kind::wide_exponential: return static_cast<T>(std::exp(static_cast<double>(margin)));
        case link_kind::signed_square: return std::copysign(margin * margin, margin);
        case link_kind::log1p_exponential: return std::log1p(std::exp(margin));
        default: return margin;
    }
}

}  // namespace detail

/// Turns the margins of one row into its prediction, in place; the first prediction_outputs() of them hold it.
/// Requires: link_width() numbers, of which the first are the margins.
template <std::floating_point T>
void apply_link(link how, std::span<T> row) noexcept {
    switch (how.kind) {
        case link_kind::softmax: return detail::for_each_group(row, how.group, detail::softmax<T>);
        case link_kind::float_softmax: return detail::for_each_group(row, how.group, detail::float_softmax<T>);
        case link_kind::ascending: return static_cast<void>(std::ranges::sort(row));
        case link_kind::expectiles: return detail::expectiles(row);
        case link_kind::both_classes: return detail::both_classes(row);
        case link_kind::mean_and_variance: row[1] = std::exp(2 * row[1]); return;
        case link_kind::argmax: row[0] = static_cast<T>(std::ranges::max_element(row) - row.begin()); return;
        default:
            for (T& value : row) value = detail::linked(how, value);
    }
}

}  // namespace arenite::inline ARENITE_ABI
