// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_scratch.hpp>
#include <arenite/model/detail/deep_plan.hpp>
#include <arenite/model/detail/narrow_plan.hpp>
#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/core/detail/processor.hpp>
#include <arenite/model/detail/row_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The ways to the sums of a block of rows; they differ in time and scratch, and in nothing else.
enum class technique : unsigned char {
    walk,    ///< the reference walk
    rows,    ///< one row, many trees: see row_plan
    levels,  ///< one row, many oblivious trees: see oblivious_plan
    deep,    ///< many walks at once: see deep_plan
    narrow,  ///< 64 rows and little scratch: see narrow_plan
    bits,    ///< the conditions of all trees as bits of 64 to 512 rows: see forest_plan
};
inline constexpr std::size_t techniques = 6;

/// The sums of a block of rows, in the trainer's order and precision: row r and output k at sums[k * block + r].
/// Rows behind the last of x, up to `block`, may have sums too, which are nobody's.
///
/// Requires: the technique is one of the plan's; 1 <= x.rows() <= block; tile_bytes(plan, {technique, block}) bytes at
/// a
///           multiple of 64, which begin with the sums. Blocks of bits have 64, 128, 256 or 512 rows, at most `widest`.
template <class T, class In>
using sum_block = void (*)(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block,
                           std::byte* scratch) noexcept;

/// The kernels of one instruction set, by technique.
template <std::floating_point T>
struct forest_kernels {
    sum_block<T, float> of_floats[techniques];
    sum_block<T, double> of_doubles[techniques];
    std::size_t most_rows;  ///< of a block of bits

    template <class In>
    [[nodiscard]] sum_block<T, In> sums(technique by) const noexcept {
        if constexpr (std::same_as<In, float>) return of_floats[static_cast<std::size_t>(by)];
        else return of_doubles[static_cast<std::size_t>(by)];
    }
};

/// The kernels for these instructions, and for single rows of so many columns of ranks: the one way to them.
template <std::floating_point T>
[[nodiscard]] forest_kernels<T> const& kernels_for(instruction_set instructions, std::size_t columns) noexcept;

}  // namespace arenite::inline ARENITE_ABI::detail
