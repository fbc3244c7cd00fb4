// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_kernels.hpp>

#include <algorithm>
#include <limits>
#include <optional>

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
    if (tile.by == technique::narrow) return sums + narrow_scratch::bytes(plan.rank_columns);
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

/// The tiles that a plan has for so many rows, and that fit into so much scratch.
template <std::floating_point T>
class tile_choice {
public:
    tile_choice(forest_plan<T> const& of_plan, std::size_t of_rows, std::size_t of_scratch) noexcept
        : plan_(of_plan), rows_(of_rows), most_bytes_(of_scratch) {}

    [[nodiscard]] forest_tile quickest() const noexcept {
        auto const narrow = of_narrow();
        if (narrow && plan_.narrow_first && rows_ <= narrowest_block) return *narrow;
        if (auto const bits = of_bits()) return *bits;
        if (narrow) return *narrow;
        if (auto const alone = of_single_rows()) return *alone;
        if (auto const deep = of_deep()) return *deep;
        auto block = std::min(rows_, most_single_rows);
        while (block != 1 && !fits({technique::walk, block})) block /= 2;
        return {technique::walk, block};
    }

private:
    using maybe = std::optional<forest_tile>;

    [[nodiscard]] bool fits(forest_tile tile) const noexcept { return tile_bytes(plan_, tile) <= most_bytes_; }
    [[nodiscard]] maybe if_fits(forest_tile tile) const noexcept { return fits(tile) ? maybe{tile} : maybe{}; }
    [[nodiscard]] bool are_many() const noexcept { return rows_ >= plan_.fewest_block_rows; }

    [[nodiscard]] maybe of_narrow() const noexcept {
        return plan_.narrow != nullptr && are_many() ? if_fits({technique::narrow, narrowest_block}) : maybe{};
    }
    [[nodiscard]] maybe of_bits() const noexcept {
        if (plan_.widest == 0 || !are_many()) return {};
        for (auto block = block_of_bits(plan_, rows_); block >= narrowest_block; block /= 2)
            if (fits({technique::bits, block})) return forest_tile{technique::bits, block};
        return {};
    }
    [[nodiscard]] maybe of_single_rows() const noexcept {
        if (plan_.levels == nullptr && plan_.rows == nullptr) return {};
        auto const by = plan_.levels != nullptr ? technique::levels : technique::rows;
        for (auto block = std::min(rows_, most_single_rows); block != 0; block /= 2)
            if (fits({by, block})) return forest_tile{by, block};
        return {};
    }
    [[nodiscard]] maybe of_deep() const noexcept {
        if (plan_.deep == nullptr) return {};
        for (auto block = plan_.deep->block_for(rows_); block != 0; block = smaller_deep_block(block))
            if (fits({technique::deep, block})) return forest_tile{technique::deep, block};
        return {};
    }

    forest_plan<T> const& plan_;
    std::size_t rows_, most_bytes_;
};

/// The quickest tile for the first of so many rows; `most_bytes`: of scratch.
template <std::floating_point T>
[[nodiscard]] forest_tile tile_of(forest_plan<T> const& plan, std::size_t rows, std::size_t most_bytes) noexcept {
    return tile_choice<T>{plan, rows, most_bytes}.quickest();
}

/// What so many rows need of scratch for the quickest tiles, those included that are left over from wide ones: up to 64
/// rows, and those that are too few for a block.
template <std::floating_point T>
[[nodiscard]] std::size_t tiles_bytes(forest_plan<T> const& plan, std::size_t rows) noexcept {
    constexpr auto any = std::numeric_limits<std::size_t>::max();
    auto const bytes = [&](std::size_t some) { return some == 0 ? 0 : tile_bytes(plan, tile_of(plan, some, any)); };
    auto const too_few = plan.widest == 0 ? rows : std::min(rows, plan.fewest_block_rows - 1);
    return std::max({bytes(rows), bytes(std::min(rows, narrowest_block)), bytes(too_few)});
}

}  // namespace arenite::inline ARENITE_ABI::detail
