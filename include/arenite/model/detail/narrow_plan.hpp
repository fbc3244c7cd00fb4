// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A split of a tree, and where it finds the rows that reach it. Rows wait at the codes of leaves: those at a subtree
/// at the code of its first leaf, so that a split leaves its left rows where they are, and moves the others.
struct narrow_split {
    std::uint8_t column, cut;  ///< a row goes left where its rank in the column is at most the cut
    std::uint8_t from, right;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.column, self.cut, self.from, self.right);
    }
};

/// The tree of that number in the forest_plan.
struct narrow_tree {
    std::uint32_t first = 0;   ///< in `splits`
    std::uint16_t splits = 0;  ///< of oblivious trees one for each level, from the root down
    std::uint8_t depth = 0;    ///< codes are below 2^depth
    bool oblivious = false;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first, self.splits, self.depth, self.oblivious);
    }
};

/// A forest made ready for 64 rows and little scratch, beside its forest_plan: masks are made where a split needs them,
/// from the ranks of all rows, a byte each.
///
///     ranks of a column   3 7 0 …   <= cut     ->  mask            1 0 1 …    64 bits
///     rows at the split   1 1 0 …   & mask     ->  at the left     1 0 0 …
///                                   & ~mask    ->  at the right    0 1 0 …
///     rows at each leaf, by code               ->  planes of codes, as for blocks of bits
template <std::floating_point T>
struct narrow_plan {
    std::span<narrow_tree const> trees;
    std::span<narrow_split const> splits;

    /// What a file keeps: see model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.trees, self.splits);
    }
};

/// The parts of the scratch behind the sums, each at a multiple of 64.
///
///     ranks   u8    [columns][64]   of row 8 i + j at 8 j + i, which is the order of bits in a bit_row<8>
///     at      u64   [256]           the rows at each leaf, by code; before, one column: its values [64], its ranks
///                                   u16 [64]
///     codes   u8    [8 trees][64]
struct narrow_scratch {
    static constexpr std::size_t at_bytes = most_codes * sizeof(std::uint64_t);

    narrow_scratch(std::size_t columns, std::byte* from) noexcept
        : first(from), rank_bytes(columns * narrowest_block) {}

    [[nodiscard]] static std::size_t bytes(std::size_t columns) noexcept {
        return columns * narrowest_block + at_bytes + largest_group * narrowest_block;
    }
    [[nodiscard]] std::uint8_t* ranks() const noexcept { return reinterpret_cast<std::uint8_t*>(first); }
    [[nodiscard]] std::uint64_t* at() const noexcept { return reinterpret_cast<std::uint64_t*>(first + rank_bytes); }
    template <class Value>
    [[nodiscard]] Value* values() const noexcept {
        return reinterpret_cast<Value*>(first + rank_bytes);
    }
    [[nodiscard]] std::uint16_t* wide_ranks() const noexcept {
        return reinterpret_cast<std::uint16_t*>(first + rank_bytes + narrowest_block * sizeof(double));
    }
    [[nodiscard]] std::uint8_t* codes() const noexcept {
        return reinterpret_cast<std::uint8_t*>(first + rank_bytes + at_bytes);
    }

    std::byte* first;
    std::size_t rank_bytes;
};

}  // namespace arenite::inline ARENITE_ABI::detail
