// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/tree_split.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// The splits on the way to the deepest leaf of a tree in preorder. Goes on with the smaller subtree while the larger
/// one waits, so that no more wait than a size has bits. O(splits).
template <std::floating_point T>
[[nodiscard]] std::size_t tree_depth(std::span<tree_split<T> const> tree) noexcept {
    struct subtree {
        std::span<tree_split<T> const> splits;
        std::size_t depth;
    };
    std::array<subtree, 64> waiting{};
    std::size_t count = 0, deepest = 0;
    for (subtree at{tree, 0};;) {
        deepest = std::max(deepest, at.depth);
        if (!at.splits.empty()) {
            auto const left = at.splits.subspan(1, at.splits.front().left_splits);
            auto const right = at.splits.subspan(1 + left.size());
            bool const left_first = left.size() < right.size();
            waiting[count++] = {left_first ? right : left, at.depth + 1};
            at = {left_first ? left : right, at.depth + 1};
        } else if (count != 0) {
            at = waiting[--count];
        } else {
            return deepest;
        }
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
