// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/memory/detail/possible_region.hpp>
#include <arenite/memory/region_source.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace arenite::inline ARENITE_ABI {

/// Another source, with guard bytes in front of every region and behind it, for tests: whoever writes out of bounds is
/// found when the region is released. Fills what it gives and what it takes back, so that nobody can rely on what was
/// there. Borrows the source.
///
/// Units:     regions of exactly the bytes that are asked for; twice the alignment more of the source.
/// Errors:    guard bytes that changed break the contract.
/// Threads:   as safe as the source.
template <region_source Upstream>
class guarded_source {
public:
    explicit guarded_source(Upstream& borrowed_source) noexcept : upstream_(&borrowed_source) {}
    explicit guarded_source(Upstream const&& borrowed_source) = delete;

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (!detail::possible_region(bytes, alignment)) return {};
        return guarded(upstream_->acquire(bytes + 2 * alignment, alignment), bytes, alignment);
    }
    [[nodiscard]] std::span<std::byte> acquire_passing(std::size_t bytes, std::size_t alignment) noexcept
        requires sorting_region_source<Upstream>
    {
        if (!detail::possible_region(bytes, alignment)) return {};
        return guarded(upstream_->acquire_passing(bytes + 2 * alignment, alignment), bytes, alignment);
    }

    void release(std::span<std::byte> region) noexcept {
        contract(intact(region), "nobody writes in front of a region, or behind it");
        auto const whole = whole_of(region);
        std::memset(whole.data(), released, whole.size());
        upstream_->release(whole);
    }

    /// Its guard bytes are as they were.
    [[nodiscard]] bool intact(std::span<std::byte> region) const noexcept {
        auto const kept = label_of(region);
        if (kept.front != ~kept.not_front || kept.bytes != ~kept.not_bytes) return false;
        auto const whole = whole_of(region);
        return is_guard(whole.first(kept.front - region_alignment)) &&
               is_guard({region.data() - region_alignment + sizeof(label), region_alignment - sizeof(label)}) &&
               is_guard(whole.subspan(kept.front + region.size()));
    }

private:
    static constexpr int given = 0xCD, guard = 0xFD, released = 0xDD;

    /// What `release` must know, in the last block of the guard in front; its complement shows that it did not change.
    struct label {
        std::size_t front, bytes;  ///< guard bytes in front of the region; all bytes
        std::size_t not_front = ~front, not_bytes = ~bytes;
    };
    static_assert(sizeof(label) < region_alignment);

    static label label_of(std::span<std::byte> region) noexcept {
        label kept{0, 0};
        std::memcpy(&kept, region.data() - region_alignment, sizeof kept);
        return kept;
    }

    static std::span<std::byte> whole_of(std::span<std::byte> region) noexcept {
        auto const kept = label_of(region);
        return {region.data() - kept.front, kept.bytes};
    }

    static std::span<std::byte> guarded(std::span<std::byte> whole, std::size_t bytes, std::size_t front) noexcept {
        if (whole.empty()) return {};
        label const kept{front, whole.size()};
        std::memset(whole.data(), guard, whole.size());
        std::memcpy(whole.data() + front - region_alignment, &kept, sizeof kept);
        std::memset(whole.data() + front, given, bytes);
        return whole.subspan(front, bytes);
    }

    static bool is_guard(std::span<std::byte const> bytes) noexcept {
        return std::ranges::all_of(bytes, [](std::byte one) { return one == std::byte{guard}; });
    }

    Upstream* upstream_;
};

}  // namespace arenite::inline ARENITE_ABI
