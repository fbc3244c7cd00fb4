// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <cstddef>

namespace arenite::inline ARENITE_ABI::detail {

/// Products of `degree` of `variables` numbers, each of which may be there more than once if they repeat; in the order
/// of scikit-learn's PolynomialFeatures: those that begin with the first number, then those that begin with the second,
/// and so on.
struct monomials {
    static constexpr std::size_t too_many = std::size_t{1} << 40;

    bool repeat;

    /// All of them, or too_many.
    [[nodiscard]] constexpr std::size_t count(std::size_t variables, std::size_t degree) const noexcept {
        if (!repeat) return choose(variables, degree);
        return degree == 0 ? 1 : variables == 0 ? 0 : choose(variables + degree - 1, degree);
    }

    /// Those in which number `first` is the first.
    [[nodiscard]] constexpr std::size_t count_from(std::size_t first, std::size_t variables,
                                                   std::size_t degree) const noexcept {
        return count(variables - first - (repeat ? 0 : 1), degree - 1);
    }

    /// Calls take(number) for each of the `degree` that are multiplied in the i-th one.
    template <class Take>
    constexpr void for_each_factor(std::size_t i, std::size_t variables, std::size_t degree, Take take) const {
        for (std::size_t first = 0; degree != 0; --degree) {
            for (std::size_t begin; (begin = count_from(first, variables, degree)) <= i; ++first) i -= begin;
            take(first);
            first += repeat ? 0 : 1;
        }
    }

private:
    [[nodiscard]] static constexpr std::size_t choose(std::size_t from, std::size_t taken) noexcept {
        if (taken > from) return 0;
        std::size_t ways = 1;
        for (std::size_t i = 1; i <= std::min(taken, from - taken) && ways < too_many; ++i)
            ways = ways * (from - i + 1) / i;
        return std::min(ways, too_many);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
