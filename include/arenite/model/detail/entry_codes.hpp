// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/leaf_code.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The codes of a tree's leaves in its forest_plan, by entry of the small_tree.
template <std::floating_point T>
class entry_codes {
public:
    entry_codes(small_tree<T> const& of_tree, planned_tree const& as_planned) noexcept : tree_(&of_tree) {
        if (as_planned.shape == tree_shape::program) number(0, 0);
        else path(0, as_planned.depth, 0);
    }

    [[nodiscard]] std::uint8_t operator[](std::size_t entry) const noexcept { return codes_[entry]; }

    /// A padded leaf has 2^levels codes, this one and those that follow it.
    [[nodiscard]] std::size_t count(std::size_t entry) const noexcept { return std::size_t{1} << levels_[entry]; }

private:
    /// Of padded trees: a 1 for each turn to the left, the root's the highest.
    void path(std::size_t at, std::size_t levels, std::size_t code) noexcept {
        if ((*tree_)[at].leaves == 1) return set(at, code, levels);
        path(at + 1, levels - 1, code | std::size_t{1} << (levels - 1));
        path((*tree_)[at].right, levels - 1, code);
    }
    void number(std::size_t at, std::size_t first) noexcept {
        if ((*tree_)[at].leaves == 1) return set(at, leaf_code(first), 0);
        std::size_t const left = (*tree_)[at + 1].leaves, right = (*tree_)[(*tree_)[at].right].leaves;
        bool const smaller = left_first(first, left, right);
        number(at + 1, smaller ? first : first + right);
        number((*tree_)[at].right, smaller ? first + left : first);
    }
    void set(std::size_t entry, std::size_t code, std::size_t levels) noexcept {
        codes_[entry] = static_cast<std::uint8_t>(code);
        levels_[entry] = static_cast<std::uint8_t>(levels);
    }

    small_tree<T> const* tree_;
    std::array<std::uint8_t, 2 * most_codes> codes_{}, levels_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
