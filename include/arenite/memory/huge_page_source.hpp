// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/system_source.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI {

/// The operating system's memory in pages of 2 MiB, for large models that are read all over: fewer misses in the
/// processor's table of pages. One mapping for each region, unmapped the moment it is released. The bytes are zero.
///
/// The system is asked, not told (madvise): where transparent huge pages are off, or none is left, the region consists
/// of ordinary pages, and is right all the same.
///
/// Units:     whole huge pages, at multiples of 2 MiB.
/// Threads:   safe from any thread.
class huge_page_source {
public:
    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        auto const region = pages_.acquire(round_up(bytes, page_bytes()), std::max(alignment, page_bytes()));
        if (!region.empty()) ::madvise(region.data(), region.size(), MADV_HUGEPAGE);
        return region;
    }

    void release(std::span<std::byte> region) noexcept { pages_.release(region); }

    [[nodiscard]] static constexpr std::size_t page_bytes() noexcept { return 2_MiB; }

private:
    system_source pages_;
};
static_assert(region_source<huge_page_source>);

}  // namespace arenite::inline ARENITE_ABI
