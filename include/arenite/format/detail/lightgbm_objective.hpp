// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>
#include <arenite/model/link.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What an objective of LightGBM means for prediction.
struct lightgbm_objective {
    /// The one token behind the name that matters.
    enum class token : unsigned char { none, square_root, slope };

    std::string_view name;
    link_kind link;
    token takes = token::none;
};

/// Aliases among them; LightGBM writes the names that it documents.
inline constexpr auto lightgbm_objectives = [] {
    using enum link_kind;
    using enum lightgbm_objective::token;
    return std::to_array<lightgbm_objective>({
        {"binary", sigmoid, slope},
        {"cross_entropy", sigmoid},
        {"cross_entropy_lambda", log1p_exponential},
        {"custom", identity},
        {"fair", identity, square_root},
        {"gamma", exponential},
        {"huber", identity},
        {"l1", identity, square_root},
        {"l2", identity, square_root},
        {"l2_root", identity, square_root},
        {"lambdarank", identity},
        {"mae", identity, square_root},
        {"mape", identity, square_root},
        {"mean_absolute_error", identity, square_root},
        {"mean_absolute_percentage_error", identity, square_root},
        {"mean_squared_error", identity, square_root},
        {"mse", identity, square_root},
        {"multiclass", softmax},
        {"multiclass_ova", sigmoid, slope},
        {"multiclassova", sigmoid, slope},
        {"none", identity},
        {"ova", sigmoid, slope},
        {"ovr", sigmoid, slope},
        {"poisson", exponential},
        {"quantile", identity, square_root},
        {"rank_xendcg", identity},
        {"regression", identity, square_root},
        {"regression_l1", identity, square_root},
        {"regression_l2", identity, square_root},
        {"rmse", identity, square_root},
        {"root_mean_squared_error", identity, square_root},
        {"softmax", softmax},
        {"tweedie", exponential},
        {"xe_ndcg", identity},
        {"xe_ndcg_mart", identity},
        {"xendcg", identity},
        {"xendcg_mart", identity},
        {"xentlambda", log1p_exponential},
        {"xentropy", sigmoid},
    });
}();

/// The link of an objective line: a name, then tokens such as `sigmoid:1.7`, `num_class:3` or `sqrt`. Those that the
/// objective does not take mean nothing, as in LightGBM. None: the name is not known, or the slope is no positive
/// number.
[[nodiscard]] inline std::optional<link> lightgbm_link(std::string_view line) noexcept {
    auto const name = line.substr(0, line.find(' '));
    auto const found = std::ranges::find(lightgbm_objectives, name, &lightgbm_objective::name);
    if (found == lightgbm_objectives.end()) return name.empty() ? std::optional{link{}} : std::nullopt;
    link how{.kind = found->link};
    while (line.find(' ') != line.npos) {
        line.remove_prefix(line.find(' ') + 1);
        auto const token = line.substr(0, line.find(' '));
        if (found->takes == lightgbm_objective::token::square_root && token == "sqrt")
            how.kind = link_kind::signed_square;
        if (found->takes == lightgbm_objective::token::slope && token.starts_with("sigmoid:"))
            how.parameter = parse_number<double>(token.substr(8)).number;
    }
    bool const usable = how.parameter > 0 && how.parameter <= std::numeric_limits<double>::max();
    return usable ? std::optional{how} : std::nullopt;
}

/// How many classes an objective line says there are; 0: it does not say, or no number.
[[nodiscard]] inline std::uint64_t lightgbm_classes(std::string_view line) noexcept {
    constexpr std::string_view key = " num_class:";
    auto const at = line.find(key);
    if (at == line.npos) return 0;
    line.remove_prefix(at + key.size());
    return parse_number<std::uint64_t>(line.substr(0, line.find(' '))).number;
}

}  // namespace arenite::inline ARENITE_ABI::detail
