// SPDX-License-Identifier: MIT
#pragma once

// The order in which linear models add, written down once more, and as plainly as it can be.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Numbers between -8 and 8 whose products are inexact: the same everywhere.
template <class T>
[[nodiscard]] std::vector<T> inexact_numbers(std::size_t count, std::uint64_t seed) {
    std::vector<T> made(count);
    auto state = seed;
    for (T& number : made) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        number = static_cast<T>(static_cast<std::int64_t>(state)) / T{1'152'921'504'606'846'976};
    }
    return made;
}

/// 16 lanes of float, 8 of double; volatile, so that nothing is fused or kept in a wider format.
template <class T>
[[nodiscard]] T sum_in_stated_order(std::span<T const> weights, std::span<T const> row, T intercept) {
    std::size_t const lanes = sizeof(T) == 4 ? 16 : 8;
    std::vector<T> sums(lanes);
    for (std::size_t lane = 0; lane != lanes; ++lane)
        for (auto c = lane; c < row.size(); c += lanes) {
            T const volatile product = row[c] * weights[c];
            T const volatile sum = sums[lane] + product;
            sums[lane] = sum;
        }
    while (sums.size() != 1) {
        std::vector<T> halves;
        for (std::size_t l = 0; l != sums.size() / 2; ++l) halves.push_back(sums[l] + sums[l + sums.size() / 2]);
        sums = halves;
    }
    return sums[0] + intercept;
}
