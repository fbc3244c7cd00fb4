// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace arenite::inline ARENITE_ABI::detail {

/// Lines in which intervals lie behind one another without touching. They come in the order of their begin, more or
/// less: behind one, the part of its lane in front of it stays empty.
template <class Position, std::size_t Capacity>
class lanes {
public:
    static constexpr std::size_t none = Capacity;

    /// The first lane where there is room; `none`: there is nowhere.
    [[nodiscard]] constexpr std::size_t place(Position begin, Position end) noexcept {
        for (std::size_t lane = 0; lane != Capacity; ++lane)
            if (lane == used_ || ends_[lane] <= begin) return put(lane, end);
        return none;
    }

    /// How many there are.
    [[nodiscard]] constexpr std::size_t used() const noexcept { return used_; }

private:
    constexpr std::size_t put(std::size_t lane, Position end) noexcept {
        ends_[lane] = end;
        used_ = std::max(used_, lane + 1);
        return lane;
    }

    std::array<Position, Capacity> ends_{};
    std::size_t used_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
