// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/memory/detail/possible_region.hpp>
#include <arenite/memory/region_source.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <new>

namespace arenite::inline ARENITE_ABI {

/// Parts of one buffer, and nothing else, as regions. Borrows the buffer, at any address and of any size: what lies in
/// front of its first multiple of 64 and behind its last is left alone.
///
/// Shapes:    lasting regions from the front, passing ones from the back. What is free is in a list in the order of
///            addresses, which lies in the free bytes themselves, so that the buffer serves regions to its last byte.
/// Errors:    a region that is released twice, or came from elsewhere, breaks the contract.
/// Allocates: nothing. Time: by the number of free pieces.
/// Threads:   safe from any thread.
class buffer_source {
public:
    explicit buffer_source(std::span<std::byte> borrowed_buffer) noexcept {
        auto const start = address_of(borrowed_buffer.data());
        auto const front = std::min(round_up(start) - start, borrowed_buffer.size());
        auto const whole = borrowed_buffer.subspan(front);
        usable_ = whole.first(whole.size() & ~(region_alignment - 1));
        if (!usable_.empty()) first_ = ::new (usable_.data()) piece{nullptr, usable_.size()};
    }
    buffer_source(buffer_source const&) = delete;  // regions come back to it
    buffer_source& operator=(buffer_source const&) = delete;

    /// The bytes of all regions together, at most.
    [[nodiscard]] std::size_t capacity() const noexcept { return usable_.size(); }

    /// At the lowest address where it fits.
    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (!detail::possible_region(bytes, alignment)) return {};
        std::scoped_lock const locked{mutex_};
        for (auto** link = &first_; *link != nullptr; link = &(*link)->next)
            if (auto* const at = lowest(**link, bytes, alignment); at != nullptr) return cut(*link, at, bytes);
        return {};
    }

    /// At the highest address where it fits: for what is given back soon, so that what is free stays in one piece.
    [[nodiscard]] std::span<std::byte> acquire_passing(std::size_t bytes, std::size_t alignment) noexcept {
        if (!detail::possible_region(bytes, alignment)) return {};
        std::scoped_lock const locked{mutex_};
        piece** last = nullptr;
        for (auto** link = &first_; *link != nullptr; link = &(*link)->next)
            if (highest(**link, bytes, alignment) != nullptr) last = link;
        return last == nullptr ? std::span<std::byte>{} : cut(*last, highest(**last, bytes, alignment), bytes);
    }

    void release(std::span<std::byte> region) noexcept {
        std::scoped_lock const locked{mutex_};
        auto* const before = last_not_behind(region.data());
        auto*& link = before == nullptr ? first_ : before->next;
        contract(was_given(region, before, link), "a region goes back once, to the buffer that it came from");
        link = ::new (region.data()) piece{link, region.size()};
        join(*link);
        if (before != nullptr) join(*before);
    }

private:
    /// The first bytes of a free piece. Every piece is a multiple of 64 bytes, at a multiple of 64.
    struct piece {
        piece* next;
        std::size_t bytes;
    };
    static_assert(sizeof(piece) <= region_alignment);

    static std::uintptr_t address_of(void const* at) noexcept { return reinterpret_cast<std::uintptr_t>(at); }
    static std::byte* begin_of(piece& free) noexcept { return reinterpret_cast<std::byte*>(&free); }
    static std::byte* end_of(piece& free) noexcept { return begin_of(free) + free.bytes; }

    static std::byte* lowest(piece& free, std::size_t bytes, std::size_t alignment) noexcept {
        auto const gap = round_up(address_of(&free), alignment) - address_of(&free);
        return gap <= free.bytes && bytes <= free.bytes - gap ? begin_of(free) + gap : nullptr;
    }

    static std::byte* highest(piece& free, std::size_t bytes, std::size_t alignment) noexcept {
        if (bytes > free.bytes) return nullptr;
        auto* const start = end_of(free) - bytes;
        auto const gap = address_of(start) & (alignment - 1);
        return gap <= free.bytes - bytes ? start - gap : nullptr;
    }

    /// Takes `bytes` bytes out of the piece that `link` leads to; what is left of it on either side stays free.
    static std::span<std::byte> cut(piece*& link, std::byte* at, std::size_t bytes) noexcept {
        auto* const front = link;
        auto const gap = static_cast<std::size_t>(at - begin_of(*front)), back = front->bytes - gap - bytes;
        auto* const rest = back == 0 ? front->next : ::new (at + bytes) piece{front->next, back};
        (gap == 0 ? link : front->next) = rest;
        if (gap != 0) front->bytes = gap;
        return {at, bytes};
    }

    /// Makes one piece of this one and the next, if they touch.
    static void join(piece& free) noexcept {
        if (free.next == nullptr || end_of(free) != begin_of(*free.next)) return;
        free.bytes += free.next->bytes;
        free.next = free.next->next;
    }

    [[nodiscard]] piece* last_not_behind(std::byte* at) const noexcept {
        piece* last = nullptr;
        for (auto* next = first_; next != nullptr && address_of(next) <= address_of(at); next = next->next) last = next;
        return last;
    }

    /// Lies between what is free, or the ends of the buffer, on either side.
    bool was_given(std::span<std::byte> region, piece* before, piece* after) const noexcept {
        auto const start = address_of(region.data()), end = start + region.size();
        auto const first = address_of(before == nullptr ? usable_.data() : end_of(*before));
        auto const last = address_of(after == nullptr ? usable_.data() + usable_.size() : begin_of(*after));
        return first <= start && start < end && end <= last;
    }

    std::mutex mutex_;
    piece* first_ = nullptr;
    std::span<std::byte> usable_;
};
static_assert(sorting_region_source<buffer_source>);

}  // namespace arenite::inline ARENITE_ABI
