// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_kernels.hpp>
#include <arenite/load/detail/csv_kernels_portable.hpp>
#if defined(__x86_64__)
#include <arenite/load/detail/csv_kernels_avx2.hpp>
#include <arenite/load/detail/csv_kernels_avx512.hpp>
#endif

namespace arenite::inline ARENITE_ABI::detail {

template <std::floating_point T>
csv_kernels<T> const& csv_kernels_for(instruction_set instructions) noexcept {
#if defined(__x86_64__)
    static constexpr csv_kernels<T> avx512_kernels{&avx512::index_records, &avx512::parse_fields<T>};
    if (instructions == instruction_set::avx512) return avx512_kernels;
    static constexpr csv_kernels<T> avx2_kernels{&avx2::index_records, &avx2::parse_fields<T>};
    if (instructions == instruction_set::avx2) return avx2_kernels;
#endif
    static_cast<void>(instructions);
    static constexpr csv_kernels<T> portable_kernels{&portable::index_records, &portable::parse_fields<T>};
    return portable_kernels;
}

}  // namespace arenite::inline ARENITE_ABI::detail
