// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_product.hpp>
#include <arenite/core/detail/number_vector.hpp>

#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

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
        auto const present = load_vector(values + at);
        return present == present ? present * weight : -vector_of<T>{};
    };
    constexpr auto width = number_vector<T>::size;
    sums.first += rounded_vector(product(0));
    sums.second += rounded_vector(product(width));
    sums.third += rounded_vector(product(2 * width));
    sums.fourth += rounded_vector(product(3 * width));
}

}  // namespace arenite::inline ARENITE_ABI::detail
