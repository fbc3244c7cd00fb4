// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/link.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What a postprocessor of Treelite means for prediction.
struct treelite_postprocessor {
    /// Which margins of a target it looks at.
    enum class reach : unsigned char { all, first, together };

    std::string_view name;
    link_kind link;
    reach of_target;  ///< `first`: Treelite leaves all classes but the first as they are
};

inline constexpr auto treelite_postprocessors = std::to_array<treelite_postprocessor>({
    {"exponential", link_kind::exponential, treelite_postprocessor::reach::first},
    {"exponential_standard_ratio", link_kind::power_of_two, treelite_postprocessor::reach::first},
    {"hinge", link_kind::hinge, treelite_postprocessor::reach::first},
    {"identity", link_kind::identity, treelite_postprocessor::reach::all},
    {"identity_multiclass", link_kind::identity, treelite_postprocessor::reach::all},
    {"logarithm_one_plus_exp", link_kind::log1p_exponential, treelite_postprocessor::reach::first},
    {"multiclass_ova", link_kind::sigmoid, treelite_postprocessor::reach::all},
    {"sigmoid", link_kind::sigmoid, treelite_postprocessor::reach::first},
    {"signed_square", link_kind::signed_square, treelite_postprocessor::reach::first},
    {"softmax", link_kind::float_softmax, treelite_postprocessor::reach::together},
});

[[nodiscard]] inline std::optional<treelite_postprocessor> treelite_postprocessor_of(std::string_view name) noexcept {
    auto const found = std::ranges::find(treelite_postprocessors, name, &treelite_postprocessor::name);
    return found != treelite_postprocessors.end() ? std::optional{*found} : std::nullopt;
}

}  // namespace arenite::inline ARENITE_ABI::detail
