// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/attempt.hpp>
#include <arenite/memory/detail/possible_region.hpp>
#include <arenite/memory/region_source.hpp>

#include <exception>
#include <memory_resource>

namespace arenite::inline ARENITE_ABI {

/// A standard memory resource as a region source. Borrows the resource.
///
/// Units:     asks the resource for the bytes of the region; above alignment 64 for as many more as the alignment.
/// Errors:    a std::exception of the resource's is a refusal; so are bytes that it gives at another alignment than it
///            was asked for. Anything else that it throws ends the program.
/// Allocates: from the resource alone.
/// Threads:   as safe as the resource: new_delete_resource() and std::pmr::synchronized_pool_resource are, others not.
class resource_source {
public:
    explicit resource_source(std::pmr::memory_resource& borrowed_resource) noexcept : resource_(&borrowed_resource) {}
    explicit resource_source(std::pmr::memory_resource const&& borrowed_resource) = delete;

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (!detail::possible_region(bytes, alignment)) return {};
        return attempt<std::exception>([&] { return allocate(bytes + doublings(alignment)); },
                                       [](std::exception const&) { return std::span<std::byte>{}; });
    }

    void release(std::span<std::byte> region) noexcept {
        resource_->deallocate(region.data(), allocated_bytes(region.size()), alignment_of(region.size()));
    }

private:
    /// A resource wants to be told the alignment again, and there is no place to keep it but the six low bits of the
    /// region's size, which are free: how often 64 was doubled.
    static constexpr std::size_t doublings(std::size_t alignment) noexcept {
        return static_cast<std::size_t>(std::countr_zero(alignment / region_alignment));
    }
    static constexpr std::size_t alignment_of(std::size_t region_bytes) noexcept {
        return region_alignment << region_bytes % region_alignment;
    }

    /// Another multiple of the alignment: libstdc++'s pools keep no alignment for a size that is none.
    static constexpr std::size_t allocated_bytes(std::size_t region_bytes) noexcept {
        return round_up(region_bytes, alignment_of(region_bytes));
    }

    std::span<std::byte> allocate(std::size_t region_bytes) {
        auto const alignment = alignment_of(region_bytes);
        void* const start = resource_->allocate(allocated_bytes(region_bytes), alignment);
        std::span<std::byte> const region{static_cast<std::byte*>(start), region_bytes};
        if (detail::is_at_multiple(start, alignment)) return region;
        release(region);
        return {};
    }

    std::pmr::memory_resource* resource_;
};
static_assert(region_source<resource_source>);

}  // namespace arenite::inline ARENITE_ABI
