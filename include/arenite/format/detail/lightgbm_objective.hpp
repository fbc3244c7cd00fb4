// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>
#include <arenite/model/link.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What an objective of LightGBM means for prediction.
struct lightgbm_objective {
    std::string_view name;
    link_kind link;
};

inline constexpr auto lightgbm_objectives = std::to_array<lightgbm_objective>({
    {"binary", link_kind::sigmoid},
    {"cross_entropy", link_kind::sigmoid},
    {"cross_entropy_lambda", link_kind::log1p_exponential},
    {"custom", link_kind::identity},
    {"fair", link_kind::identity},
    {"gamma", link_kind::exponential},
    {"huber", link_kind::identity},
    {"l1", link_kind::identity},
    {"l2", link_kind::identity},
    {"l2_root", link_kind::identity},
    {"lambdarank", link_kind::identity},
    {"mae", link_kind::identity},
    {"mape", link_kind::identity},
    {"mean_absolute_error", link_kind::identity},
    {"mean_absolute_percentage_error", link_kind::identity},
    {"mean_squared_error", link_kind::identity},
    {"mse", link_kind::identity},
    {"multiclass", link_kind::softmax},
    {"multiclass_ova", link_kind::sigmoid},
    {"multiclassova", link_kind::sigmoid},
    {"none", link_kind::identity},
    {"ova", link_kind::sigmoid},
    {"ovr", link_kind::sigmoid},
    {"poisson", link_kind::exponential},
    {"quantile", link_kind::identity},
    {"rank_xendcg", link_kind::identity},
    {"regression", link_kind::identity},
    {"regression_l1", link_kind::identity},
    {"regression_l2", link_kind::identity},
    {"rmse", link_kind::identity},
    {"root_mean_squared_error", link_kind::identity},
    {"softmax", link_kind::softmax},
    {"tweedie", link_kind::exponential},
    {"xe_ndcg", link_kind::identity},
    {"xe_ndcg_mart", link_kind::identity},
    {"xendcg", link_kind::identity},
    {"xendcg_mart", link_kind::identity},
    {"xentlambda", link_kind::log1p_exponential},
    {"xentropy", link_kind::sigmoid},
});

/// The link of an objective line: `name`, then tokens such as `sigmoid:1.7`, `num_class:3` or `sqrt`. None: the name is
/// not known, or the slope is no positive number.
[[nodiscard]] inline std::optional<link> lightgbm_link(std::string_view line) noexcept {
    auto const name = line.substr(0, line.find(' '));
    auto const found = std::ranges::find(lightgbm_objectives, name, &lightgbm_objective::name);
    if (found == lightgbm_objectives.end()) return name.empty() ? std::optional{link{}} : std::nullopt;
    link how{.kind = found->link};
    while (line.find(' ') != line.npos) {
        line.remove_prefix(line.find(' ') + 1);
        auto const token = line.substr(0, line.find(' '));
        if (token == "sqrt" && how.kind == link_kind::identity) how.kind = link_kind::signed_square;
        if (token.starts_with("sigmoid:")) how.parameter = parse_number<double>(token.substr(8)).number;
    }
    return how.parameter > 0 ? std::optional{how} : std::nullopt;
}

}  // namespace arenite::inline ARENITE_ABI::detail
