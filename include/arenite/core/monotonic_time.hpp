// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

#include <time.h>

namespace arenite::inline ARENITE_ABI {

/// Nanoseconds on a clock that is never set back, as std::chrono::steady_clock's; without its header. Allocates:
/// nothing; on Linux no system call either.
[[nodiscard]] inline std::uint64_t monotonic_time() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace arenite::inline ARENITE_ABI
