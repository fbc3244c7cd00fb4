// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/region_source.hpp>

#include <atomic>

namespace arenite::inline ARENITE_ABI {

/// Another source, and how much of it is out: for a host's monitoring and its tests. Borrows the source.
///
/// Units:     bytes as the source gave them.
/// Threads:   as safe as the source; what one member says may be older than what the next one says.
template <region_source Upstream>
class counting_source {
public:
    explicit counting_source(Upstream& borrowed_source) noexcept : upstream_(&borrowed_source) {}
    explicit counting_source(Upstream const&& borrowed_source) = delete;

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        return counted(upstream_->acquire(bytes, alignment));
    }
    [[nodiscard]] std::span<std::byte> acquire_passing(std::size_t bytes, std::size_t alignment) noexcept
        requires sorting_region_source<Upstream>
    {
        return counted(upstream_->acquire_passing(bytes, alignment));
    }

    void release(std::span<std::byte> region) noexcept {
        bytes_outstanding_ -= region.size();
        --regions_outstanding_;
        upstream_->release(region);
    }

    [[nodiscard]] std::size_t regions_outstanding() const noexcept { return regions_outstanding_; }
    [[nodiscard]] std::size_t bytes_outstanding() const noexcept { return bytes_outstanding_; }
    [[nodiscard]] std::size_t peak_bytes() const noexcept { return peak_bytes_; }

    /// Since the beginning.
    [[nodiscard]] std::size_t acquired() const noexcept { return acquired_; }
    [[nodiscard]] std::size_t refused() const noexcept { return refused_; }

private:
    std::span<std::byte> counted(std::span<std::byte> region) noexcept {
        if (region.empty()) {
            ++refused_;
        } else {
            ++acquired_;
            ++regions_outstanding_;
            raise_peak(bytes_outstanding_ += region.size());
        }
        return region;
    }

    void raise_peak(std::size_t held) noexcept {
        for (auto peak = peak_bytes(); peak < held && !peak_bytes_.compare_exchange_weak(peak, held);) {
        }
    }

    Upstream* upstream_;
    std::atomic<std::size_t> regions_outstanding_ = 0, bytes_outstanding_ = 0, peak_bytes_ = 0;
    std::atomic<std::size_t> acquired_ = 0, refused_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
