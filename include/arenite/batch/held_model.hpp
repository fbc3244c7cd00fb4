// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/region.hpp>

#include <concepts>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// What a model holds, and of which budget: `held()` of a predictor that a plan should count. A predictor without it
/// holds nothing of any budget.
struct held_model {
    budget const* owner = nullptr;  ///< null: of none
    std::size_t bytes = 0;
    std::size_t loading_bytes = 0;        ///< held beside them while it was loaded
    std::span<std::byte const> mapped{};  ///< of a file, among the bytes: admission brings these pages in
};

/// What `predictor` holds, as it says itself.
template <class Predictor>
[[nodiscard]] constexpr held_model held_by(Predictor const& predictor) noexcept {
    if constexpr (requires {
                      { predictor.held() } noexcept -> std::same_as<held_model>;
                  })
        return predictor.held();
    else return {};
}

}  // namespace arenite::inline ARENITE_ABI
