// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Values and cuts of deep trees are compared as keys: whole numbers in the order of the floats, those of neighbours
/// one apart and both zeros the same. The numbers at both ends are no float's, and serve what is missing.
using float_key = std::uint32_t;

inline constexpr float_key missing_left_key = 0, missing_right_key = 0xfffffffe, last_of_all_values = 0xfffffffd;

[[nodiscard]] constexpr float_key key_of(float x) noexcept {
    constexpr std::uint32_t zero = 0x80000000;
    auto const bits = std::bit_cast<std::uint32_t>(x);
    auto const magnitude = bits & ~zero;
    return (bits & zero) != 0 ? zero - magnitude : zero + magnitude;
}

/// The largest float that is not above x, as a key.
template <std::floating_point T>
[[nodiscard]] constexpr float_key key_below(T x) noexcept {
    auto const near = static_cast<float>(x);
    return key_of(near) - (static_cast<T>(near) > x);
}

/// The key of the last float that is below the cut; NaN is a cut above every value.
template <std::floating_point T>
[[nodiscard]] constexpr float_key last_below(T cut) noexcept {
    if (cut != cut) return last_of_all_values;
    auto const near = static_cast<float>(cut);
    return key_of(near) + (static_cast<T>(near) < cut) - 1;
}

/// A node of a deep tree: a row goes left where its value's key is at most `last`; the right child follows the left
/// one. A leaf holds its number from 1 on, and leads every row to itself: slot 0 has the key 0 in all rows.
///
///     word:  left child, counted from the root | slot, in as many bits as the plan's slots need
struct deep_node {
    float_key last = 0;
    std::uint32_t word = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.last, self.word);
    }

    [[nodiscard]] constexpr std::size_t slot(unsigned slot_bits) const noexcept {
        return word & ((std::uint32_t{1} << slot_bits) - 1);
    }
    [[nodiscard]] constexpr std::uint32_t child(float_key key, unsigned slot_bits) const noexcept {
        return (word >> slot_bits) + (last < key);
    }
};
inline constexpr unsigned most_slot_bits = 16;
[[nodiscard]] constexpr unsigned slot_bits_for(std::size_t slots) noexcept {
    return static_cast<unsigned>(std::bit_width(slots));
}

/// Nodes are laid out for lines of the cache.
inline constexpr std::size_t cache_line_bytes = 64, nodes_in_line = cache_line_bytes / sizeof(deep_node);

/// Nodes of a tree with so many leaves: the root and a place that stays empty, then pairs, in whole lines.
[[nodiscard]] constexpr std::size_t deep_node_room(std::size_t leaves) noexcept {
    return round_up(2 * leaves, nodes_in_line);
}

}  // namespace arenite::inline ARENITE_ABI::detail
