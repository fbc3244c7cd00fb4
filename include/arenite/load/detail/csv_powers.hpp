// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/powers_of_ten.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// m 10^e with a whole m from 1 to 10^19 is a normal T if e is one of these exponents.
template <class T>
inline constexpr int least_exponent = std::max(std::numeric_limits<T>::min_exponent10, -most_exponent);
template <class T>
inline constexpr int greatest_exponent = std::min(std::numeric_limits<T>::max_exponent10 - 19, most_exponent);
template <class T>
inline constexpr int power_count = greatest_exponent<T> - least_exponent<T> + 1;

/// Their powers of ten, and behind them NaN, whose products never pass; in the second row, the same of a minus.
template <class T>
inline constexpr auto long_powers = [] {
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
    std::array<std::array<power_pair, std::size_t{power_count<T>} + 1>, 2> powers{};
    powers[0].back() = powers[1].back() = {nan, nan};
    for (std::size_t i = 0; i != std::size_t{power_count<T>}; ++i) {
        auto const [high, low] = power_pairs[i + std::size_t{least_exponent<T> + most_exponent}];
        powers[0][i] = {high, low}, powers[1][i] = {-high, -low};
    }
    return powers;
}();

}  // namespace arenite::inline ARENITE_ABI::detail
