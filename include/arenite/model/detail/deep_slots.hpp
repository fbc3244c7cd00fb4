// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_plan.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Where a slot is remembered, among the last ones: of up to 32 features each has a place of its own.
inline constexpr std::size_t known_slots = 256;
[[nodiscard]] constexpr std::size_t place_of(deep_slot slot) noexcept {
    return (slot.packed + (slot.set << 3)) % known_slots;
}
/// None that a split needs.
inline constexpr deep_slot no_slot{~std::uint32_t{0}, 0};

/// The slots that a forest's splits need, sorted.
class deep_slots {
public:
    explicit deep_slots(std::span<deep_slot> room) noexcept : room_(room) { known_.fill(no_slot); }

    /// False: there are too many.
    [[nodiscard]] bool add(deep_slot slot) noexcept {
        auto& known = known_[place_of(slot)];
        if (known == slot) return true;
        known = slot;
        return insert(slot);
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    [[nodiscard]] bool insert(deep_slot slot) noexcept {
        auto* const end = room_.data() + count_;
        auto* const place = std::lower_bound(room_.data(), end, slot);
        if (place != end && *place == slot) return true;
        if (count_ == room_.size()) return false;
        std::move_backward(place, end, end + 1);
        *place = slot;
        ++count_;
        return true;
    }

    std::span<deep_slot> room_;
    std::size_t count_ = 0;
    std::array<deep_slot, known_slots> known_;
};

/// Finds the slots of splits in a plan. Requires: they are there.
class slot_finder {
public:
    explicit slot_finder(std::span<deep_slot const> sorted_slots) noexcept : slots_(sorted_slots) {
        known_.fill({no_slot, 0});
    }

    /// Numbers begin at 1.
    [[nodiscard]] std::uint32_t number_of(deep_slot slot) noexcept {
        auto& known = known_[place_of(slot)];
        if (known.slot != slot) {
            auto const place = std::ranges::lower_bound(slots_, slot) - slots_.begin();
            known = {slot, static_cast<std::uint32_t>(place + 1)};
        }
        return known.number;
    }

private:
    struct numbered_slot {
        deep_slot slot;
        std::uint32_t number;
    };

    std::span<deep_slot const> slots_;
    std::array<numbered_slot, known_slots> known_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
