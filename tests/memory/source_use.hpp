// SPDX-License-Identifier: MIT
#pragma once

// What the tests of region sources do with them.

#include <arenite/memory/region_source.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <latch>
#include <random>
#include <thread>
#include <vector>

[[nodiscard]] inline bool is_aligned(std::span<std::byte const> region, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(region.data()) % alignment == 0;
}

inline void fill(std::span<std::byte> region, unsigned char value) { std::memset(region.data(), value, region.size()); }

[[nodiscard]] inline bool filled(std::span<std::byte const> region, unsigned char value) {
    return std::ranges::all_of(region, [&](std::byte b) { return b == std::byte{value}; });
}

/// What no source may give.
struct impossible_request {
    std::size_t bytes, alignment;
};
inline constexpr impossible_request impossible_requests[] = {
    {0, 64},
    {std::size_t{1} << 62, 64},
    {(std::size_t{1} << 62) + 64, 64},
    {std::size_t(-64), 64},
    {std::size_t{1} << 62, std::size_t{1} << 62},
    {std::size_t{1} << 63, std::size_t{1} << 63},
};

template <class Source>
[[nodiscard]] bool refuses_the_impossible(Source& source) {
    return std::ranges::all_of(impossible_requests, [&](impossible_request const& asked) {
        return source.acquire(asked.bytes, asked.alignment).empty();
    });
}

/// Uses the source from eight threads at once; false: nothing was to be had, or a thread found
/// bytes of its region changed, or a wrong alignment.
template <class Source>
[[nodiscard]] bool serves_threads(Source& source, std::size_t rounds = 2000) {
    std::atomic<bool> right = true, served = false;
    std::latch all_are_here{8};
    {
        std::vector<std::jthread> threads;
        for (unsigned char t = 0; t != 8; ++t)
            threads.emplace_back([&, t] {
                std::mt19937_64 random{t};
                all_are_here.arrive_and_wait();
                for (std::size_t round = 0; round != rounds; ++round) {
                    auto const alignment = std::size_t{64} << random() % 3;
                    auto const region = source.acquire(alignment * (1 + random() % 4), alignment);
                    if (region.empty()) continue;
                    served = true;
                    fill(region, t);
                    std::this_thread::yield();
                    if (!filled(region, t) || !is_aligned(region, alignment)) right = false;
                    source.release(region);
                }
            });
    }
    return right && served;
}
