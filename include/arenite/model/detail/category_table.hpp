// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/category_set.hpp>
#include <arenite/model/tree_split.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers that no category has a bit for: those of a value below 0, and of one above all categories.
inline constexpr std::uint32_t negative_category = 0xffffffff, largest_category = 0x7fffffff;

/// The category that a value stands for. Requires: not NaN.
template <std::floating_point T>
[[nodiscard]] constexpr std::uint32_t category_of(T x, negative_fractions fractions) noexcept {
    if (x <= T{-1} || (x < 0 && fractions == negative_fractions::below_zero)) return negative_category;
    return x >= static_cast<T>(largest_category) ? largest_category : static_cast<std::uint32_t>(x < 0 ? T{0} : x);
}

/// The sets of all splits on categories; a split has the number of its set instead of a threshold.
struct category_table {
    std::span<category_set const> sets;
    std::span<std::uint32_t const> words;

    [[nodiscard]] constexpr bool goes_left(category_set const& set, std::uint32_t category) const noexcept {
        if (category == negative_category) return set.negatives_left;
        if (category / 32 >= set.words) return set.others_left;
        return (words[set.first_word + category / 32] >> category % 32 & 1) != 0;
    }

    /// Whether a row with this value goes left. Requires: at.is_category().
    template <std::floating_point T>
    [[nodiscard]] constexpr bool goes_left(tree_split<T> const& at, T x, negative_fractions fractions) const noexcept {
        return x != x ? at.default_left() : goes_left(sets[at.category_set()], category_of(x, fractions));
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
