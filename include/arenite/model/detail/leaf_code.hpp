// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/small_tree.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// The code of the leaf with this number, counted from left to right: a Gray code, in which neighbours differ in one
/// bit, so that most bits are the same in all leaves of a subtree.
[[nodiscard]] constexpr std::size_t leaf_code(std::size_t number) noexcept { return number ^ number >> 1; }

/// How often each bit of the code, in a byte of its own, changes from leaf 0 to the leaf with this number. From n - 1
/// to n the bit changes that is the lowest of n.
inline constexpr auto code_changes = [] {
    std::array<std::uint64_t, most_codes> changes{};
    for (std::size_t number = 0; number != most_codes; ++number)
        for (std::size_t bit = 0; bit != codes_planes; ++bit)
            changes[number] |= std::uint64_t{(number + (std::size_t{1} << bit)) >> (bit + 1)} << 8 * bit;
    return changes;
}();

/// How many bits of the code the node above two subtrees of these leaves takes a mux for: all but those that it gets
/// for nothing, which are constant in both and equal, or 1 on the left and 0 on the right, as the node's own condition
/// is.
[[nodiscard]] constexpr unsigned muxes_above(std::size_t first_left, std::size_t left, std::size_t first_right,
                                             std::size_t right) noexcept {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101, low_bits = 0x7f * ones;
    auto const at_left = code_changes[first_left], at_right = code_changes[first_right];
    auto const inside =
        (at_left ^ code_changes[first_left + left - 1]) | (at_right ^ code_changes[first_right + right - 1]);
    auto const changing = (((inside & low_bits) + low_bits) | inside) >> 7;  // in the lowest bit of each byte
    return static_cast<unsigned>(((changing | (~at_left & at_right)) & ones) * ones >> 56);
}

}  // namespace arenite::inline ARENITE_ABI::detail
