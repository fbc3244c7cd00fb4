// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/memory/region_source.hpp>

#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

namespace arenite::inline ARENITE_ABI {

/// The operating system's memory: one mapping of whole pages for each region, given back with munmap the moment it is
/// released, so that the process's resident size falls by as much. The bytes are zero. Threads: safe from any thread.
class system_source {
public:
    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (bytes == 0 || bytes > largest_region_bytes || alignment > largest_region_bytes) return {};
        auto const page = page_bytes();
        auto const slack = alignment > page ? alignment - page : 0;
        auto const mapped = map(round_up(bytes, page) + slack);
        return mapped.empty() ? mapped : trim(mapped, bytes, alignment);
    }

    void release(std::span<std::byte> region) noexcept { ::munmap(region.data(), region.size()); }

    [[nodiscard]] static std::size_t page_bytes() noexcept {
        static auto const page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        return page;
    }

private:
    static std::span<std::byte> map(std::size_t bytes) noexcept {
        void* const start = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (start == MAP_FAILED) return {};
        return {static_cast<std::byte*>(start), bytes};
    }

    /// Unmaps what lies in front of the first aligned byte and behind the last page of the region.
    static std::span<std::byte> trim(std::span<std::byte> mapped, std::size_t bytes, std::size_t alignment) noexcept {
        auto const address = reinterpret_cast<std::uintptr_t>(mapped.data());
        auto const front = round_up(address, alignment) - address;
        auto const kept = round_up(bytes, page_bytes());
        auto const back = mapped.size() - front - kept;
        if (front != 0) ::munmap(mapped.data(), front);
        if (back != 0) ::munmap(mapped.data() + front + kept, back);
        return mapped.subspan(front, kept);
    }
};
static_assert(region_source<system_source>);

}  // namespace arenite::inline ARENITE_ABI
