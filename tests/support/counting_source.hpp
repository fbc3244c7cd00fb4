// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/region_source.hpp>

#include <atomic>
#include <cstdlib>
#include <cstring>

/// A region source that counts what is out, and spoils the bytes that it gives and takes back, so that nobody can rely
/// on what they held. Exactly as many bytes as asked for, from the heap, so that a sanitizer sees the first one too
/// many.
class counting_source {
public:
    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        auto* const start = static_cast<std::byte*>(std::aligned_alloc(alignment, bytes));
        if (start == nullptr) return {};
        std::memset(start, 0xA5, bytes);
        ++outstanding;
        ++acquired;
        bytes_outstanding += bytes;
        return {start, bytes};
    }

    void release(std::span<std::byte> region) noexcept {
        std::memset(region.data(), 0x5A, region.size());
        bytes_outstanding -= region.size();
        --outstanding;
        std::free(region.data());
    }

    std::atomic<std::size_t> outstanding = 0;        ///< regions that were not given back yet
    std::atomic<std::size_t> bytes_outstanding = 0;  ///< their bytes
    std::atomic<std::size_t> acquired = 0;           ///< regions given so far
};
static_assert(arenite::region_source<counting_source>);
