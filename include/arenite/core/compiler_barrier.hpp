// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

namespace arenite::inline ARENITE_ABI {

/// Keeps the compiler from moving reads and writes of memory across it: where bytes that held objects of one type are
/// used for those of another from now on, since parts of a plan share bytes. Costs no instruction.
inline void compiler_barrier() noexcept { asm volatile("" ::: "memory"); }

}  // namespace arenite::inline ARENITE_ABI
