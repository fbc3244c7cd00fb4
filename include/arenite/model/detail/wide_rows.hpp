// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/tiled_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows of so many features that a tile of them fills more than the nearest cache: a block of the features at a time,
/// every row adds to its sums, which wait in scratch, so that weights are read once for many rows, and rows once for
/// many outputs.
struct wide_shape {
    static constexpr std::size_t least_row_bytes = 8192, block_bytes = 1024;  ///< of a row; blocks are whole steps
    static constexpr std::size_t most_outputs = 10, most_rows = 64, bytes_of_sums = 64;

    [[nodiscard]] static constexpr std::size_t row_bytes(std::size_t outputs) noexcept {
        return (outputs < most_outputs ? outputs : most_outputs) * bytes_of_sums;
    }
};

/// The margins of all rows, Rows × Outputs at a time, which take turns; the last rows overlap with those before.
/// Requires: as tiled_rows; room for the sums of rows_at_once rows, a multiple of Rows.
template <std::floating_point T, std::size_t Bytes, std::size_t Rows, std::size_t Outputs>
class wide_rows {
public:
    [[gnu::always_inline]] wide_rows(linear_terms<T> const& terms, batch_view<T const> all_rows, batch_view<T> to_fill,
                                     T* room) noexcept
        : of_(terms), x_(all_rows), y_(to_fill), tile_(all_rows), sums_(room) {}

    [[gnu::always_inline]] void score(std::size_t rows_at_once) noexcept {
        for (std::size_t k = 0; k < of_.outputs(); k += wide_shape::most_outputs)
            for (std::size_t first = 0; first < x_.rows(); first += rows_at_once)
                score_some(first, smaller(first + rows_at_once, x_.rows()), k);
    }

private:
    static constexpr std::size_t block = wide_shape::block_bytes / sizeof(T);

    [[nodiscard]] static std::size_t smaller(std::size_t a, std::size_t b) noexcept { return a < b ? a : b; }

    /// Rows from `first` to `end`, and most_outputs outputs. What is two tiles ahead is brought nearer meanwhile:
    /// behind the last tile, the next features of the first.
    [[gnu::always_inline]] void score_some(std::size_t first, std::size_t end, std::size_t output) noexcept {
        auto const tiles = (end - first + Rows - 1) / Rows;
        for (std::size_t c = 0; c < of_.cols; c += block) {
            auto* sums = sums_;
            for (std::size_t i = 0; i != tiles; ++i) {
                auto const rows_ahead = static_cast<std::ptrdiff_t>(((i + 2) % tiles - i) * Rows);
                auto const features_ahead = static_cast<std::ptrdiff_t>(i + 2 < tiles ? 0 : block);
                auto const ahead = rows_ahead * x_.row_stride() + features_ahead;
                sums = add_block(smaller(first + i * Rows, x_.rows() - Rows), c, ahead, output, sums);
            }
        }
    }

    /// Rows rows, the features from c on, and most_outputs outputs. What is behind their sums.
    [[gnu::always_inline]] T* add_block(std::size_t row, std::size_t c, std::ptrdiff_t ahead, std::size_t output,
                                        T* sums) noexcept {
        tile_.move_to(row);
        if (c + block >= of_.cols) tile_.take_tails(row);
        auto const end = smaller(output + wide_shape::most_outputs, of_.outputs());
        auto k = output;
        for (; k + Outputs <= end; k += Outputs) sums = add_to<Outputs>(row, c, ahead, k, sums);
        for (; k != end; ++k) sums = add_to<1>(row, c, ahead, k, sums);
        return sums;
    }

    template <std::size_t Some>
    [[gnu::always_inline]] T* add_to(std::size_t row, std::size_t c, std::ptrdiff_t ahead, std::size_t output,
                                     T* sums) noexcept {
        dot_tile<T, Bytes, Rows, Some> dots;
        if (c != 0) dots.load(sums);
        add_tile(dots, of_, output, tile_, {c, smaller(c + block, of_.cols)}, ahead);
        if (c + block < of_.cols) dots.store(sums);
        else put_scores(dots, of_, output, y_, row);
        return sums + dots.numbers;
    }

    linear_terms<T> const& of_;
    batch_view<T const> x_;
    batch_view<T> y_;
    tile_of_rows<T, Bytes, Rows> tile_;
    T* sums_;
};

template <std::size_t Bytes, std::size_t Rows, std::size_t Outputs, std::floating_point T>
[[gnu::always_inline]] inline void score_wide(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y,
                                              T* room, std::size_t rows_at_once) noexcept {
    wide_rows<T, Bytes, Rows, Outputs>{of, x, y, room}.score(rows_at_once);
}

}  // namespace arenite::inline ARENITE_ABI::detail
