// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/link.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What a loss function of CatBoost means for prediction.
struct catboost_loss {
    std::string_view name;
    link_kind link;
    std::size_t margins = 0;     ///< that it needs; 0: any number
    bool has_one_target = true;  ///< of training: not several labels for each row
};

inline constexpr auto catboost_losses = std::to_array<catboost_loss>({
    {"CrossEntropy", link_kind::both_classes, 1},
    {"Focal", link_kind::both_classes, 1},
    {"Logloss", link_kind::both_classes, 1},
    {"MultiClass", link_kind::softmax},
    {"MultiClassOneVsAll", link_kind::sigmoid},
    {"MultiCrossEntropy", link_kind::sigmoid, 0, false},
    {"MultiLogloss", link_kind::sigmoid, 0, false},
    {"MultiRMSE", link_kind::identity, 0, false},
    {"MultiRMSEWithMissingValues", link_kind::identity, 0, false},
    {"Poisson", link_kind::exponential},
    {"RMSEWithUncertainty", link_kind::mean_and_variance, 2},
    {"SurvivalAft", link_kind::identity, 0, false},
    {"Tweedie", link_kind::exponential},
});

/// The loss function of this name. Of those that are not in the list, a custom one too, CatBoost predicts the margins.
[[nodiscard]] constexpr catboost_loss find_catboost_loss(std::string_view name) noexcept {
    auto const found = std::ranges::find(catboost_losses, name, &catboost_loss::name);
    return found == catboost_losses.end() ? catboost_loss{name, link_kind::identity} : *found;
}

}  // namespace arenite::inline ARENITE_ABI::detail
