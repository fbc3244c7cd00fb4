// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/model/detail/number_vector.hpp>
#include <arenite/model/sparse_row.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Partial sums of a dot product. A lane begins at +0 and so never becomes -0: to add 0 to it changes nothing, which is
/// why a row that is padded with zeros, or has its zeros left out, keeps its bits.
template <std::floating_point T>
inline constexpr std::size_t sum_lanes = 64 / sizeof(T);

/// The stated order, one product after the other: for constant expressions, sparse rows and unusual strides.
template <std::floating_point T>
class lane_sums {
public:
    constexpr void add(std::size_t feature, T value, T weight) noexcept {
        lanes_[feature % sum_lanes<T>] += rounded(value * weight);
    }

    [[nodiscard]] constexpr T total() noexcept {
        for (auto half = sum_lanes<T> / 2; half != 0; half /= 2)
            for (std::size_t l = 0; l != half; ++l) lanes_[l] += lanes_[l + half];
        return lanes_[0];
    }

private:
    std::array<T, sum_lanes<T>> lanes_{};
};

template <std::floating_point T>
[[nodiscard]] constexpr T strided_dot(std::span<T const> weights, T const* row, std::ptrdiff_t stride) noexcept {
    lane_sums<T> sums;
    for (std::size_t c = 0; c != weights.size(); ++c)
        sums.add(c, row[static_cast<std::ptrdiff_t>(c) * stride], weights[c]);
    return sums.total();
}

template <std::floating_point T>
[[nodiscard]] constexpr T sparse_dot(std::span<T const> weights, sparse_row<T> row) {
    contract(row.features.size() == row.values.size(), "a sparse row has a value for each feature");
    lane_sums<T> sums;
    std::size_t next = 0;
    for (std::size_t i = 0; i != row.features.size(); ++i) {
        auto const feature = row.features[i];
        contract(next <= feature && feature < weights.size(), "the features of a sparse row ascend, below cols()");
        sums.add(feature, row.values[i], weights[feature]);
        next = std::size_t{feature} + 1;
    }
    return sums.total();
}

/// Four vectors: the lanes of one row, or one lane of as many rows.
template <std::floating_point T>
struct vector_lanes {
    vector_of<T> first{}, second{}, third{}, fourth{};

    vector_lanes& operator+=(vector_lanes const& other) noexcept {
        first += other.first, second += other.second, third += other.third, fourth += other.fourth;
        return *this;
    }

    [[nodiscard]] T total() const noexcept {
        auto const half = (first + third) + (second + fourth);
        if constexpr (number_vector<T>::size == 4) return (half[0] + half[2]) + (half[1] + half[3]);
        else return half[0] + half[1];
    }
};

template <std::floating_point T>
[[nodiscard]] inline vector_lanes<T> load_lanes(T const* from) noexcept {
    constexpr auto width = number_vector<T>::size;
    return {load_vector(from), load_vector(from + width), load_vector(from + 2 * width), load_vector(from + 3 * width)};
}

template <std::floating_point T>
inline void store_lanes(T* to, vector_lanes<T> const& from) noexcept {
    std::memcpy(to, &from, sizeof(from));
}

/// What add_products multiplies: sum_lanes numbers that lie at `from`, or one that stands for all of them.
template <std::floating_point T>
[[nodiscard]] inline auto numbers_at(T const* from) noexcept {
    return [from](std::size_t at) { return load_vector(from + at); };
}
template <std::floating_point T>
[[nodiscard]] inline auto one_number(T number) noexcept {
    return [all = vector_of_one(number)](std::size_t) { return all; };
}

/// Adds a product to each lane; `values` and `weights` give the vector that begins at a lane.
template <std::floating_point T, class Values, class Weights>
[[gnu::always_inline]] inline void add_products(vector_lanes<T>& sums, Values values, Weights weights) noexcept {
    constexpr auto width = number_vector<T>::size;
    sums.first += rounded_vector(values(0) * weights(0));
    sums.second += rounded_vector(values(width) * weights(width));
    sums.third += rounded_vector(values(2 * width) * weights(2 * width));
    sums.fourth += rounded_vector(values(3 * width) * weights(3 * width));
}

/// The same, but where a value is NaN nothing is added: -0, which leaves every sum as it is.
template <std::floating_point T>
[[gnu::always_inline]] inline void add_present(vector_lanes<T>& sums, T const* values, vector_of<T> weight) noexcept {
    auto const product = [=](std::size_t at) {
        auto const value = load_vector(values + at);
        return value == value ? value * weight : -vector_of<T>{};
    };
    constexpr auto width = number_vector<T>::size;
    sums.first += rounded_vector(product(0));
    sums.second += rounded_vector(product(width));
    sums.third += rounded_vector(product(2 * width));
    sums.fourth += rounded_vector(product(3 * width));
}

/// The same bits as strided_dot of stride 1, for one row or for several, `row_stride` apart, that share their loads of
/// the weights.
template <std::floating_point T, std::size_t... Row>
[[nodiscard]] inline std::array<T, sizeof...(Row)> contiguous_dots(std::span<T const> weights, T const* rows,
                                                                   std::ptrdiff_t row_stride,
                                                                   std::index_sequence<Row...>) noexcept {
    constexpr auto step = sum_lanes<T>;
    vector_lanes<T> sums[sizeof...(Row)];
    T const* row[] = {rows + static_cast<std::ptrdiff_t>(Row) * row_stride...};
    auto const* by = weights.data();
    auto left = weights.size();
    for (; left >= step; left -= step, by += step)
        (add_products(sums[Row], numbers_at(std::exchange(row[Row], row[Row] + step)), numbers_at(by)), ...);
    auto const last = [left](T const* from) { return [=](std::size_t at) { return load_until(from, at, left); }; };
    if (left != 0) (add_products(sums[Row], last(row[Row]), last(by)), ...);
    return {sums[Row].total()...};
}

/// The same bits as strided_dot of stride col_stride, for Groups times sum_lanes rows that lie side by side.
template <std::size_t Groups, std::floating_point T>
[[nodiscard]] inline auto side_by_side_dots(std::span<T const> weights, T const* rows, std::ptrdiff_t col_stride) noexcept {
    std::array<vector_lanes<T>, Groups> lanes[sum_lanes<T>];
    for (std::size_t c = 0; c != weights.size(); ++c, rows += col_stride)
        for (std::size_t g = 0; g != Groups; ++g)
            add_products(lanes[c % sum_lanes<T>][g], numbers_at(rows + g * sum_lanes<T>), one_number(weights[c]));
    for (auto half = sum_lanes<T> / 2; half != 0; half /= 2)
        for (std::size_t l = 0; l != half; ++l)
            for (std::size_t g = 0; g != Groups; ++g) lanes[l][g] += lanes[l + half][g];
    return std::bit_cast<std::array<T, Groups * sum_lanes<T>>>(lanes[0]);
}

}  // namespace arenite::inline ARENITE_ABI::detail
