// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_fill.hpp>
#include <arenite/format/detail/catboost_scan.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] inline tree_ensemble_size catboost_size(catboost_outline const& outline) noexcept {
    return {.splits = outline.splits,
            .largest_tree = outline.largest_tree,
            .trees = outline.kept_trees,
            .outputs = outline.outputs,
            .biases = outline.has_steps() ? outline.outputs : 0,
            .features = outline.columns,
            .name_characters = outline.name_characters,
            .leaf_vectors = outline.most_leaves};
}

/// Reads the document twice: counts, acquires the model's region, and fills it.
[[nodiscard]] inline model load_catboost(model_input& input, load_options const& options, load_workspace& workspace,
                                         budget& memory) {
    json_events events{input, workspace.text()};
    auto const outline = catboost_scan{events, options.rounds}.run();
    events.rewind();
    tree_ensemble_builder<double> builder{catboost_size(outline), memory};
    builder.rule.compare = comparison::less_or_equal;
    builder.link.kind = outline.loss.link;
    builder.missing = options.missing;
    builder.scale = outline.scale;
    catboost_tables tables{outline, memory};
    catboost_trees trees{events, outline, tables, builder, workspace.waiting_nodes()};
    catboost_fill{events, outline, tables, builder, trees}.run();
    return {std::move(builder).build(),
            {.format = "catboost", .trainer_version = outline.version, .objective = outline.loss_name},
            load_workspace_bytes + catboost_tables::bytes(outline)};
}

}  // namespace arenite::inline ARENITE_ABI::detail
