// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// A node of a tree of which the children are read first, counted from the root, which is 0; once they all are, where
/// the node lies among the splits, or among the leaves, of the tree in the ensemble.
///
///             left                                      right
///     read    | 0 | 0    | child, all ones: a leaf |    | marks: 2 bits | child: 30 bits |
///     placed  | 1 | leaf | place: 30 bits          |    | marks         | .              |
class node_link {
public:
    /// Nodes of a tree, at most.
    static constexpr std::size_t most = 0x3fff'fffe;

    /// One that is too large becomes one that no tree has.
    constexpr void set_left(std::uint64_t child) noexcept { left_ = number_of(child); }
    constexpr void set_right(std::uint64_t child) noexcept { right_ = (right_ & ~number_bits) | number_of(child); }
    constexpr void set_leaf() noexcept { left_ = no_child; }

    [[nodiscard]] constexpr bool is_leaf() const noexcept { return left_ == no_child; }
    [[nodiscard]] constexpr std::uint32_t left() const noexcept { return left_; }
    [[nodiscard]] constexpr std::uint32_t right() const noexcept { return right_ & number_bits; }

    constexpr void swap_children() noexcept {
        auto const left = left_;
        left_ = right();
        set_right(left);
    }

    constexpr void place_split(std::size_t place) noexcept { left_ = high_bit | static_cast<std::uint32_t>(place); }
    constexpr void place_leaf(std::size_t place) noexcept {
        left_ = high_bit | leaf_bit | static_cast<std::uint32_t>(place);
    }

    /// False of a node that nobody reaches.
    [[nodiscard]] constexpr bool is_placed() const noexcept { return (left_ & high_bit) != 0; }
    [[nodiscard]] constexpr bool is_placed_leaf() const noexcept { return left_ >= (high_bit | leaf_bit); }
    [[nodiscard]] constexpr bool is_placed_split() const noexcept { return is_placed() && !is_placed_leaf(); }
    [[nodiscard]] constexpr std::size_t place() const noexcept { return left_ & number_bits; }

    /// Two bits for who reads the tree, which stay.
    constexpr void set_mark(unsigned which = 0) noexcept { right_ |= high_bit >> which; }
    [[nodiscard]] constexpr bool has_mark(unsigned which = 0) const noexcept {
        return (right_ & high_bit >> which) != 0;
    }

private:
    static constexpr std::uint32_t high_bit = std::uint32_t{1} << 31, leaf_bit = std::uint32_t{1} << 30;
    static constexpr std::uint32_t number_bits = leaf_bit - 1, no_child = number_bits;

    [[nodiscard]] static constexpr std::uint32_t number_of(std::uint64_t child) noexcept {
        return static_cast<std::uint32_t>(child < most ? child : most);
    }

    std::uint32_t left_ = 0, right_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
