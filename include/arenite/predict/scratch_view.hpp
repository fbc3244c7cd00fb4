// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/core/contract.hpp>

#include <span>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// What `predict` without a scratch uses of the stack, at most.
inline constexpr std::size_t stack_scratch_bytes = 8192;

/// Borrows working memory for one call of a predictor, 64-byte aligned. Pass it by value: what a callee takes is free
/// again when it returns. Allocates: nothing.
class scratch_view {
public:
    constexpr scratch_view() = default;
    constexpr explicit scratch_view(std::span<std::byte> lent_bytes) noexcept : free_(lent_bytes) {}

    /// Room for `count` objects of T whose values do not matter, at a multiple of 64.
    template <class T>
        requires std::is_trivially_copyable_v<T>
    [[nodiscard]] std::span<T> take(std::size_t count) {
        auto const bytes = round_up(saturating_bytes(count, sizeof(T)));
        contract(bytes <= free_.size(), "scratch holds scratch_bytes(rows) of the predictor that it is given to");
        auto const taken = free_.first(bytes);
        free_ = free_.subspan(bytes);
        return {reinterpret_cast<T*>(taken.data()), count};
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return free_.size(); }

private:
    std::span<std::byte> free_;
};

}  // namespace arenite::inline ARENITE_ABI
