// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
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

namespace detail {

/// LightGBM's kZeroThreshold, which is a float.
template <std::floating_point T>
[[nodiscard]] constexpr bool is_tiny(T x) noexcept {
    return x >= -T(1e-35f) && x <= T(1e-35f);
}

}  // namespace detail

/// Whether a value between -1 and 0 is category 0, as in LightGBM, or below all categories.
enum class negative_fractions : unsigned char { below_zero, zero };

/// How a trainer splits: the same for all trees of a model.
struct split_rule {
    comparison compare = comparison::less;
    tiny_values tiny = tiny_values::kept;
    negative_fractions fractions = negative_fractions::below_zero;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file.choice(self.compare, comparison::less_or_equal);
        file.choice(self.tiny, tiny_values::zero);
        file.choice(self.fractions, negative_fractions::zero);
    }
};

/// The feature of a split, and what becomes of missing values, in 32 bits:
///
///     | leaf, or right child is one | reached | default left | missing kind: 2 bits | feature: 27 bits |
struct split_bits {
    /// Features are counted below this; the last number is kept free for one that no model has.
    static constexpr std::uint32_t feature_limit = std::uint32_t{1} << 27;

    std::uint32_t packed = 0;

    [[nodiscard]] constexpr std::uint32_t feature() const noexcept { return packed & (feature_limit - 1); }
    [[nodiscard]] constexpr bool default_left() const noexcept { return (packed & default_left_bit) != 0; }
    [[nodiscard]] constexpr bool is_category() const noexcept { return missing() == missing_kind::category; }
    [[nodiscard]] constexpr missing_kind missing() const noexcept {
        return static_cast<missing_kind>(packed >> missing_shift & 3);
    }

    /// For those who read a tree field by field. Before, `packed` is 0, which is a split on feature 0, where NaN is
    /// missing and goes right; each is set once. A feature that is too large becomes one that no model has.
    constexpr void set_feature(std::uint64_t feature) noexcept {
        packed |= feature < feature_limit ? static_cast<std::uint32_t>(feature) : feature_limit - 1;
    }
    constexpr void set_missing(missing_kind kind) noexcept {
        packed |= static_cast<std::uint32_t>(kind) << missing_shift;
    }
    constexpr void set_default_left(bool left = true) noexcept { packed |= left ? default_left_bit : 0; }
    constexpr void flip_default() noexcept { packed ^= default_left_bit; }

protected:
    static constexpr std::uint32_t leaf_bit = std::uint32_t{1} << 31;
    static constexpr std::uint32_t reached_bit = std::uint32_t{1} << 30;
    static constexpr std::uint32_t default_left_bit = std::uint32_t{1} << 29;
    static constexpr int missing_shift = 27;
};

/// A split as an ensemble keeps it. Those of a tree lie in preorder, and its leaves, which lie elsewhere, are numbered
/// from left to right:
///
///     | the split | the left subtree's: left_splits | the right subtree's |     leaves: left_splits + 1 | the others |
///
/// The value of a split on categories is the number of its set.
template <std::floating_point T>
struct tree_split : split_bits {
    std::uint32_t left_splits = 0;
    T value{};  ///< the threshold

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.packed, self.left_splits, self.value);
    }

    constexpr void set_right_is_leaf() noexcept { packed |= leaf_bit; }
    /// As of a tree_node.
    constexpr void set_category_set(std::uint32_t number) noexcept {
        set_missing(missing_kind::category);
        value = static_cast<T>(number);
    }
    [[nodiscard]] constexpr bool left_is_leaf() const noexcept { return left_splits == 0; }
    [[nodiscard]] constexpr bool right_is_leaf() const noexcept { return (packed & leaf_bit) != 0; }
    [[nodiscard]] constexpr std::uint32_t category_set() const noexcept { return static_cast<std::uint32_t>(value); }

    /// Whether both send every value the same way.
    [[nodiscard]] constexpr bool same_condition(tree_split const& other) const noexcept {
        return ((packed ^ other.packed) & ~leaf_bit) == 0 && value == other.value;
    }

    /// Whether a row with this value goes left. Requires: not a split on categories.
    [[nodiscard]] constexpr bool goes_left(T x, split_rule rule) const noexcept {
        bool const tiny = detail::is_tiny(x), absent = x != x;
        bool const by_default = missing() == missing_kind::zero_or_nan ? tiny || absent : absent;
        if (by_default && missing() != missing_kind::never) return default_left();
        if (absent || (tiny && rule.tiny == tiny_values::zero)) x = 0;
        return rule.compare == comparison::less ? x < value : x <= value;
    }
};

}  // namespace arenite::inline ARENITE_ABI
