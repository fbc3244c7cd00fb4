// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>

/// What the process asked the system's memory for: every function of the malloc family, and mmap.
///
/// The test executables define malloc, calloc, realloc, reallocarray, aligned_alloc, memalign, posix_memalign, valloc,
/// pvalloc and mmap; each counts, then does what the C library's own does. `operator new`, std containers and Eigen all
/// end there. The counters never stop, count all threads, and are safe from any thread.
struct memory_requests {
    std::size_t calls = 0;  ///< requests, mappings among them
    std::size_t bytes = 0;  ///< asked for, not given back
    std::size_t mappings = 0;

    friend bool operator==(memory_requests const&, memory_requests const&) = default;
};

/// False under sanitizers, which bring a malloc of their own; then nothing is counted.
[[nodiscard]] bool malloc_probe_available() noexcept;

/// Says so on standard output where nothing can be counted: `if (skipped_without_malloc_probe()) return;`
[[nodiscard]] inline bool skipped_without_malloc_probe() noexcept {
    if (malloc_probe_available()) return false;
    std::puts("SKIPPED: a sanitizer has replaced malloc, so that allocations cannot be counted");
    return true;
}

/// Since the program began.
[[nodiscard]] memory_requests all_memory_requests() noexcept;

/// What was asked for since it was made: `allocation_count const counted; …; CHECK(counted.calls() == 0);`
/// Read it before anything that allocates, such as a check of doctest's, can join in.
class allocation_count {
public:
    [[nodiscard]] memory_requests requests() const noexcept {
        auto const now = all_memory_requests();
        return {now.calls - before_.calls, now.bytes - before_.bytes, now.mappings - before_.mappings};
    }
    [[nodiscard]] std::size_t calls() const noexcept { return requests().calls; }
    [[nodiscard]] std::size_t bytes() const noexcept { return requests().bytes; }
    [[nodiscard]] std::size_t mappings() const noexcept { return requests().mappings; }

private:
    memory_requests before_ = all_memory_requests();
};
