// SPDX-License-Identifier: MIT
#pragma once

/// The version of the library, and the platforms that it supports.
///
/// `ARENITE_ABI` is the inline namespace of everything public: it names the version and whether exceptions are on,
/// so that object files of different builds never share a symbol by accident.

#include <bit>

#if !defined(__linux__)
#error "arenite supports Linux only (so far)"
#elif !defined(__x86_64__) && !defined(__aarch64__)
#error "arenite supports x86-64 and AArch64 only (so far)"
#endif

#define ARENITE_VERSION_MAJOR 0
#define ARENITE_VERSION_MINOR 1
#define ARENITE_VERSION_PATCH 0

#if defined(__cpp_exceptions)
#define ARENITE_ABI v0_1
#else
#define ARENITE_ABI v0_1_no_exceptions
#endif

namespace arenite::inline ARENITE_ABI {

static_assert(std::endian::native == std::endian::little, "arenite supports little-endian processors only");

struct version_number {
    int major, minor, patch;
};
inline constexpr version_number version{ARENITE_VERSION_MAJOR, ARENITE_VERSION_MINOR, ARENITE_VERSION_PATCH};

}  // namespace arenite::inline ARENITE_ABI
