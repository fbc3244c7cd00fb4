// SPDX-License-Identifier: MIT
// Needs Eigen (3.4 or newer): link Eigen3::Eigen.
#pragma once

#include <arenite/batch/batch_view.hpp>

#include <Eigen/Core>

namespace arenite::inline ARENITE_ABI {

namespace detail {

using any_strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;

/// What Eigen makes of a batch of T: row-major, at any strides.
template <class T>
using eigen_rows =
    Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic, Eigen::Dynamic, static_cast<int>(Eigen::RowMajor)>;
template <class T>
using eigen_map = Eigen::Map<std::conditional_t<std::is_const_v<T>, eigen_rows<T> const, eigen_rows<T>>,
                             static_cast<int>(Eigen::Unaligned), any_strides>;

template <class Dense>
concept eigen_dense = std::is_base_of_v<Eigen::DenseBase<std::remove_cvref_t<Dense>>, std::remove_cvref_t<Dense>>;
template <class Dense>
concept eigen_owner = eigen_dense<Dense> &&
                      std::is_base_of_v<Eigen::PlainObjectBase<std::remove_cvref_t<Dense>>, std::remove_cvref_t<Dense>>;
template <class Dense>
inline constexpr bool eigen_in_memory = (int(std::remove_cvref_t<Dense>::Flags) & int(Eigen::DirectAccessBit)) != 0;
template <class Dense>
inline constexpr bool eigen_writable = (int(std::remove_cvref_t<Dense>::Flags) & int(Eigen::LvalueBit)) != 0;

}  // namespace detail

/// A batch over the numbers of an Eigen matrix, vector, map or block, in either order: nothing is copied. One can write
/// to it if the matrix can be written; an Eigen::VectorX is a column.
///
/// Allocates: nothing.
/// Lifetime:  borrows; valid as long as the numbers stay where they are. A temporary matrix does not compile, nor does
///            an expression, which has no numbers yet.
template <class Dense>
    requires detail::eigen_dense<Dense>
[[nodiscard]] auto as_batch(Dense&& numbers) noexcept {
    static_assert(detail::eigen_in_memory<Dense>,
                  "an Eigen expression has no numbers to look at: evaluate it into a matrix, and hand over that");
    static_assert(std::is_lvalue_reference_v<Dense> || !detail::eigen_owner<Dense>,
                  "a temporary Eigen matrix would be gone before its batch: name the matrix first");
    using scalar = typename std::remove_cvref_t<Dense>::Scalar;
    constexpr bool constant = std::is_const_v<std::remove_reference_t<Dense>> && detail::eigen_owner<Dense>;
    using number = std::conditional_t<constant || !detail::eigen_writable<Dense>, scalar const, scalar>;
    return batch_view<number>{const_cast<number*>(numbers.derived().data()), static_cast<std::size_t>(numbers.rows()),
                              static_cast<std::size_t>(numbers.cols()), numbers.rowStride(), numbers.colStride()};
}

/// An Eigen matrix over a batch: `as_eigen(batch).array() *= 2`, `as_eigen(scores).colwise().mean()`. Nothing is
/// copied; of a `batch_view<T const>` one reads.
///
/// Requires:  strides that are not negative.
/// Allocates: nothing itself, and nothing in expressions that work element by element. A product of matrices takes
///            buffers from the heap: `lazyProduct` does not.
/// Lifetime:  borrows; valid as long as the batch.
template <class T>
[[nodiscard]] detail::eigen_map<T> as_eigen(batch_view<T> batch) {
    contract(batch.row_stride() >= 0 && batch.col_stride() >= 0, "Eigen takes strides that are not negative");
    return {batch.data(), static_cast<Eigen::Index>(batch.rows()), static_cast<Eigen::Index>(batch.cols()),
            detail::any_strides{batch.row_stride(), batch.col_stride()}};
}

}  // namespace arenite::inline ARENITE_ABI
