// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/memory/detail/source_trial.hpp>

namespace arenite::inline ARENITE_ABI::detail {

// Each of these begins and ends with no region held, and does nothing once a fault was found.

/// A source may refuse what it has no room for, but 64 bytes it has while nothing is held.
inline void expect_smallest(source_trial& trial, std::string_view when) noexcept {
    bool const granted = trial.acquire_marked(region_alignment, region_alignment);
    if (!granted) trial.blame(fault_saying("refuses even 64 bytes", when, ": acquire(64, 64) gave an empty span"));
    trial.release_all(release_order::oldest_first);
}

/// Several live regions for each alignment, with small ones between them, so that none is right by luck.
inline void check_alignment(source_trial& trial, std::size_t alignment) noexcept {
    for (std::size_t turn = 0; turn != 2; ++turn)
        for (std::size_t const times : {1u, 2u, 3u, 7u}) {
            if (alignment <= 4_KiB || times == 1) trial.acquire_marked(times * alignment, alignment);
            trial.acquire_marked(region_alignment, region_alignment);
        }
    trial.release_all(release_order::mixed);
}

inline void check_alignments(source_trial& trial) noexcept {
    for (auto alignment = region_alignment; alignment <= 4_KiB; alignment *= 2) check_alignment(trial, alignment);
    check_alignment(trial, 64_KiB);
    check_alignment(trial, 2_MiB);
    expect_smallest(trial, " after other alignments were asked for");
}

/// What is granted while nothing is held is granted again after its release. A small region beside it shows where it
/// ends.
inline void check_size(source_trial& trial, std::size_t bytes) noexcept {
    bool const granted = trial.acquire_marked(bytes, region_alignment);
    trial.acquire_marked(region_alignment, region_alignment);
    trial.release_all(release_order::newest_first);
    bool const again = trial.acquire_marked(bytes, region_alignment);
    trial.release_all(release_order::oldest_first);
    if (granted && !again)
        trial.blame(fault_saying("acquire(", bytes, ", 64) gave a region, but nothing after its release"));
}

inline void check_sizes(source_trial& trial) noexcept {
    for (std::size_t bytes = region_alignment; bytes <= 1_MiB; bytes *= 2) {
        check_size(trial, bytes);
        check_size(trial, bytes + region_alignment);
    }
    expect_smallest(trial, " after larger sizes were asked for");
}

inline void expect_refusal(source_trial& trial, std::size_t bytes, std::size_t alignment) noexcept {
    if (trial.faulty()) return;
    held_region const given{trial.source().acquire(bytes, alignment), bytes, alignment};
    if (!given.bytes.empty())
        trial.blame(fault_saying(call_text(given), " gave ", given.bytes.size(),
                                 " bytes: no system has as many as were asked for"));
}

/// Sizes that no system has, and at which bytes + alignment, 2 * bytes, whole pages or 32 bits wrap around.
inline void check_absurd_sizes(source_trial& trial) noexcept {
    for (std::size_t const alignment : {std::size_t{64}, 4_KiB}) {
        for (std::size_t const base : {largest_region_bytes, 2 * largest_region_bytes, 3 * largest_region_bytes})
            for (auto const bytes : {base - alignment, base, base + alignment}) expect_refusal(trial, bytes, alignment);
        for (std::size_t const below : {1 * alignment, 2 * alignment, 4_KiB, 8_KiB, 64_KiB, 2_MiB})
            expect_refusal(trial, std::size_t{} - below, alignment);
    }
    expect_refusal(trial, largest_region_bytes, largest_region_bytes);
    expect_smallest(trial, " after absurd sizes were asked for");
}

}  // namespace arenite::inline ARENITE_ABI::detail
