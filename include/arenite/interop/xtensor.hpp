// SPDX-License-Identifier: MIT
// Needs xtensor (0.24 or newer): link xtensor.
#pragma once

#include <arenite/batch/batch_view.hpp>

#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/core/xnoalias.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xnoalias.hpp>
#endif

#include <array>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Of a container whose rank is known to be 2, and whose numbers are in memory.
template <class Numbers>
concept xtensor_matrix = requires(Numbers& numbers) {
    { numbers.data() } -> std::convertible_to<void const*>;
    numbers.strides()[0];
    requires std::tuple_size_v<typename std::remove_cvref_t<Numbers>::shape_type> == 2;
    requires xt::is_xexpression<std::remove_cvref_t<Numbers>>::value;
};

}  // namespace detail

/// A batch over the numbers of an xtensor container, adaptor or strided view of two dimensions, in any layout: nothing
/// is copied. One can write to it if the tensor can be written.
///
/// Allocates: nothing.
/// Lifetime:  borrows; valid as long as the numbers stay where they are. A temporary does not compile.
template <detail::xtensor_matrix Numbers>
[[nodiscard]] auto as_batch(Numbers& numbers) noexcept {
    using number = std::remove_pointer_t<decltype(numbers.data())>;
    auto const offset = static_cast<std::ptrdiff_t>(numbers.data_offset());
    return batch_view<number>{numbers.data() + offset, numbers.shape()[0], numbers.shape()[1],
                              static_cast<std::ptrdiff_t>(numbers.strides()[0]),
                              static_cast<std::ptrdiff_t>(numbers.strides()[1])};
}
template <detail::xtensor_matrix Numbers>
void as_batch(Numbers const&& numbers) = delete;  // a temporary tensor would be gone before its batch

/// An xtensor over a batch: nothing is copied; of a `batch_view<T const>` one reads. `xt::noalias(values) =
/// xt::clip(values, -10, 10)` works in place; `values = …` would have xtensor allocate a temporary.
///
/// Allocates: nothing.
/// Lifetime:  borrows; valid as long as the batch.
template <class T>
[[nodiscard]] auto as_xtensor(batch_view<T> batch) {
    using pair = std::array<std::size_t, 2>;
    using strides = std::array<std::ptrdiff_t, 2>;
    T* start = batch.data();
    return xt::adapt(std::move(start), batch.rows() * batch.cols(), xt::no_ownership(),
                     pair{batch.rows(), batch.cols()}, strides{batch.row_stride(), batch.col_stride()});
}

}  // namespace arenite::inline ARENITE_ABI
