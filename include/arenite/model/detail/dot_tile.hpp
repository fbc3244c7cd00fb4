// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_product.hpp>
#include <arenite/core/detail/number_vector.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The dot products of Rows rows with the weights of Outputs outputs, which share their loads, in vectors of Bytes
/// bytes: the bits of strided_dot. What calls it is compiled for instructions that have such vectors, and takes it in.
///
///     sums_   [64 / Bytes parts of the lanes][Rows × Outputs] vectors
///     totals  [Rows][Outputs] numbers, and room for a whole vector
template <std::floating_point T, std::size_t Bytes, std::size_t Rows, std::size_t Outputs>
class dot_tile {
    using vector = vector_of<T, Bytes>;
    static constexpr std::size_t parts = 64 / Bytes, width = Bytes / sizeof(T), dots = Rows * Outputs;

public:
    static constexpr std::size_t room = (dots + width - 1) / width * width, numbers = dots * sum_lanes<T>;

    [[gnu::always_inline]] dot_tile() noexcept {
#pragma GCC unroll 4
        for (auto& part : sums_)
#pragma GCC unroll 32
            for (vector& sum : part) sum = vector{};
    }

    /// Sums that were stored before; `numbers` of them.
    [[gnu::always_inline]] void load(T const* from) noexcept {
#pragma GCC unroll 4
        for (auto& part : sums_)
#pragma GCC unroll 32
            for (vector& sum : part) sum = vector_at<Bytes>(std::exchange(from, from + width)).numbers;
    }
    [[gnu::always_inline]] void store(T* to) const noexcept {
#pragma GCC unroll 4
        for (auto const& part : sums_)
#pragma GCC unroll 32
            for (vector const& sum : part) std::memcpy(std::exchange(to, to + width), &sum, Bytes);
    }

    /// Adds a product to each lane: of the values at rows[r] + c and the weights at weights[k] + c.
    [[gnu::always_inline]] void add(T const* const (&rows)[Rows], T const* const (&weights)[Outputs],
                                    std::size_t c) noexcept {
#pragma GCC unroll 4
        for (std::size_t part = 0; part != parts; ++part, c += width)
#pragma GCC unroll 32
            for (std::size_t i = 0; i != dots; ++i) {
                auto const& values = vector_at<Bytes>(rows[i / Outputs] + c);
                vector product = values.numbers * vector_at<Bytes>(weights[i % Outputs] + c).numbers;
                keep_rounded(product);
                sums_[part][i] += product;
            }
    }

    [[gnu::always_inline]] void total(T (&totals)[room]) noexcept {
#pragma GCC unroll 2
        for (auto half = parts / 2; half != 0; half /= 2)
#pragma GCC unroll 2
            for (std::size_t part = 0; part != half; ++part)
#pragma GCC unroll 32
                for (std::size_t i = 0; i != dots; ++i) sums_[part][i] += sums_[part + half][i];
#pragma GCC unroll 32
        for (std::size_t i = 0; i + width <= dots; i += width) total_of<width>(i, totals);
        if constexpr (dots % width != 0) total_of<dots % width>(dots - dots % width, totals);
    }

private:
    template <std::size_t Count>
    [[gnu::always_inline]] void total_of(std::size_t first, T (&totals)[room]) noexcept {
        join<width / 2, Count>(sums_[0] + first);
        std::memcpy(totals + first, sums_[0] + first, Bytes);
    }

    /// Adds the halves of the lanes of Count sums, of two at once, then the quarters, …: in one vector in the end, all
    /// that is left of sum i is number i.
    template <std::size_t Half, std::size_t Count>
    [[gnu::always_inline]] static void join(vector* sums) noexcept {
        constexpr auto left = (Count + 1) / 2;
#pragma GCC unroll 8
        for (std::size_t i = 0; i != left; ++i) {
            vector halves = sums[2 * i];
            add_halves<Half>(halves, sums[2 * i + 1 < Count ? 2 * i + 1 : 2 * i], std::make_index_sequence<width>{});
            sums[i] = halves;
        }
        if constexpr (Half != 1) join<Half / 2, left>(sums);
    }

    template <std::size_t Half, std::size_t... I>
    [[gnu::always_inline]] static void add_halves(vector& one, vector const& other,
                                                  std::index_sequence<I...>) noexcept {
        one = __builtin_shufflevector(one, other, static_cast<int>(I / Half * 2 * Half + I % Half)...) +
              __builtin_shufflevector(one, other, static_cast<int>(I / Half * 2 * Half + I % Half + Half)...);
    }

    vector sums_[parts][dots];
};

}  // namespace arenite::inline ARENITE_ABI::detail
