// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/model/detail/graph_frame.hpp>
#include <arenite/model/detail/runtime_links.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// Steps that look at several columns of a row: `width` of them at a time.
template <class T, class In>
class graph_rows {
public:
    graph_rows(graph_step const& to_do, graph_frame<In> const& of_rows) noexcept : step_(to_do), frame_(of_rows) {}

    /// One number for each `width` columns: function(sum so far, value), from the first value on.
    template <class Function>
    void reduce(Function function) const noexcept {
        for (std::size_t group = 0; group != step_.count; ++group) {
            auto* const to = frame_.column(step_.to + group);
            for (std::size_t at_row = 0; at_row != frame_.rows(); ++at_row) {
                T total = at(group, 0, at_row);
                for (std::size_t k = 1; k != step_.width; ++k) total = function(total, at(group, k, at_row));
                to[at_row] = static_cast<double>(total);
            }
        }
    }

    /// The sum of `width` columns, over `divisor`.
    void sum(T divisor) const noexcept {
        each_group([&](std::size_t group, std::size_t at_row) {
            T const total = step_.detail != 0 ? sum_by_lanes(group, at_row) : sum_in_order(group, at_row);
            frame_.column(step_.to + group)[at_row] = static_cast<double>(total / divisor);
        });
    }

    void sum_squares() const noexcept {
        each_group([this](std::size_t group, std::size_t at_row) {
            T total = 0;
            for (std::size_t k = 0; k != step_.width; ++k)
                total += rounded(at(group, k, at_row) * at(group, k, at_row));
            frame_.column(step_.to + group)[at_row] = static_cast<double>(total);
        });
    }

    /// log(sum of exp(value - largest)) + largest.
    void log_sum() const noexcept {
        each_group([this](std::size_t group, std::size_t at_row) {
            T largest = at(group, 0, at_row), total = 0;
            for (std::size_t k = 1; k != step_.width; ++k) largest = std::max(largest, at(group, k, at_row));
            for (std::size_t k = 0; k != step_.width; ++k) total += std::exp(at(group, k, at_row) - largest);
            frame_.column(step_.to + group)[at_row] = static_cast<double>(std::log(total) + largest);
        });
    }

    /// The position of the first that better(value, best) does not hold for any other.
    template <class Better>
    void find(Better better) const noexcept {
        each_group([&](std::size_t group, std::size_t at_row) {
            std::size_t best = 0;
            for (std::size_t k = 1; k != step_.width; ++k)
                if (better(at(group, k, at_row), at(group, best, at_row))) best = k;
            frame_.column(step_.to + group)[at_row] = static_cast<double>(best);
        });
    }

    /// As many columns as there were, each from its own and norm(group, at_row), which is not 0.
    template <class Norm, class Quotient>
    void normalize(Norm norm, Quotient quotient) const noexcept {
        each_group([&](std::size_t group, std::size_t at_row) {
            T const by = norm(group, at_row);
            for (std::size_t k = 0; k != step_.width; ++k) {
                T const number = at(group, k, at_row);
                put(group, k, at_row, by == 0 ? number : quotient(number, by));
            }
        });
    }

    static T quotient_of(T number, T by) noexcept { return number / by; }

    void normalize_largest() const noexcept {
        normalize(
            [this](std::size_t group, std::size_t at_row) {
                T largest = std::numeric_limits<T>::lowest();  // NaN are passed
                for (std::size_t k = 0; k != step_.width; ++k) largest = std::max(largest, at(group, k, at_row));
                return largest;
            },
            quotient_of);
    }

    void normalize_sum() const noexcept {
        normalize(
            [this](std::size_t group, std::size_t at_row) {
                T total = 0;
                for (std::size_t k = 0; k != step_.width; ++k) total += std::abs(at(group, k, at_row));
                return total;
            },
            quotient_of);
    }

    void normalize_squares() const noexcept {
        normalize(
            [this](std::size_t group, std::size_t at_row) {
                T total = 0;
                for (std::size_t k = 0; k != step_.width; ++k)
                    total += rounded(at(group, k, at_row) * at(group, k, at_row));
                return total;
            },
            [](T number, T by) { return std::copysign(std::sqrt(rounded(number * number) / by), number); });
    }

    void softmax() const noexcept {
        each_group([this](std::size_t group, std::size_t at_row) {
            for (std::size_t k = 0; k != step_.width; ++k) put(group, k, at_row, at(group, k, at_row));
            operator_softmax(strided_row<T>{made(group, 0) + at_row, step_.width, frame_.stride});
        });
    }

private:
    [[nodiscard]] T at(std::size_t group, std::size_t k, std::size_t at_row) const noexcept {
        return static_cast<T>(frame_.column(step_.a, group * step_.width + k)[at_row]);
    }
    [[nodiscard]] T sum_in_order(std::size_t group, std::size_t at_row) const noexcept {
        T total = at(group, 0, at_row);
        for (std::size_t k = 1; k != step_.width; ++k) total += at(group, k, at_row);
        return total;
    }

    /// As ONNX Runtime adds up what follows each other and begins at a multiple of 16 bytes: vectors of 16 bytes, in
    /// two sums, which come together before the last of an odd number; the halves of that; then what is left, in order.
    [[nodiscard]] T sum_by_lanes(std::size_t group, std::size_t at_row) const noexcept {
        constexpr std::size_t lanes = 16 / sizeof(T);
        if (step_.width < lanes) return sum_in_order(group, at_row);
        T sums[2][lanes]{};
        auto const vectors = step_.width / lanes, in_pairs = std::max<std::size_t>(vectors / 2 * 2, 1);
        for (std::size_t k = 0; k != in_pairs * lanes; ++k) sums[k / lanes % 2][k % lanes] += at(group, k, at_row);
        for (std::size_t l = 0; l != lanes; ++l) sums[0][l] += sums[1][l];
        for (auto k = in_pairs * lanes; k < vectors * lanes; ++k) sums[0][k % lanes] += at(group, k, at_row);
        for (auto half = lanes / 2; half != 0; half /= 2)
            for (std::size_t l = 0; l != half; ++l) sums[0][l] += sums[0][l + half];
        for (auto k = vectors * lanes; k != step_.width; ++k) sums[0][0] += at(group, k, at_row);
        return sums[0][0];
    }

    [[nodiscard]] double* made(std::size_t group, std::size_t k) const noexcept {
        return frame_.column(step_.to + group * step_.width + k);
    }
    void put(std::size_t group, std::size_t k, std::size_t at_row, T value) const noexcept {
        made(group, k)[at_row] = static_cast<double>(value);
    }

    template <class Function>
    void each_group(Function function) const noexcept {
        for (std::size_t group = 0; group != step_.inputs / step_.width; ++group)
            for (std::size_t at_row = 0; at_row != frame_.rows(); ++at_row) function(group, at_row);
    }

    graph_step const& step_;
    graph_frame<In> const& frame_;
};

/// False: the step does something else.
template <class T, class In>
[[nodiscard]] bool compute_rows(graph_step const& step, graph_frame<In> const& frame) noexcept {
    graph_rows<T, In> const rows{step, frame};
    switch (step.action) {
        case graph_action::index_of_largest: return rows.find([](T a, T b) { return a > b; }), true;
        case graph_action::index_of_least: return rows.find([](T a, T b) { return a < b; }), true;
        case graph_action::maximum: return rows.reduce([](T a, T b) { return std::max(a, b); }), true;
        case graph_action::minimum: return rows.reduce([](T a, T b) { return std::min(a, b); }), true;
        case graph_action::product: return rows.reduce([](T a, T b) { return a * b; }), true;
        case graph_action::log_sum: return rows.log_sum(), true;
        case graph_action::sum: return rows.sum(T{1}), true;
        case graph_action::sum_of_squares: return rows.sum_squares(), true;
        case graph_action::mean: return rows.sum(static_cast<T>(step.width)), true;
        case graph_action::normalize_largest: return rows.normalize_largest(), true;
        case graph_action::normalize_sum: return rows.normalize_sum(), true;
        case graph_action::normalize_squares: return rows.normalize_squares(), true;
        case graph_action::softmax: return rows.softmax(), true;
        default: return false;
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
