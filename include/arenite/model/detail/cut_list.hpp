// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_plan.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

namespace arenite::inline ARENITE_ABI::detail {

/// A cut of a feature: a row goes left where its value is below. Ordered by feature, kind of missing value, and cut.
template <std::floating_point T>
struct feature_cut {
    std::uint32_t key;  ///< | feature | missing kind: 2 bits | 1: missing goes right, 2: missing goes left |
    T cut;

    [[nodiscard]] std::uint32_t column() const noexcept { return key >> 2; }
    [[nodiscard]] std::uint32_t feature() const noexcept { return key >> 4; }
    [[nodiscard]] bool goes_left() const noexcept { return (key & 2) != 0; }  ///< what is missing
    [[nodiscard]] missing_kind missing() const noexcept { return static_cast<missing_kind>(key >> 2 & 3); }
};

/// The number behind x. Requires: x is below infinity.
template <std::floating_point T>
[[nodiscard]] constexpr T next_above(T x) noexcept {
    using word = std::conditional_t<sizeof(T) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;
    if (x == 0) return std::numeric_limits<T>::denorm_min();
    auto const bits = std::bit_cast<word>(x);
    return std::bit_cast<T>(x < 0 ? bits - 1 : bits + 1);
}

/// The cut that stands for a split's comparison; of a split on categories the number of its set. NaN: no value lies at
/// or above it, every row goes left.
template <std::floating_point T>
[[nodiscard]] T cut_of(tree_split<T> const& split, comparison compare) noexcept {
    constexpr T infinity = std::numeric_limits<T>::infinity();
    if (split.is_category()) return split.value;
    if (split.value != split.value) return -infinity;  // nothing is below a threshold that is NaN
    if (compare == comparison::less) return split.value;
    return split.value == infinity ? std::numeric_limits<T>::quiet_NaN() : next_above(split.value);
}

template <std::floating_point T>
[[nodiscard]] feature_cut<T> feature_cut_of(tree_split<T> const& split, comparison compare) noexcept {
    auto const kind = static_cast<std::uint32_t>(split.missing());
    return {split.feature() << 4 | kind << 2 | (split.default_left() ? 2U : 1U), cut_of(split, compare)};
}

template <std::floating_point T>
[[nodiscard]] bool same_cut(T a, T b) noexcept {
    return a == b || (a != a && b != b);
}

/// Sorts the cuts and merges equal ones; returns how many are left.
template <std::floating_point T>
[[nodiscard]] std::size_t sort_cuts(std::span<feature_cut<T>> cuts) noexcept {
    std::ranges::sort(cuts, [](feature_cut<T> const& a, feature_cut<T> const& b) {
        if (a.column() != b.column()) return a.column() < b.column();
        return a.cut < b.cut || (a.cut == a.cut && b.cut != b.cut);
    });
    std::size_t kept = 0;
    for (auto const& next : cuts) {
        auto* const last = kept == 0 ? nullptr : &cuts[kept - 1];
        if (last != nullptr && last->column() == next.column() && same_cut(last->cut, next.cut)) last->key |= next.key;
        else cuts[kept++] = next;
    }
    return kept;
}

/// How many of the cuts in front are a column: of one feature and one kind, at most 255, and different as floats too:
/// then comparing floats leaves at most one cut of a double model undecided.
template <std::floating_point T>
[[nodiscard]] std::size_t column_length(std::span<feature_cut<T> const> cuts) noexcept {
    std::size_t length = 1;
    while (length != cuts.size() && length != most_cuts && cuts[length].column() == cuts[0].column() &&
           !same_cut(static_cast<float>(cuts[length].cut), static_cast<float>(cuts[length - 1].cut)))
        ++length;
    return length;
}

/// Calls visit(cuts of one column) for each column that sorted and merged cuts make.
template <std::floating_point T, class Visit>
void for_each_column(std::span<feature_cut<T> const> cuts, Visit const& visit) {
    while (!cuts.empty()) {
        auto const length = column_length(cuts);
        visit(cuts.first(length));
        cuts = cuts.subspan(length);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
