// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/attempt.hpp>
#include <arenite/memory/detail/possible_region.hpp>
#include <arenite/memory/region_source.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <new>

namespace arenite::inline ARENITE_ABI {

/// A standard allocator as a region source: `allocator_source heap{std::allocator<std::byte>{}};`. Holds a copy of the
/// allocator, for blocks of 64 bytes at multiples of 64.
///
/// Units:     asks the allocator for the bytes of the region; above alignment 64 for as many more as the alignment.
/// Errors:    a std::exception of the allocator's is a refusal; so is a block that does not lie at a multiple of 64.
///            Anything else that it throws ends the program.
/// Allocates: from the allocator alone.
/// Threads:   as safe as the allocator: std::allocator is; one with a state of its own must see to that itself.
template <class Allocator>
class allocator_source {
public:
    explicit allocator_source(Allocator const& copied_allocator) noexcept : blocks_(copied_allocator) {}

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (!detail::possible_region(bytes, alignment)) return {};
        return attempt<std::exception>([&] { return allocate(bytes, alignment); },
                                       [](std::exception const&) { return std::span<std::byte>{}; });
    }

    void release(std::span<std::byte> region) noexcept {
        auto const bytes = region.size() & ~(region_alignment - 1);
        if (bytes == region.size()) return deallocate(region.data(), bytes);
        auto const kept = *std::launder(reinterpret_cast<footer*>(region.data() + bytes + footer_at));
        deallocate(region.data() - kept.front, kept.bytes);
    }

private:
    struct alignas(region_alignment) block {
        std::byte bytes[region_alignment];
    };
    using block_allocator = typename std::allocator_traits<Allocator>::template rebind_alloc<block>;
    using block_traits = std::allocator_traits<block_allocator>;

    /// What release must know of a region whose alignment is larger than 64. That there is a footer is said by one more
    /// byte of the region; the footer lies behind that byte, in the same block, where nobody writes.
    struct footer {
        std::size_t front;  ///< bytes in front of the region
        std::size_t bytes;  ///< of the whole allocation
    };
    static constexpr std::size_t footer_at = region_alignment - sizeof(footer);

    /// With a large alignment: the footer's block, and a gap in front that is one block shorter at most.
    std::span<std::byte> allocate(std::size_t bytes, std::size_t alignment) {
        auto const whole = alignment == region_alignment ? bytes : bytes + alignment;
        auto const first = block_traits::allocate(blocks_, whole / region_alignment);
        auto* const start = reinterpret_cast<std::byte*>(std::to_address(first));
        if (detail::is_at_multiple(start, region_alignment))
            return whole == bytes ? std::span{start, bytes} : over_aligned({start, whole}, bytes, alignment);
        block_traits::deallocate(blocks_, first, whole / region_alignment);
        return {};
    }

    static std::span<std::byte> over_aligned(std::span<std::byte> whole, std::size_t bytes,
                                             std::size_t alignment) noexcept {
        auto const address = reinterpret_cast<std::uintptr_t>(whole.data());
        auto const front = round_up(address, alignment) - address;
        ::new (whole.data() + front + bytes + footer_at) footer{front, whole.size()};
        return whole.subspan(front, bytes + 1);
    }

    void deallocate(std::byte* start, std::size_t bytes) noexcept {
        using pointer = typename block_traits::pointer;
        auto const first = std::pointer_traits<pointer>::pointer_to(*reinterpret_cast<block*>(start));
        block_traits::deallocate(blocks_, first, bytes / region_alignment);
    }

    block_allocator blocks_;
};
static_assert(region_source<allocator_source<std::allocator<std::byte>>>);

}  // namespace arenite::inline ARENITE_ABI
