// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

// A host that links arenite::kernels has this compiled once, there.
#if !defined(ARENITE_COMPILED_KERNELS)

#include <arenite/model/detail/compile_forest.hpp>
#include <arenite/model/detail/kernels_portable.hpp>
#if defined(__x86_64__)
#include <arenite/model/detail/kernels_avx2.hpp>
#include <arenite/model/detail/kernels_avx512.hpp>
#endif

namespace arenite::inline ARENITE_ABI::detail {

template <std::floating_point T>
forest_kernels<T> const& kernels_for(instruction_set instructions) noexcept {
#if defined(__x86_64__)
    if (instructions == instruction_set::avx512) return avx512::kernels<T>;
    if (instructions == instruction_set::avx2) return avx2::kernels<T>;
#endif
    static_cast<void>(instructions);
    return portable::kernels<T>;
}

}  // namespace arenite::inline ARENITE_ABI::detail

#endif
