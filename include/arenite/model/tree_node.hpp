// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// Which value of a feature counts as missing in a split.
enum class missing_kind : unsigned char {
    nan,          ///< NaN goes the default way
    zero_or_nan,  ///< NaN and what LightGBM takes for zero, |x| <= 1e-35, go the default way
    never,        ///< nothing does: NaN is compared as 0
    category,     ///< a split on categories, by a category_set: NaN goes the default way
};

/// How a value is compared with a threshold; where it holds, the row goes left.
enum class comparison : unsigned char { less, less_or_equal };

/// What becomes of a value with |x| <= 1e-35 before it is compared: LightGBM reads it as 0.
enum class tiny_values : unsigned char { kept, zero };

/// Whether a value between -1 and 0 is category 0, as in LightGBM, or below all categories.
enum class negative_fractions : unsigned char { below_zero, zero };

/// How a trainer splits: the same for all trees of a model.
struct split_rule {
    comparison compare = comparison::less;
    tiny_values tiny = tiny_values::kept;
    negative_fractions fractions = negative_fractions::below_zero;
};

/// One node of a tree: a split, or a leaf. Children are counted from the tree's root, which is 0.
///
///     | value: threshold or leaf | feature, and flags in the 5 highest bits | left | right |
///
/// The value of a split on categories is the number of its set; the `left` of a leaf with several values is that of
/// their vector, counted over all trees.
template <std::floating_point T>
struct tree_node {
    /// Features are counted below this; the last number is kept free for one that no model has.
    static constexpr std::uint32_t feature_limit = std::uint32_t{1} << 27;

    T value{};
    std::uint32_t packed = 0;
    std::uint32_t left = 0;
    std::uint32_t right = 0;

    /// For those who read a tree field by field. Before, `packed` is 0, which is a split on feature 0, where NaN is
    /// missing and goes right; each is set once. A feature that is too large becomes one that no model has.
    constexpr void set_leaf() noexcept { packed |= leaf_bit; }
    constexpr void set_feature(std::uint64_t feature) noexcept {
        packed |= feature < feature_limit ? static_cast<std::uint32_t>(feature) : feature_limit - 1;
    }
    constexpr void set_missing(missing_kind kind) noexcept {
        packed |= static_cast<std::uint32_t>(kind) << missing_shift;
    }
    /// A split on the categories of its feature, by the set of that number, which a float can count: below 2^24.
    constexpr void set_category_set(std::uint32_t number) noexcept {
        set_missing(missing_kind::category);
        value = static_cast<T>(number);
    }
    constexpr void set_default_left() noexcept { packed |= default_left_bit; }

    [[nodiscard]] constexpr bool is_leaf() const noexcept { return (packed & leaf_bit) != 0; }
    [[nodiscard]] constexpr std::uint32_t feature() const noexcept { return packed & (feature_limit - 1); }
    [[nodiscard]] constexpr bool default_left() const noexcept { return (packed & default_left_bit) != 0; }
    [[nodiscard]] constexpr bool is_category() const noexcept { return missing() == missing_kind::category; }
    [[nodiscard]] constexpr std::uint32_t category_set() const noexcept { return static_cast<std::uint32_t>(value); }
    [[nodiscard]] constexpr missing_kind missing() const noexcept {
        return static_cast<missing_kind>(packed >> missing_shift & 3);
    }

    /// Set and cleared while a tree is checked: this node was reached.
    [[nodiscard]] constexpr bool reached() const noexcept { return (packed & reached_bit) != 0; }
    constexpr void set_reached() noexcept { packed |= reached_bit; }
    constexpr void clear_reached() noexcept { packed &= ~reached_bit; }

    /// Whether a row with this value goes left. Requires: neither a leaf nor a split on categories.
    [[nodiscard]] constexpr bool goes_left(T x, split_rule rule) const noexcept {
        bool const tiny = is_tiny(x), absent = x != x;
        bool const by_default = missing() == missing_kind::zero_or_nan ? tiny || absent : absent;
        if (by_default && missing() != missing_kind::never) return default_left();
        if (absent || (tiny && rule.tiny == tiny_values::zero)) x = 0;
        return rule.compare == comparison::less ? x < value : x <= value;
    }

private:
    /// LightGBM's kZeroThreshold, which is a float.
    static constexpr bool is_tiny(T x) noexcept { return x >= -T(1e-35f) && x <= T(1e-35f); }

    static constexpr std::uint32_t leaf_bit = std::uint32_t{1} << 31;
    static constexpr std::uint32_t reached_bit = std::uint32_t{1} << 30;
    static constexpr std::uint32_t default_left_bit = std::uint32_t{1} << 29;
    static constexpr int missing_shift = 27;
};

}  // namespace arenite::inline ARENITE_ABI
