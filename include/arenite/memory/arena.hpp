// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/core/contract.hpp>

#include <new>
#include <span>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// Bytes that `count` objects of type T take in an arena: their own, rounded up to a multiple of 64.
template <class T>
[[nodiscard]] constexpr std::size_t arena_bytes(std::size_t count) noexcept {
    auto const bytes = saturating_bytes(count, sizeof(T));
    return bytes > largest_region_bytes ? bytes : round_up(bytes);
}

/// Hands out the bytes of one region from front to back, every part at a multiple of 64. Borrows the bytes; nothing is
/// given back by part. Allocates: nothing.
class arena {
public:
    constexpr explicit arena(std::span<std::byte> lent_bytes) noexcept : free_(lent_bytes) {}

    /// `count` value-initialised objects of T, which must need no destructor.
    template <class T>
        requires std::is_trivially_destructible_v<T>
    [[nodiscard]] std::span<T> take(std::size_t count) noexcept {
        auto const bytes = arena_bytes<T>(count);
        contract(bytes <= free_.size(), "an arena holds what was planned for it");
        auto* const first = reinterpret_cast<T*>(free_.data());
        free_ = free_.subspan(bytes);
        for (std::size_t i = 0; i != count; ++i) ::new (static_cast<void*>(first + i)) T();
        return {std::launder(first), count};
    }

    [[nodiscard]] constexpr std::size_t free_bytes() const noexcept { return free_.size(); }

private:
    std::span<std::byte> free_;
};

}  // namespace arenite::inline ARENITE_ABI
