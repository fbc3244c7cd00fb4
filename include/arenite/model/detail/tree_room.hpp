// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/tree_split.hpp>

#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// What is free in an ensemble for its next tree: as if new, but for leaves and their ids.
template <std::floating_point T>
struct tree_room {
    std::span<tree_split<T>> splits;
    std::span<T> leaves;  ///< `width` values each
    std::span<std::int32_t> leaf_ids;
    std::size_t width;

    [[nodiscard]] std::span<T> leaf(std::size_t i) const noexcept { return leaves.subspan(i * width, width); }
};

}  // namespace arenite::inline ARENITE_ABI::detail
