// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/dot_product.hpp>
#include <arenite/model/detail/linear_terms.hpp>
#include <arenite/core/detail/number_vector.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Dot products of what lies side by side in columns, Vectors vectors of it, with Count lists of numbers, which share
/// their loads: the bits of strided_dot. Either the columns hold rows and the lists are outputs' weights, or the
/// columns hold outputs' weights and the lists are rows.
///
/// The lanes of the stated order are summed one after the other, and any two that are to be added are as soon as both
/// are there, so that few sums wait. What calls it is compiled for instructions that have such vectors, and takes it
/// in.
template <std::floating_point T, std::size_t Bytes, std::size_t Vectors, std::size_t Count>
class column_dots {
    using vector = vector_of<T, Bytes>;
    static constexpr std::size_t width = Bytes / sizeof(T), dots = Vectors * Count;
    using vectors = vector[dots];

public:
    /// Number c of list i is first_list[i * list_stride + c * number_stride].
    [[gnu::always_inline]] column_dots(T const* first_column, std::ptrdiff_t col_stride, std::size_t col_count,
                                       T const* first_list, std::ptrdiff_t list_stride,
                                       std::ptrdiff_t number_stride) noexcept
        : columns_(first_column), col_stride_(col_stride), number_stride_(number_stride), cols_(col_count) {
#pragma GCC unroll 8
        for (T const*& list : lists_) list = std::exchange(first_list, first_list + list_stride);
        sum_every<1>(0, sums_);
    }

    [[nodiscard, gnu::always_inline]] vector& of(std::size_t list, std::size_t which = 0) noexcept {
        return sums_[list * Vectors + which];
    }

private:
    /// Sums the lanes from `lane` on that are a multiple of Apart behind it.
    template <std::size_t Apart>
    [[gnu::always_inline]] void sum_every(std::size_t lane, vectors& sums) const noexcept {
        if constexpr (Apart == sum_lanes<T>) return sum_lane(lane, sums);
        else {
            vectors others;
            sum_every<2 * Apart>(lane, sums);
            sum_every<2 * Apart>(lane + Apart, others);
#pragma GCC unroll 16
            for (std::size_t i = 0; i != dots; ++i) sums[i] += others[i];
        }
    }

    /// Only the first lane begins at +0. To begin the others at their first product saves an addition, and can at most
    /// make a sum -0 that would be +0: what it is added to, in the end the first lane's sum, which is never -0, has the
    /// same bits then.
    [[gnu::always_inline]] void sum_lane(std::size_t lane, vectors& sums) const noexcept {
#pragma GCC unroll 16
        for (vector& sum : sums) sum = vector{};
        if (lane >= cols_) return;
        auto c = lane;
        keep_in_register(c);
        auto const* column = columns_ + static_cast<std::ptrdiff_t>(c) * col_stride_;
        add_products(column, c, lane != 0, sums);
        for (c += sum_lanes<T>; c < cols_; c += sum_lanes<T>) {
            column += static_cast<std::ptrdiff_t>(sum_lanes<T>) * col_stride_;
            add_products(column, c, false, sums);
        }
    }

    [[gnu::always_inline]] void add_products(T const* column, std::size_t c, bool is_first,
                                             vectors& sums) const noexcept {
        auto const at = static_cast<std::ptrdiff_t>(c) * number_stride_;
#pragma GCC unroll 16
        for (std::size_t i = 0; i != dots; ++i) {
            vector product = vector_at<Bytes>(column + i % Vectors * width).numbers * lists_[i / Vectors][at];
            keep_rounded(product);
            sums[i] = is_first ? product : sums[i] + product;
        }
    }

    T const* columns_;
    std::ptrdiff_t col_stride_, number_stride_;
    std::size_t cols_;
    T const* lists_[Count];
    vectors sums_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
