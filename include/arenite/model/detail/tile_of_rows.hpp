// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_product.hpp>
#include <arenite/model/detail/linear_terms.hpp>
#include <arenite/core/detail/number_vector.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Ones in the bits of the lanes that are kept: from tail_masks + sum_lanes - n on, those of the first n.
template <std::floating_point T>
inline constexpr auto tail_masks = [] {
    std::array<typename number_vector<T>::bits, 2 * sum_lanes<T>> masks{};
    for (std::size_t l = 0; l != sum_lanes<T>; ++l) masks[l] = -1;
    return masks;
}();

/// Rows side by side, and what is left of each behind its last whole step, with zeros behind.
template <std::floating_point T, std::size_t Bytes, std::size_t Rows>
class tile_of_rows {
public:
    [[gnu::always_inline]] explicit tile_of_rows(batch_view<T const> all_rows) noexcept
        : x_(all_rows), left_(x_.cols() % sum_lanes<T>), whole_(x_.cols() - left_), readable_(rows_before_the_end(x_)) {
    }

    [[gnu::always_inline]] void move_to(std::size_t first) noexcept {
        for (std::size_t r = 0; r != Rows; ++r) rows[r] = row_data(x_, first + r);
    }

    /// Requires: move_to(first) before.
    [[gnu::always_inline]] void take_tails(std::size_t first) noexcept {
        for (std::size_t r = 0; r != Rows; ++r) {
            tails[r] = room_[r];
            if (first + r < readable_) copy_masked(rows[r] + whole_, left_, room_[r]);
            else copy(rows[r] + whole_, left_, room_[r]);
        }
    }

    T const* rows[Rows];
    T const* tails[Rows];

private:
    /// Rows behind whose last whole step x has numbers for another.
    [[nodiscard]] static std::size_t rows_before_the_end(batch_view<T const> x) noexcept {
        bool const is_dense = x.row_stride() == static_cast<std::ptrdiff_t>(x.cols());
        if (!is_dense || x.cols() == 0) return 0;
        auto const rows_of_steps = (x.cols() - x.cols() % sum_lanes<T> + sum_lanes<T> - 1) / x.cols() + 1;
        return x.rows() < rows_of_steps ? 0 : x.rows() - rows_of_steps + 1;
    }

    /// Reads as much as a whole step does.
    [[gnu::always_inline]] static void copy_masked(T const* from, std::size_t count, T* to) noexcept {
        typename number_vector<T, Bytes>::mask values, kept;
#pragma GCC unroll 4
        for (std::size_t at = 0; at != sum_lanes<T>; at += Bytes / sizeof(T)) {
            std::memcpy(&values, from + at, Bytes);
            std::memcpy(&kept, tail_masks<T>.data() + sum_lanes<T> - count + at, Bytes);
            values &= kept;
            std::memcpy(to + at, &values, Bytes);
        }
    }

    [[gnu::always_inline]] static void copy(T const* from, std::size_t count, T* to) noexcept {
#pragma GCC unroll 4
        for (auto some = sum_lanes<T> / 2; some != 0; some /= 2) {
            if ((count & some) == 0) continue;
            std::memcpy(to, from, some * sizeof(T));
            from += some, to += some;
        }
    }

    batch_view<T const> x_;
    std::size_t left_, whole_, readable_;
    T room_[Rows][sum_lanes<T>]{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
