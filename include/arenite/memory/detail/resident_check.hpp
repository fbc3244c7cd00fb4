// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/memory/detail/resident_size.hpp>
#include <arenite/memory/detail/source_trial.hpp>

#include <chrono>
#include <thread>

namespace arenite::inline ARENITE_ABI::detail {

/// A sanitizer's malloc ends the process when it is asked for an absurd size, and keeps what was given back to it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool under_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool under_sanitizer =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer);
#else
inline constexpr bool under_sanitizer = false;
#endif

/// The largest power of two up to 1 MiB that the source grants.
inline std::size_t largest_granted(source_trial& trial) noexcept {
    auto bytes = 1_MiB;
    while (bytes > region_alignment && !trial.acquire(bytes, region_alignment)) bytes /= 2;
    trial.release_all(release_order::oldest_first);
    return bytes;
}

inline void touch_pages(std::span<std::byte> bytes) noexcept {
    for (std::size_t i = 0; i < bytes.size(); i += 4_KiB) *static_cast<std::byte volatile*>(&bytes[i]) = std::byte{1};
}

/// Up to eight regions at once, so that they differ, all of their pages touched, then released.
template <class ReleaseAll>
std::size_t pass_through(source_trial& trial, std::size_t bytes, ReleaseAll release_all) {
    std::size_t passed = 0;
    for (; passed != 8 && trial.acquire(bytes, region_alignment); ++passed) touch_pages(trial.newest().bytes);
    release_all();
    return passed * bytes;
}

/// By how much the process has grown when 32 MiB went through the source; 0: less than half, or there was no time.
template <class ReleaseAll>
std::size_t resident_growth(source_trial& trial, std::size_t bytes, ReleaseAll release_all) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds{500};
    pass_through(trial, bytes, release_all);
    auto const before = resident_bytes();
    for (std::size_t sum = 0; sum < 32_MiB;) {
        if (trial.faulty() || std::chrono::steady_clock::now() > end) return 0;
        sum += pass_through(trial, bytes, release_all);
    }
    auto const after = resident_bytes();
    return before != 0 && after > before + 16_MiB ? after - before : 0;
}

/// What grows twice is no accident of another thread's.
template <class ReleaseAll>
void expect_no_growth(source_trial& trial, std::size_t bytes, std::string_view by, ReleaseAll release_all) {
    if (resident_growth(trial, bytes, release_all) == 0) return;
    if (auto const growth = resident_growth(trial, bytes, release_all); growth != 0)
        trial.blame(fault_saying("32 MiB in regions of ", bytes, " bytes, each released", by, ", left ", growth,
                                 " more bytes of the process resident"));
}

/// Bytes that were released are given back, or used again.
inline void check_resident_size(source_trial& trial) {
    auto const release_here = [&] { trial.release_all(release_order::mixed); };
    auto const release_there = [&] { std::thread{release_here}.join(); };
    auto const largest = largest_granted(trial);
    expect_no_growth(trial, std::min(largest, 4_KiB), "", release_here);
    expect_no_growth(trial, largest, "", release_here);
    expect_no_growth(trial, largest, " by another thread", release_there);
}

}  // namespace arenite::inline ARENITE_ABI::detail
