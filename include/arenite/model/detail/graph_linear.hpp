// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_frame.hpp>
#include <arenite/model/detail/runtime_links.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Weighted sums of a row: of each output its intercept, among the first of the step's numbers, and its weights, which
/// follow output by output. The products of `width` features are added up, each sum fused with its product, before they
/// come to what there is: as the matrix kernels of ONNX Runtime do it for more than one row. A product with a vector of
/// floats is added up without fusing, four products at a time, then two, then one.
class graph_linear {
public:
    template <class T, class In>
    static void run(graph_step const& step, graph_frame<In> const& frame) noexcept {
        for (std::size_t k = 0; k != step.count; ++k) {
            auto* const to = frame.column(step.to + k);
            auto const* const numbers = frame.numbers + step.first_number;
            std::span const weights{numbers + step.count + k * step.inputs, step.inputs};
            for (std::size_t r = 0; r != frame.rows(); ++r)
                to[r] =
                    static_cast<double>(step.detail == by_fours ? margin_by_fours<T>(step, frame, weights, r)
                                                                : margin<T>(step, frame, weights,
                                                                            static_cast<T>(numbers[k]), step.width, r));
        }
    }

    /// 128, and more where there are few outputs: a block of the matrix holds so many numbers altogether.
    [[nodiscard]] static constexpr std::uint32_t features_at_once(precision numbers, std::size_t outputs,
                                                                  std::size_t features) noexcept {
        std::uint32_t block = 128;
        if (outputs >= features) return block;
        for (std::size_t width = numbers == precision::float32 ? 128 : 64; width > 16 && width / 2 >= outputs;
             width /= 2)
            block *= 2;
        return block;
    }
    /// The same of a matrix of floats that was put in order before.
    static constexpr std::uint32_t features_of_ordered = 256;
    /// The detail of a step that is a product with a vector.
    static constexpr std::uint8_t by_fours = 1;

private:
    template <class T, class In>
    [[nodiscard]] static T margin(graph_step const& step, graph_frame<In> const& frame, std::span<double const> weights,
                                  T sum, std::size_t at_once, std::size_t r) noexcept {
        for (std::size_t first = 0; first < weights.size(); first += at_once) {
            auto const end = std::min(weights.size(), first + at_once);
            T part = 0;
            for (auto i = first; i != end; ++i)
                part = add_product(part, static_cast<T>(frame.column(step.a, i)[r]), static_cast<T>(weights[i]));
            sum += part;
        }
        return sum;
    }

    template <class T, class In>
    [[nodiscard]] static T margin_by_fours(graph_step const& step, graph_frame<In> const& frame,
                                           std::span<double const> weights, std::size_t r) noexcept {
        auto const product = [&](std::size_t i) {
            return rounded(static_cast<T>(frame.column(step.a, i)[r]) * static_cast<T>(weights[i]));
        };
        T sum = -T{0};
        for (std::size_t first = 0, count = 0; first != weights.size(); first += count) {
            count = std::bit_floor(std::min<std::size_t>(weights.size() - first, 4));
            T part = product(first);
            for (std::size_t i = 1; i != count; ++i) part += product(first + i);
            sum += part;
        }
        return sum;
    }

    [[nodiscard]] static float add_product(float sum, float x, float weight) noexcept { return fused(x, weight, sum); }
    [[nodiscard]] static double add_product(double sum, double x, double weight) noexcept {
        return std::fma(x, weight, sum);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
