// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_kernels.hpp>
#include <arenite/model/detail/kernels_portable.hpp>
#if defined(__x86_64__)
#include <arenite/model/detail/kernels_avx2.hpp>
#include <arenite/model/detail/kernels_avx512.hpp>
#include <arenite/model/detail/row_machine_avx2.hpp>
#include <arenite/model/detail/row_machine_avx512.hpp>
#endif

namespace arenite::inline ARENITE_ABI::detail {

template <std::floating_point T>
forest_kernels<T> const& kernels_for(instruction_set instructions, std::size_t columns) noexcept {
#if defined(__x86_64__)
    if (instructions == instruction_set::avx512) {
        if (columns <= 64) return avx512::kernels<T, avx512::row_machine<1>>;
        if (columns <= 128) return avx512::kernels<T, avx512::row_machine<2>>;
        return avx512::kernels<T, avx512::row_machine<4>>;
    }
    if (instructions == instruction_set::avx2) {
        if (columns <= 32) return avx2::kernels<T, avx2::row_machine<2>>;
        return avx2::kernels<T, avx2::row_machine<4>>;
    }
#endif
    static_cast<void>(instructions), static_cast<void>(columns);
    return portable::kernels<T, portable::level_machine>;
}

}  // namespace arenite::inline ARENITE_ABI::detail
