// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_kernels.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows that one kernel takes at a time.
struct forest_tile {
    technique by = technique::walk;
    std::size_t block = 1;  ///< rows that it has room for
};

/// What a tile needs of scratch.
template <std::floating_point T>
[[nodiscard]] std::size_t tile_bytes(forest_plan<T> const& plan, forest_tile tile) noexcept {
    if (tile.by == technique::bits) return layout_of(plan, tile.block).end;
    auto const sums = sum_bytes(plan, tile.block);
    if (tile.by == technique::narrow) return sums + narrow_scratch::bytes(plan.narrow->columns);
    if (tile.by == technique::deep) return sums + plan.deep->key_bytes(tile.block);
    if (tile.by == technique::levels) return sums + level_scratch_bytes;
    return tile.by == technique::rows ? sums + row_scratch_bytes : sums;
}

/// The narrowest block of bits that takes all rows but a few, which are then cheaper alone: a block twice as wide takes
/// far less than twice the time.
template <std::floating_point T>
[[nodiscard]] std::size_t block_of_bits(forest_plan<T> const& plan, std::size_t rows) noexcept {
    auto block = narrowest_block;
    while (block < plan.widest && block + plan.fewest_block_rows / 2 <= rows) block *= 2;
    return block;
}

/// The quickest tile for the first of so many rows; `most_bytes`: of scratch.
template <std::floating_point T>
[[nodiscard]] forest_tile tile_of(forest_plan<T> const& plan, std::size_t rows, std::size_t most_bytes) noexcept {
    auto const fits = [&](forest_tile tile) { return tile_bytes(plan, tile) <= most_bytes; };
    bool const narrow = plan.narrow != nullptr && rows >= plan.fewest_block_rows && fits({technique::narrow, narrowest_block});
    if (narrow && plan.narrow_first && rows <= narrowest_block) return {technique::narrow, narrowest_block};
    if (plan.widest != 0 && rows >= plan.fewest_block_rows)
        for (auto block = block_of_bits(plan, rows); block >= narrowest_block; block /= 2)
            if (fits({technique::bits, block})) return {technique::bits, block};
    if (narrow) return {technique::narrow, narrowest_block};
    if (auto const alone = plan.levels != nullptr ? technique::levels : technique::rows; plan.levels != nullptr || plan.rows != nullptr)
        for (auto block = std::min(rows, most_single_rows); block != 0; block /= 2)
            if (fits({alone, block})) return {alone, block};
    if (plan.deep != nullptr)
        for (auto block = deep_block(rows); block != 0; block = smaller_deep_block(block))
            if (fits({technique::deep, block})) return {technique::deep, block};
    auto block = std::min(rows, most_single_rows);
    while (block != 1 && !fits({technique::walk, block})) block /= 2;
    return {technique::walk, block};
}

/// What so many rows need of scratch for the quickest tiles, those included that are left over from wide ones.
template <std::floating_point T>
[[nodiscard]] std::size_t tiles_bytes(forest_plan<T> const& plan, std::size_t rows) noexcept {
    constexpr auto any = std::numeric_limits<std::size_t>::max();
    if (rows == 0) return 0;
    auto const alone = std::min(rows, plan.fewest_block_rows - 1);
    return std::max(tile_bytes(plan, tile_of(plan, rows, any)), tile_bytes(plan, tile_of(plan, alone, any)));
}

}  // namespace arenite::inline ARENITE_ABI::detail
