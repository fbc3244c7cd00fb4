// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// When a part of a pipeline is in use; parts whose lives do not overlap share bytes.
enum class part_life : unsigned char {
    run,    ///< from the start to the end
    start,  ///< before the first batch only
    batch,  ///< from when its stage makes a batch until the next one is asked for
    step,   ///< while its stage makes a batch
};

/// The life in words.
[[nodiscard]] constexpr std::string_view name_of(part_life life) noexcept {
    constexpr std::array<std::string_view, 4> names{"run", "start", "batch", "step"};
    return names[static_cast<std::size_t>(life)];
}

/// What one part of a pipeline will hold.
struct planned_part {
    std::string_view stage;  ///< a literal
    std::size_t bytes = 0;   ///< exact, a multiple of 64
    part_life life = part_life::run;
    unsigned step = 0;  ///< of a batch, in which its stage works
};

/// Whether the two parts are ever in use at the same time.
[[nodiscard]] constexpr bool overlap(planned_part const& one, planned_part const& other) noexcept {
    using enum part_life;
    auto const& [first, last] = std::minmax(one, other, [](auto const& a, auto const& b) { return a.life < b.life; });
    if (first.life == run || first.life == last.life) return first.life != step || one.step == other.step;
    return first.life == batch && first.step <= last.step;
}

}  // namespace arenite::inline ARENITE_ABI
