// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/processor.hpp>
#include <arenite/model/detail/forest_source.hpp>

#include <algorithm>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// The cuts of one feature, at most 255, for splits of one kind of missing value; a feature may have several columns.
/// The rank of a value is the number of cuts <= it: a row goes left at cut k where its rank is <= k.
///
///     cuts             0.5   2   7      splits at 0.5 and 7 send missing values right, those at 2 and 7 left
///     uses, right        1   0   1      conditions[0], conditions[0] + 1
///     uses, left         0   1   1      conditions[1], conditions[1] + 1
struct rank_column {
    std::uint32_t feature = 0;
    std::uint32_t search = 0;  ///< its first entry in `searches`, which has 2^levels
    std::uint32_t sorted = 0;  ///< of double models: its first in `sorted`, which has cuts + 1, the last one NaN
    std::uint32_t uses = 0;    ///< its first in `uses`
    std::uint16_t cuts = 0;
    std::uint8_t levels = 0;  ///< of the search: 5 or 8
    missing_kind missing = missing_kind::nan;
    /// For missing values that go right, and those that go left: whether any condition is of that kind; if so, `uses`
    /// has a byte for each cut that says whether a condition is, those of the first kind in front.
    bool used[2]{};
    std::uint16_t conditions[2]{};  ///< the number of the first one of each kind
    std::uint16_t first_byte = 0;   ///< columns of bytes in front of its own, of single rows

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.feature, self.search, self.sorted, self.uses, self.cuts, self.levels);
        file.choice(self.missing, missing_kind::category);
        file(self.used[0], self.used[1], self.conditions[0], self.conditions[1], self.first_byte);
    }

    /// Those of a part lie in its order: see feature_cut::column.
    [[nodiscard]] constexpr std::uint32_t key() const noexcept {
        return feature << 2 | static_cast<std::uint32_t>(missing);
    }
};

/// How a tree is evaluated on bits.
enum class tree_shape : std::uint8_t {
    perfect,    ///< padded to 2^depth leaves: `conditions` holds 2^depth - 1 of them, each after its two subtrees
    oblivious,  ///< one condition for each level, from the root down
    program,    ///< by steps: see program_step
    walked,     ///< too many leaves: through the deep_plan
};

struct planned_tree {
    std::uint32_t number = 0;      ///< its place in the ensemble
    std::uint32_t first = 0;       ///< in `conditions`; of programs in `results`, 8 rows
    std::uint32_t leaves = 0;      ///< in `leaves`: the values by code
    std::uint32_t steps = 0;       ///< of programs: the first step, of the first tree in a run
    std::uint32_t step_count = 0;  ///< of the whole run
    tree_shape shape = tree_shape::walked;
    std::uint8_t depth = 0;  ///< a code is below 2^depth
    std::uint8_t run = 0;    ///< of programs: how many trees its steps are for; 0 behind the first of them

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.number, self.first, self.leaves, self.steps, self.step_count);
        file.choice(self.shape, tree_shape::walked);
        file(self.depth, self.run);
    }
};

/// Trees of one output that are looked up together: at most 8, in the file's order.
struct tree_group {
    std::uint32_t first_tree = 0;
    std::uint32_t output = 0;
    std::uint16_t trees = 0;
    std::uint16_t entries = 0;  ///< of the largest table of leaves: 32, 64, 128 or 256; 0: one tree that is walked

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_tree, self.output, self.trees, self.entries);
    }
};

/// Trees that share their conditions.
struct forest_part {
    std::uint32_t first_column = 0, columns = 0;
    std::uint32_t first_group = 0, groups = 0;
    std::uint32_t conditions = 0;
    std::uint32_t first_row = 0;  ///< rows of bits in front of the conditions': 0, or program_rows

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_column, self.columns, self.first_group, self.groups, self.conditions, self.first_row);
    }
};

/// The rows of bits of the largest part, with one to spare; 0: there is no part.
[[nodiscard]] constexpr std::size_t rows_of_bits_for(std::span<forest_part const> parts) noexcept {
    std::size_t most = 0;
    for (auto const& part : parts) most = std::max(most, std::size_t{part.first_row} + part.conditions + 1);
    return most;
}

/// One mux of bit vectors: where the mask has a one, the row of `left`, else that of `right`. Four numbers of rows, 14
/// bits each and times 64, so that one shift and one AND make the offset of a row of up to 64 bytes.
///
///     step:         | 0: 2 bits | result: 14 | right: 14 | left: 14 | mask: 14 | 0: 6 |
///     row of bits:  0 zeros | 1 ones | 2 … 255 results of steps | 256 … the conditions
using program_step = std::uint64_t;
inline constexpr std::size_t program_rows = 256, most_rows_of_bits = std::size_t{1} << 14, row_shift = 6;
inline constexpr std::size_t largest_group = 8, most_codes = 256, most_cuts = 255, codes_planes = 8;
inline constexpr std::size_t narrowest_block = 64;
/// Columns of ranks that a byte can number.
inline constexpr std::size_t most_rank_columns = 256;

template <std::floating_point T>
struct forest_kernels;
template <std::floating_point T>
struct row_plan;
template <std::floating_point T>
struct oblivious_plan;
template <std::floating_point T>
struct deep_plan;
template <std::floating_point T>
struct narrow_plan;

/// A forest made ready to be evaluated on bits: everything the kernels read, in one region.
///
///     values of a feature  ->  ranks among its cuts   ->  a mask for each condition, a bit for each row
///     tree:   condition a: 1 0 1 1 …   left and right subtree: planes of their leaves' codes
///             plane j = a ? left plane j : right plane j,  highest plane = a
///     planes of 8 bits  ->  a code for each row  ->  its leaf, looked up in the tree's table, added to its sum
///
/// Source: the conditions as bits of a block of rows follow Ye et al., RapidScorer (KDD 2018), in merging equal splits;
/// evaluating trees by multiplexing bit planes of the leaf's code, and the rest, is ours.
template <std::floating_point T>
struct forest_plan {
    std::span<forest_part const> parts;
    std::span<rank_column const> columns;
    std::span<float const> searches;  ///< by column: cuts as a search tree, entry i over entries 2i and 2i + 1
    std::span<double const> sorted;
    std::span<std::uint8_t const> uses;
    std::span<tree_group const> groups;
    std::span<planned_tree const> trees;
    std::span<std::uint16_t const> conditions;
    std::span<program_step const> steps;
    std::span<std::uint16_t const> results;
    std::span<T const> leaves;  ///< by tree, output (of trees whose leaves have several values) and code
    std::size_t rank_columns;   ///< of the part with most: columns of bytes
    row_plan<T>* rows;          ///< none: there are trees that are walked, or too many columns, or `levels`
    oblivious_plan<T>* levels;  ///< none: there are other trees than oblivious ones, or too many columns
    narrow_plan<T>* narrow;     ///< none: there are trees that are walked, or too many columns
    deep_plan<T>* deep;         ///< none: not needed, or the forest is too large for it
    instruction_set instructions;

    // What follows from those, the trees and the processor: see link_plan.
    forest_source<T> source;
    std::size_t rows_of_bits;       ///< of the largest part, with one to spare
    std::size_t most_entries;       ///< of the tables of leaves
    std::size_t widest;             ///< rows in a block of bits, for this processor: 64 to 512; 0: no bits
    std::size_t fewest_block_rows;  ///< that are worth a block of bits; 0: no bits
    bool narrow_first;              ///< of at most 64 rows the narrow plan is quicker than a block of bits
    bool has_walked;                ///< among the bits: these trees take the deep_plan
    forest_kernels<T> const* kernels;

    /// What a file keeps, beside its trees: see model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.parts, self.columns, self.searches, self.sorted, self.uses, self.groups, self.trees);
        file(self.conditions, self.steps, self.results, self.leaves);
        file.count(self.rank_columns);
        file.optional(self.rows);
        file.optional(self.levels);
        file.optional(self.narrow);
        file.optional(self.deep);
    }

    /// The leaves of a tree by code, for the k-th output from the one that they begin with.
    [[nodiscard]] T const* table(std::size_t tree, std::size_t k) const noexcept {
        return leaves.data() + trees[tree].leaves + (k << trees[tree].depth);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
