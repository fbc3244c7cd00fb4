// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/mask_of_bytes.hpp>
#include <arenite/model/detail/bit_row.hpp>
#include <arenite/model/detail/block_values.hpp>
#include <arenite/model/detail/oblivious_plan.hpp>

#include <cstring>

/// What every processor has: the vectors of 16 bytes of GCC and Clang, which are SSE2 or NEON, and single numbers.
namespace arenite::inline ARENITE_ABI::detail::portable {

inline constexpr std::size_t widest_row = 16;

template <std::size_t RowBytes>
[[nodiscard]] inline typename bit_row<RowBytes>::type load(std::byte const* from) noexcept {
    typename bit_row<RowBytes>::type row{};
    std::memcpy(&row, from, RowBytes);
    return row;
}

template <std::size_t RowBytes, class Bits>
void store(std::byte* to, Bits row) noexcept {
    std::memcpy(to, &row, RowBytes);
}

template <class Bits>
[[nodiscard]] inline Bits mux(Bits mask, Bits left, Bits right) noexcept {
    return right ^ (mask & (left ^ right));
}

/// Which of 64 ranks are at most the cut: bit i for rank i.
[[nodiscard]] inline std::uint64_t mask_of_ranks(std::uint8_t const* ranks, std::uint8_t cut) noexcept {
    std::uint64_t mask = 0;
#pragma GCC unroll 4
    for (unsigned i = 0; i != 4; ++i) {
        sixteen_bytes some;
        std::memcpy(&some, ranks + 16 * i, sizeof(some));
        mask |= mask_of_bytes((sixteen_bytes)(some <= cut)) << 16 * i;
    }
    return mask;
}

/// Turns rows first to first + 15 of the features into columns.
template <class In, class Value>
void transpose(batch_view<In const> x, std::size_t first, std::size_t block, Value* columns) noexcept {
    for (std::size_t r = 0; r != block; ++r) {
        In const* const row = &x(std::min(r, x.rows() - 1), first);
        for (std::size_t f = 0; f != features_at_once; ++f) columns[f * (block + 16) + r] = static_cast<Value>(row[f]);
    }
}

/// The ranks of a column's values, times RowBytes; of missing ones 256 times that. Several walk down the search tree at
/// once; of double models, the one cut that floats leave open is looked at.
template <std::size_t RowBytes, class T, class Value>
void rank_values(forest_plan<T> const& plan, rank_column const& column, Value const* values,
                 std::uint16_t* ranks) noexcept {
    constexpr std::size_t together = 8;
    auto const rule = rule_of<Value>(plan, column);
    auto const* const search = plan.searches.data() + column.search;
    auto const* const sorted = plan.sorted.data() + column.sorted;
    for (std::size_t r = 0; r != 8 * RowBytes; r += together) {
        Value x[together];
        std::uint32_t absent[together], at[together];
        float near[together];
        for (std::size_t i = 0; i != together; ++i) {
            x[i] = values[r + i];
            absent[i] = read(x[i], rule);
            near[i] = static_cast<float>(x[i]);
            at[i] = 1;
        }
        for (unsigned level = 0; level != column.levels; ++level) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i != together; ++i)
                at[i] = 2 * at[i] + (std::same_as<T, double> ? search[at[i]] < near[i] : search[at[i]] <= near[i]);
        }
        for (std::size_t i = 0; i != together; ++i) {
            at[i] -= 1U << column.levels;
            if constexpr (std::same_as<T, double>) at[i] += sorted[at[i]] <= static_cast<double>(x[i]);
            ranks[r + i] = static_cast<std::uint16_t>((absent[i] ? most_cuts + 1 : at[i]) * RowBytes);
        }
    }
}

template <std::floating_point T>
void add_leaves(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                block_scratch<T> const& scratch) noexcept {
    add_leaves_one_by_one(plan, group, k, scratch.codes(), scratch.block, scratch.sums());
}

/// The codes of a run of oblivious trees, tree by tree.
struct level_machine {
    static void write_codes(std::uint8_t const* ranks, std::uint8_t const* levels, std::size_t depth,
                            std::uint8_t* codes) noexcept {
        auto const as_number = [](std::uint8_t less_128) { return static_cast<std::int8_t>(less_128); };
        for (std::size_t t = 0; t != most_run_trees; ++t) {
            unsigned code = 0;
            for (auto const* at = levels + t; at != levels + t + depth * level_bytes; at += level_bytes)
                code = 2 * code + (as_number(ranks[*at]) <= as_number(at[most_run_trees]));
            codes[t] = static_cast<std::uint8_t>(code);
        }
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail::portable

#define ARENITE_INSTRUCTIONS portable
#define ARENITE_TARGET
#include <arenite/model/detail/masks_of_block.hpp>
#include <arenite/model/detail/trees_of_block.hpp>
#include <arenite/model/detail/sums_of_64_rows.hpp>
#include <arenite/model/detail/sums_of_block.hpp>
#undef ARENITE_INSTRUCTIONS
#undef ARENITE_TARGET
