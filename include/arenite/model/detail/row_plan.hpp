// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/core/detail/processor.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A tree of the forest_plan, in its order: where its root lies among the clusters, and the cluster that the numbers in
/// its exits are counted from.
struct row_tree {
    std::uint32_t root = 0;  ///< | cluster | place: 6 bits |
    std::uint32_t inner = 0;
    std::uint32_t leaves = 0;  ///< in the forest_plan's

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.root, self.inner, self.leaves);
    }
};

/// Trees of one output that are evaluated together: their roots lie in clusters that follow each other.
struct row_batch {
    std::uint32_t first_tree = 0, first_cluster = 0;
    std::uint32_t output = 0;
    std::uint8_t trees = 0, clusters = 0;
    bool whole = true;  ///< no tree goes on in another cluster

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_tree, self.first_cluster, self.output, self.trees, self.clusters, self.whole);
    }
};

/// Batches of the trees that share their columns of ranks.
struct row_part {
    std::uint32_t first_batch = 0, batches = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_batch, self.batches);
    }
};

/// The children of a split: below this a place in the same cluster, else the cluster's exit of that number.
inline constexpr std::uint8_t first_exit = 0xc0;
/// An exit of a cluster: the code of a leaf, or, with the highest bit, another cluster and the place there.
inline constexpr std::uint16_t exit_is_inner = 0x8000;
inline constexpr unsigned place_bits = 6;
inline constexpr std::size_t most_batch_trees = 32;
inline constexpr std::size_t most_cluster_depth = 8;
/// Rows that are taken one after the other before their sums are handed over.
inline constexpr std::size_t most_single_rows = 16;

/// A forest made ready for single rows, beside its forest_plan. Splits are looked at a whole cluster at a time, reached
/// or not; following the children is then a matter of permutations, which are doubled:
///
///     ranks of the row, by split   ->  compared with the cuts  ->  next place of each place
///     next of next, next of that: 2, 4, 8 levels down, until every place knows the exit that is under it
///
///     place     0    1    2         a tree:  split 0 -> split 1, leaf c     split 1 -> leaf a, leaf b
///     columns   3    0    .
///     cuts    -12   90    .         less 128
///     left      1   c0   c0         a place, or 0xc0 + the number of an exit
///     right    c2   c1   c0
///     exits     a    b    c         codes, or | 0x8000 | cluster, counted from row_tree::inner | place: 6 bits |
///
/// A cluster holds subtrees, or a tree's top, with up to 16 or 64 exits in all, its size; `places` has for each the
/// columns of its splits, their cuts less 128, then left and right children.
template <std::floating_point T>
struct row_plan {
    std::span<row_part const> parts;
    std::span<row_batch const> batches;
    std::span<row_tree const> trees;
    std::span<std::uint8_t const> places;  ///< [clusters][4][size]
    std::span<std::uint16_t const> exits;  ///< [clusters][size]

    /// What a file keeps: see model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.parts, self.batches, self.trees, self.places, self.exits);
    }
};

/// A place in a cluster from which a row goes on, and the tree for which it does.
struct row_item {
    std::uint32_t cluster;
    std::uint16_t place;
    std::uint16_t tree;
};

/// The parts of the scratch for one row, each at a multiple of 64.
///
///     ranks   u8   [256]      less 128; the last column may spill a byte into the codes, which come later
///     codes   u16  [32 trees]
///     items   row_item [32 + 1]
///     found   u8   [32][64]   what is under each place of a cluster
struct row_scratch {
    static constexpr std::size_t codes_at = most_rank_columns, items_at = codes_at + round_up(2 * most_batch_trees),
                                 found_at = items_at + round_up(sizeof(row_item) * (most_batch_trees + 1)),
                                 end = found_at + most_batch_trees * 64;

    [[nodiscard]] std::uint8_t* ranks() const noexcept { return reinterpret_cast<std::uint8_t*>(first); }
    [[nodiscard]] std::uint16_t* codes() const noexcept { return reinterpret_cast<std::uint16_t*>(first + codes_at); }
    [[nodiscard]] row_item* items() const noexcept { return reinterpret_cast<row_item*>(first + items_at); }
    [[nodiscard]] std::uint8_t* found() const noexcept { return reinterpret_cast<std::uint8_t*>(first + found_at); }

    std::byte* first;
};
inline constexpr std::size_t row_scratch_bytes = row_scratch::end;

/// How many columns of ranks these instructions can choose from; 0: the portable ones have no such permutations.
[[nodiscard]] constexpr std::size_t most_row_columns(instruction_set instructions) noexcept {
    constexpr std::size_t most[] = {0, 64, most_rank_columns};
    return most[static_cast<std::size_t>(instructions)];
}

/// How large the clusters are for these instructions: what one permutation of theirs can address.
[[nodiscard]] constexpr std::size_t cluster_size(instruction_set instructions) noexcept {
    return instructions == instruction_set::avx2 ? 16 : 64;
}

}  // namespace arenite::inline ARENITE_ABI::detail
