// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/link.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// How a base score, which files hold as a prediction, becomes a margin.
enum class base_score_kind : unsigned char { margin, probability, positive, expectiles };

/// What an objective of XGBoost means for prediction.
struct xgboost_objective {
    std::string_view name;
    link_kind link;
    base_score_kind base = base_score_kind::margin;
};

inline constexpr auto xgboost_objectives = std::to_array<xgboost_objective>({
    {"binary:hinge", link_kind::hinge},
    {"binary:logistic", link_kind::logistic, base_score_kind::probability},
    {"binary:logitraw", link_kind::identity},
    {"count:poisson", link_kind::exponential, base_score_kind::positive},
    {"multi:softmax", link_kind::argmax},
    {"multi:softprob", link_kind::softmax},
    {"rank:map", link_kind::identity},
    {"rank:ndcg", link_kind::identity},
    {"rank:pairwise", link_kind::identity},
    {"reg:absoluteerror", link_kind::identity},
    {"reg:expectileerror", link_kind::expectiles, base_score_kind::expectiles},
    {"reg:gamma", link_kind::exponential, base_score_kind::positive},
    {"reg:linear", link_kind::identity},
    {"reg:logistic", link_kind::logistic, base_score_kind::probability},
    {"reg:pseudohubererror", link_kind::identity},
    {"reg:quantileerror", link_kind::identity},
    {"reg:squarederror", link_kind::identity},
    {"reg:squaredlogerror", link_kind::identity},
    {"reg:tweedie", link_kind::exponential, base_score_kind::positive},
    {"survival:aft", link_kind::wide_exponential, base_score_kind::positive},
    {"survival:cox", link_kind::exponential, base_score_kind::positive},
});

/// The version of XGBoost that wrote a file.
struct xgboost_version {
    std::uint32_t major = 0, minor = 0, patch = 0;

    [[nodiscard]] constexpr bool at_least(std::uint32_t wanted_major, std::uint32_t wanted_minor) const noexcept {
        return major != wanted_major ? major > wanted_major : minor >= wanted_minor;
    }
};

/// The objective of this name in files of this version; none: it is not known.
[[nodiscard]] constexpr std::optional<xgboost_objective> find_objective(std::string_view name,
                                                                        xgboost_version version) noexcept {
    auto const found = std::ranges::find(xgboost_objectives, name, &xgboost_objective::name);
    if (found == xgboost_objectives.end()) return std::nullopt;
    auto objective = *found;
    if (name == "reg:quantileerror" && version.at_least(3, 4)) objective.link = link_kind::ascending;
    return objective;
}

/// Each expectile is stored as it is predicted: turns the differences back into what softplus makes them of.
inline void unlink_expectiles(std::span<float> base) noexcept {
    for (std::size_t j = base.size(); j-- > 1;) {
        float const rise = std::max(base[j] - base[j - 1] - 1e-6f, 1e-6f);
        base[j] = rise + std::log(-std::expm1(-rise));
    }
}

/// One base score as a margin, in float, as XGBoost computes it; NaN: outside of what the objective can predict.
[[nodiscard]] inline float score_to_margin(base_score_kind kind, xgboost_version version, float score) noexcept {
    constexpr float outside = std::numeric_limits<float>::quiet_NaN();
    if (kind == base_score_kind::positive) return score > 0 ? std::log(score) : outside;
    if (kind != base_score_kind::probability) return score;
    if (version.at_least(3, 0)) score = std::clamp(score, 1e-6f, 1.0f - 1e-6f);
    return score > 0 && score < 1 ? -std::log(1.0f / score - 1.0f) : outside;
}

/// Turns base scores into margins. False: one is not finite, or outside of what the objective can predict.
[[nodiscard]] inline bool base_to_margin(base_score_kind kind, xgboost_version version,
                                         std::span<float> base) noexcept {
    for (float& score : base) score = std::isfinite(score) ? score_to_margin(kind, version, score) : score;
    if (kind == base_score_kind::expectiles) unlink_expectiles(base);
    return std::ranges::all_of(base, [](float margin) { return std::isfinite(margin); });
}

}  // namespace arenite::inline ARENITE_ABI::detail
