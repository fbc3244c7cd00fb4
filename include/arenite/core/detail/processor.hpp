// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <unistd.h>

#include <cstddef>

namespace arenite::inline ARENITE_ABI::detail {

/// The instructions that kernels are written for, each a superset of the one before.
enum class instruction_set : unsigned char {
    portable,  ///< what every processor of the architecture has; vectors of 16 bytes
    avx2,      ///< with FMA, BMI 2 and carry-less products: Haswell, Zen and later
    avx512,    ///< what Ice Lake and Zen 4 brought together, up to VBMI 2 and BITALG
};

#if defined(__x86_64__)
[[nodiscard]] inline bool has_avx2() noexcept {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

[[nodiscard]] inline bool has_avx512() noexcept {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("avx512vpopcntdq");
}
#endif

/// The best that this processor has.
[[nodiscard]] inline instruction_set best_instruction_set() noexcept {
#if defined(__x86_64__)
    if (has_avx512()) return instruction_set::avx512;
    if (has_avx2()) return instruction_set::avx2;
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
