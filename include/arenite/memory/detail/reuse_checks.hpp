// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/source_checks.hpp>

#include <array>
#include <cstdint>
#include <thread>

namespace arenite::inline ARENITE_ABI::detail {

// As in source_checks.hpp, each of these begins and ends with no region held.

inline constexpr std::array<std::size_t, 16> neighbour_bytes{64,  64, 128,  64, 192, 4096, 64,  320,
                                                             448, 64, 1024, 64, 64,  8192, 128, 12288};

/// Acquires and releases beside live regions, whose bytes stay as they are; a region is released in every order.
inline void check_neighbours(source_trial& trial) noexcept {
    for (auto const order : {release_order::oldest_first, release_order::newest_first, release_order::mixed}) {
        for (auto const bytes : neighbour_bytes) trial.acquire_marked(bytes, region_alignment);
        trial.release_all(order);
    }
    std::uint32_t random = 1;
    for (std::size_t step = 0; step != 192; ++step) {
        random = random * 1664525 + 1013904223;
        auto const drawn = random >> 24;
        if (drawn % 2 != 0 && trial.held() != 0) trial.release(drawn % trial.held());
        else if (trial.held() != neighbour_bytes.size()) trial.acquire_marked(neighbour_bytes[drawn / 16], 64);
    }
    trial.release_all(release_order::mixed);
    expect_smallest(trial, " after everything was released");
}

/// Regions of `bytes` that are granted at once; it stops at 256 of them, and at 64 MiB, none of which it touches.
inline std::size_t acquire_many(source_trial& trial, std::size_t bytes) noexcept {
    while (trial.held() * bytes < 64_MiB && trial.acquire(bytes, region_alignment)) {
    }
    return trial.held();
}

/// As many are granted after all were released as before. The first round may leave a source's own records behind.
template <class ReleaseAll>
void check_reuse(source_trial& trial, std::size_t bytes, std::string_view released, ReleaseAll release_all) {
    std::size_t before = 0;
    for (auto const order : {release_order::oldest_first, release_order::newest_first, release_order::mixed}) {
        auto const granted = acquire_many(trial, bytes);
        release_all(order);
        bool const second_round = order == release_order::newest_first;
        if (granted < (second_round ? before - before / 2 : before))
            trial.blame(fault_saying("acquire(", bytes, ", 64) gave ", before, " regions until it refused, but ",
                                     granted, " after all were released", released));
        before = granted;
    }
}

inline void check_reuse(source_trial& trial) {
    for (auto const bytes : {std::size_t{64}, 4_KiB, 256_KiB})
        check_reuse(trial, bytes, "", [&](release_order order) { trial.release_all(order); });
    check_reuse(trial, 4_KiB, " by another thread",
                [&](release_order order) { std::thread{[&] { trial.release_all(order); }}.join(); });
    expect_smallest(trial, " after everything was released");
}

/// A source serves threads other than its own, and what a thread acquired stays when the thread has ended.
inline void check_other_thread(source_trial& trial) {
    std::thread{[&] {
        expect_smallest(trial, " to another thread");
        for (auto const bytes : neighbour_bytes) trial.acquire_marked(bytes, region_alignment);
    }}.join();
    trial.expect_marks("when the thread that acquired it ended");
    trial.release_all(release_order::mixed);
}

}  // namespace arenite::inline ARENITE_ABI::detail
