// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <unistd.h>

#include <cstddef>

namespace arenite::inline ARENITE_ABI::detail {

/// The instructions that kernels are written for, each a superset of the one before.
enum class instruction_set : unsigned char {
    portable,  ///< what every processor of the architecture has; vectors of 16 bytes
    avx2,
    avx512,  ///< F, BW, VL and VBMI: Ice Lake, Zen 4 and later
};

/// The best that this processor has.
[[nodiscard]] inline instruction_set best_instruction_set() noexcept {
#if defined(__x86_64__)
    bool const wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi");
    if (wide) return instruction_set::avx512;
    if (__builtin_cpu_supports("avx2")) return instruction_set::avx2;
#endif
    return instruction_set::portable;
}

/// Bytes of the cache that one core has for itself; where the system does not say, those of most processors.
[[nodiscard]] inline std::size_t core_cache_bytes() noexcept {
#if defined(_SC_LEVEL2_CACHE_SIZE)
    if (auto const bytes = ::sysconf(_SC_LEVEL2_CACHE_SIZE); bytes > 0) return static_cast<std::size_t>(bytes);
#endif
    return std::size_t{512} << 10;
}

}  // namespace arenite::inline ARENITE_ABI::detail
