// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/version.hpp>

#include <cstdint>
#include <memory_resource>
#include <new>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// Bytes, such as those of a region, as a standard memory resource for a host's own containers: handed out from front
/// to back, at any alignment, and never more than there are. Borrows the bytes.
///
/// Errors:    std::bad_alloc when they are used up: nothing stands behind them.
/// Lifetime:  only the block that was allocated last can be given back; all are free again after `release`.
/// Allocates: nothing.
/// Threads:   one at a time.
class arena_resource final : public std::pmr::memory_resource {
public:
    explicit arena_resource(std::span<std::byte> lent_bytes) noexcept : bytes_(lent_bytes) {}
    arena_resource(arena_resource const&) = delete;  // containers point at it
    arena_resource& operator=(arena_resource const&) = delete;

    /// Makes all bytes free again. The containers that hold some must be gone: destroying one later is an error.
    void release() noexcept { used_ = 0; }

    [[nodiscard]] std::size_t free_bytes() const noexcept { return bytes_.size() - used_; }

private:
    [[nodiscard]] void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        auto const gap = -reinterpret_cast<std::uintptr_t>(front()) & (alignment - 1);
        if (gap > free_bytes() || bytes > free_bytes() - gap) raise(std::bad_alloc{});
        void* const start = front() + gap;
        used_ += gap + bytes;
        return start;
    }

    void do_deallocate(void* start, std::size_t bytes, std::size_t) override {
        if (static_cast<std::byte*>(start) + bytes == front()) used_ -= bytes;
    }

    [[nodiscard]] bool do_is_equal(std::pmr::memory_resource const& other) const noexcept override {
        return this == &other;
    }

    [[nodiscard]] std::byte* front() const noexcept { return bytes_.data() + used_; }

    std::span<std::byte> bytes_;
    std::size_t used_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
