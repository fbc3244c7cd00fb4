// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/model/sparse_row.hpp>

#include <array>
#include <cstddef>
#include <span>

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

}  // namespace arenite::inline ARENITE_ABI::detail
