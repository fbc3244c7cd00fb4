// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Which of many texts or numbers have been seen, by their hashes: open addressing over positions in the owner's
/// arrays. When there are more than the arrays have room for, those with the upper half of all hashes are left out,
/// then those with the upper half of the others, and so on (adaptive sampling, Flajolet, 1990). So what is kept depends
/// on what was seen, never on its order, and how many have been seen is about count() * 2^halvings().
///
/// Allocates: nothing.
/// Lifetime:  borrows its memory.
class distinct_slots {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    distinct_slots() = default;
    explicit distinct_slots(std::span<std::uint32_t> memory) noexcept : slots_(memory) { clear(); }

    /// Slots for so many.
    [[nodiscard]] static constexpr std::size_t slots_for(std::size_t most) noexcept {
        return most == 0 ? 0 : std::bit_ceil(2 * most);
    }

    [[nodiscard]] std::uint32_t halvings() const noexcept { return halvings_; }
    [[nodiscard]] bool keeps(std::uint64_t hash) const noexcept { return hash <= most_hash_; }
    void halve() noexcept {
        ++halvings_;
        most_hash_ >>= 1;
    }

    /// The position of what has this hash and for which `is_same(position)`; or none, and where it would be.
    struct place {
        std::uint32_t position;
        std::uint32_t* slot;
    };
    template <class IsSame>
    [[nodiscard]] place find(std::uint64_t hash, IsSame&& is_same) const noexcept {
        auto const mask = slots_.size() - 1;
        for (auto at = static_cast<std::size_t>(hash) & mask;; at = (at + 1) & mask)
            if (slots_[at] == none || is_same(slots_[at])) return {slots_[at], &slots_[at]};
    }

    void clear() noexcept { std::ranges::fill(slots_, none); }

    /// As memory for something else, until `clear`.
    [[nodiscard]] std::span<std::uint32_t> memory() const noexcept { return slots_; }

private:
    std::span<std::uint32_t> slots_;
    std::uint64_t most_hash_ = ~std::uint64_t{0};
    std::uint32_t halvings_ = 0;
};

/// Sorts `count` things that only `is_less(position, position)` and `swap(position, position)` know, with `order` as
/// memory for as many positions. Allocates: nothing.
template <class IsLess, class Swap>
void sort_in_place(std::span<std::uint32_t> order, IsLess&& is_less, Swap&& swap) noexcept {
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, is_less);
    for (std::uint32_t i = 0; i != order.size(); ++i) {
        auto from = order[i];
        while (from < i) from = order[from];  // it was swapped away
        if (from != i) swap(i, from);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
