// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/model/detail/deep_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Values of so many features are transposed at a time.
inline constexpr std::size_t features_at_once = 16;

/// Bytes of the sums, which every technique's scratch begins with.
template <std::floating_point T>
[[nodiscard]] std::size_t sum_bytes(forest_plan<T> const& plan, std::size_t block) noexcept {
    return round_up(plan.source.base.size() * block * sizeof(T));
}

/// The parts of the scratch of a block of bits, each at a multiple of 64.
///
///     sums    T     [outputs][block]
///     bits    bits  [rows of bits][block]     results of programs, then the masks of the conditions
///     ranked  bits  [257][block]              which rows have this rank; the last: a missing value
///     values  T     [16][block + 16]          columns; 16 more, so that they are not all in the same cache sets
///     ranks   u16   [block]
///     codes   u8    [8 trees][block]
///     planes  u8    [8 trees][sizeof(T)][entries]   the leaves' first bytes, their second bytes, …
///     keys    u32   see deep_plan; none where no tree is walked
struct block_layout {
    std::size_t bits, ranked, values, ranks, codes, planes, keys, end;
};

template <std::floating_point T>
[[nodiscard]] block_layout layout_of(forest_plan<T> const& plan, std::size_t block) noexcept {
    block_layout at{};
    at.bits = sum_bytes(plan, block);
    at.ranked = at.bits + round_up(plan.rows_of_bits * block / 8);
    at.values = at.ranked + round_up((most_cuts + 2) * block / 8);
    at.ranks = at.values + features_at_once * (block + 16) * sizeof(T);
    at.codes = at.ranks + block * sizeof(std::uint16_t);
    at.planes = at.codes + largest_group * block;
    at.keys = at.planes + largest_group * plan.most_entries * sizeof(T);
    at.end = at.keys + (plan.has_walked ? plan.deep->key_bytes(block) : 0);
    return at;
}

/// The places of those parts in one scratch.
template <std::floating_point T>
struct block_scratch {
    block_scratch(forest_plan<T> const& plan, std::size_t block_rows, std::byte* from) noexcept
        : block(block_rows), layout(layout_of(plan, block_rows)), first(from) {}

    template <class Element>
    [[nodiscard]] Element* at(std::size_t offset) const noexcept {
        return reinterpret_cast<Element*>(first + offset);
    }
    [[nodiscard]] T* sums() const noexcept { return at<T>(0); }
    [[nodiscard]] std::byte* bits() const noexcept { return first + layout.bits; }
    [[nodiscard]] std::byte* ranked() const noexcept { return first + layout.ranked; }
    [[nodiscard]] std::uint16_t* ranks() const noexcept { return at<std::uint16_t>(layout.ranks); }
    [[nodiscard]] std::uint8_t* codes() const noexcept { return at<std::uint8_t>(layout.codes); }
    [[nodiscard]] std::uint8_t* planes() const noexcept { return at<std::uint8_t>(layout.planes); }
    [[nodiscard]] float_key* keys() const noexcept { return at<float_key>(layout.keys); }
    template <class Value>
    [[nodiscard]] Value* column(std::size_t i) const noexcept {
        return at<Value>(layout.values) + i * (block + 16);
    }

    std::size_t block;
    block_layout layout;
    std::byte* first;
};

}  // namespace arenite::inline ARENITE_ABI::detail
