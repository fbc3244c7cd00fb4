// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_plan.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail {

/// The slots that a forest's splits need, sorted.
class deep_slots {
public:
    explicit deep_slots(std::span<deep_slot> room) noexcept : room_(room) {}

    /// False: there are too many.
    [[nodiscard]] bool add(deep_slot slot) noexcept {
        auto* const end = room_.data() + count_;
        auto* const place = std::lower_bound(room_.data(), end, slot);
        if (place != end && *place == slot) return true;
        if (count_ == room_.size()) return false;
        std::move_backward(place, end, end + 1);
        *place = slot;
        ++count_;
        return true;
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    std::span<deep_slot> room_;
    std::size_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
