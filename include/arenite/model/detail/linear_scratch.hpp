// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/gathered_rows.hpp>
#include <arenite/model/detail/turned_group.hpp>
#include <arenite/model/detail/wide_rows.hpp>
#include <arenite/predict/scratch_view.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How the kernels for vectors go about it.
enum class linear_way : unsigned char {
    rows,             ///< the features of a row side by side; the only one for few rows, and without scratch
    columns,          ///< rows side by side, where they lie so, and several outputs at a time
    columns_for_one,  ///< the same, and one output at a time
    groups,           ///< outputs side by side, in scratch
    gathered,         ///< the features of a row side by side, in scratch
    wide,             ///< the features of a row side by side, some of them at a time; sums in scratch
};

template <std::floating_point T>
[[nodiscard]] constexpr bool is_wide(std::size_t cols, std::size_t outputs) noexcept {
    return outputs > 1 && cols >= wide_shape::least_row_bytes / sizeof(T);
}

/// What the checked door has, too, or nothing.
[[nodiscard]] constexpr std::size_t bytes_up_to_8_KiB(std::size_t bytes) noexcept {
    return bytes <= stack_scratch_bytes ? bytes : 0;
}

/// What the quickest way to the scores of `rows` rows needs, whatever strides these have.
template <std::floating_point T>
[[nodiscard]] constexpr std::size_t linear_scratch_bytes(std::size_t rows, std::size_t cols,
                                                         std::size_t outputs) noexcept {
    if (rows < tile_rows) return 0;
    auto const turned = rows < turned_group::least_rows ? 0 : bytes_up_to_8_KiB(turned_group::bytes(cols));
    auto const copied = bytes_up_to_8_KiB(gathered_bytes<T>(cols));
    auto const tiles = (rows < wide_shape::most_rows ? rows : wide_shape::most_rows) / tile_rows * tile_rows;
    auto const sums = is_wide<T>(cols, outputs) ? tiles * wide_shape::row_bytes(outputs) : 0;
    auto const more = turned > copied ? turned : copied;
    return more > sums ? more : sums;
}

template <std::floating_point T>
[[nodiscard]] T* room_in(scratch_view scratch) noexcept {
    return scratch.take<T>(scratch.size() / region_alignment * (region_alignment / sizeof(T))).data();
}

/// The rows whose sums scratch has room for, in whole tiles.
template <std::floating_point T>
[[nodiscard]] std::size_t wide_rows_in(linear_terms<T> const& of, scratch_view scratch) noexcept {
    return scratch.size() / wide_shape::row_bytes(of.outputs()) / tile_rows * tile_rows;
}

template <std::floating_point T>
[[nodiscard]] linear_way linear_way_of(linear_terms<T> const& of, batch_view<T const> x,
                                       scratch_view scratch) noexcept {
    using enum linear_way;
    if (x.rows() < tile_rows) return rows;
    bool const beside = x.row_stride() == 1, along = x.col_stride() == 1;
    if (beside && of.outputs() >= 5 && x.rows() >= 2 * sum_lanes<T>) return columns;
    if (beside && of.outputs() < 5 && of.cols <= 128 && x.rows() >= 4 * sum_lanes<T>) return columns_for_one;
    auto const turned = turned_group::bytes(of.cols);
    bool const turns = x.rows() >= turned_group::least_rows && turned <= stack_scratch_bytes;
    bool const pays = !along || turned_group::pays<T>(of.cols, of.outputs());
    if (turns && pays && turned <= scratch.size()) return groups;
    bool const is_for_linear_rows = beside && x.rows() >= sum_lanes<T>;
    if (is_for_linear_rows) return rows;
    if (!along) return gathered_bytes<T>(of.cols) <= scratch.size() ? gathered : rows;
    return is_wide<T>(of.cols, of.outputs()) && wide_rows_in(of, scratch) != 0 ? wide : rows;
}

}  // namespace arenite::inline ARENITE_ABI::detail
