// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/xgboost_fill.hpp>
#include <arenite/format/detail/xgboost_scan.hpp>
#include <arenite/format/detail/xgboost_trees.hpp>
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] inline model_info xgboost_info(xgboost_outline const& outline) noexcept {
    auto const& [major, minor, patch] = outline.version;
    model_info info{.format = "xgboost", .objective = outline.objective_name, .output = precision::float32};
    if (major == 0) return info;
    info.trainer_version = format_number(major).view();
    info.trainer_version.append(".").append(format_number(minor)).append(".").append(format_number(patch));
    return info;
}

template <class Events>
[[nodiscard]] tree_ensemble_size xgboost_size(xgboost_outline const& outline) noexcept {
    return {.splits = outline.splits,
            .trees = outline.kept_trees,
            .weights = outline.weights == 0 ? 0 : outline.kept_trees,
            .outputs = outline.outputs(),
            .features = outline.features,
            .name_characters = outline.name_characters + outline.category_characters,
            .category_names = outline.category_names,
            .category_sets = outline.sets,
            .category_words = outline.words,
            .vector_width = outline.leaves == xgboost_leaves::one_value ? 0 : outline.outputs(),
            .numbers = xgboost_trees<Events>::numbers(outline),
            .links = outline.largest_tree};
}

template <class Events>
[[nodiscard]] model load_xgboost_trees(Events& events, xgboost_outline const& outline, load_workspace& workspace,
                                       float missing, budget& memory) {
    tree_ensemble_builder<float> builder{xgboost_size<Events>(outline), memory};
    builder.link.kind = outline.objective.link;
    builder.missing = missing;
    xgboost_trees<Events> trees{events, outline, builder, workspace.waiting_nodes()};
    xgboost_fill<Events, tree_ensemble_builder<float>> fill{events, outline, builder};
    auto const read_model = [&] {
        for_each_key(events, [&](std::string_view key) {
            if (!trees.read(key)) events.skip_value();
        });
    };
    fill.run(read_model, [&] { trees.read_weights(); });
    auto ensemble = std::move(builder).build();
    auto const loading_bytes = load_workspace_bytes + ensemble.held().loading_bytes;
    return {std::move(ensemble), xgboost_info(outline), loading_bytes};
}

/// The weights are as XGBoost keeps them. It starts every output from the first base score.
template <class Events>
[[nodiscard]] model load_xgboost_linear(Events& events, xgboost_outline const& outline, float missing, budget& memory) {
    linear_booster<float> booster{
        {.features = outline.features, .outputs = outline.outputs(), .name_characters = outline.name_characters},
        memory};
    booster.link.kind = outline.objective.link;
    booster.missing = missing;
    auto const read_weights = [&] {
        events.template read_array<float>([&](std::size_t i, float weight) {
            require_room(events, i, booster.weights.size());
            booster.weights[i] = weight;
        });
    };
    auto const read_model = [&] {
        for_each_key(events, [&](std::string_view key) { key == "weights" ? read_weights() : events.skip_value(); });
    };
    xgboost_fill<Events, linear_booster<float>> fill{events, outline, booster};
    fill.run(read_model, [&] { events.skip_value(); });
    std::ranges::fill(booster.base, booster.base[0]);
    return {std::move(booster), xgboost_info(outline), load_workspace_bytes};
}

/// Scans the document; once more, if only behind the trees it turned out which of them are kept.
template <class Events>
[[nodiscard]] xgboost_outline outline_xgboost(Events& events, std::size_t rounds) {
    auto const outline = xgboost_scan<Events>{events, rounds}.run();
    events.rewind();
    if (outline.counted_what_is_kept()) return outline;
    auto const counted = xgboost_scan<Events>{events, rounds, outline.kept_trees}.run();
    events.rewind();
    return counted;
}

/// Reads the document twice: counts, acquires the model's region, and fills it.
template <class Events>
[[nodiscard]] model load_xgboost(model_input& input, load_options const& options, load_workspace& workspace,
                                 budget& memory) {
    Events events{input, workspace.text()};
    auto const outline = outline_xgboost(events, options.rounds);
    auto const missing = static_cast<float>(options.missing);
    return outline.kind == xgboost_outline::booster::linear
               ? load_xgboost_linear(events, outline, missing, memory)
               : load_xgboost_trees(events, outline, workspace, missing, memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
