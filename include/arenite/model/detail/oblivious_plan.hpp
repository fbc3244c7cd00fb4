// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/core/detail/processor.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Trees of one depth and one output that follow each other in the forest_plan, as do their leaves.
struct level_run {
    std::uint32_t first_tree = 0;
    std::uint32_t output = 0;
    std::uint32_t first = 0;  ///< in `levels`
    std::uint8_t trees = 0, depth = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_tree, self.output, self.first, self.trees, self.depth);
    }
};
inline constexpr std::size_t most_run_trees = 64;
/// Bytes of a level: a column and a cut for each tree that a run may have.
inline constexpr std::size_t level_bytes = 2 * most_run_trees;

/// Runs of the trees that share their columns of ranks.
struct level_part {
    std::uint32_t first_run = 0, runs = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_run, self.runs);
    }
};

/// A forest of nothing but oblivious trees made ready for single rows, beside its forest_plan: the splits of a level
/// are one, so that the codes of 64 trees are as many bytes, which grow by a bit with each level.
///
///     tree               0 1 2 … 63
///     ranks of the row   7 2 9 …      by the level's columns
///     its cuts           8 1 9 …
///     ranks <= cuts      1 0 1 …      the lowest bit of each code, those before move up
template <std::floating_point T>
struct oblivious_plan {
    std::span<level_part const> parts;
    std::span<level_run const> runs;
    /// [runs][depth][2][64]: the columns, from the root down, and their cuts less 128.
    std::span<std::uint8_t const> levels;

    /// What a file keeps: see model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.parts, self.runs, self.levels);
    }
};

/// The parts of the scratch for one row.
///
///     ranks   u8   [256]      less 128; the last column may spill a byte into the codes, which come later
///     codes   u8   [64 trees]
struct level_scratch {
    static constexpr std::size_t codes_at = most_rank_columns, end = codes_at + most_run_trees;

    [[nodiscard]] std::uint8_t* ranks() const noexcept { return reinterpret_cast<std::uint8_t*>(first); }
    [[nodiscard]] std::uint8_t* codes() const noexcept { return reinterpret_cast<std::uint8_t*>(first + codes_at); }

    std::byte* first;
};
inline constexpr std::size_t level_scratch_bytes = level_scratch::end;

/// How many columns of ranks these instructions can choose from.
[[nodiscard]] constexpr std::size_t most_level_columns(instruction_set instructions) noexcept {
    return instructions == instruction_set::avx2 ? 64 : most_rank_columns;
}

}  // namespace arenite::inline ARENITE_ABI::detail
