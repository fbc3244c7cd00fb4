// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/sklearn_fill.hpp>
#include <arenite/format/detail/sklearn_scan.hpp>
#include <arenite/format/detail/sklearn_self_test.hpp>
#include <arenite/format/detail/sklearn_trees.hpp>
#include <arenite/format/detail/wanted_rounds.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] inline blended_model_size sklearn_size(sklearn_outline const& outline) noexcept {
    return {.features = outline.features,
            .name_characters = outline.name_characters + outline.category_characters,
            .category_names = outline.category_names,
            .column_steps = outline.column_steps,
            .prepared = outline.prepared,
            .sums = outline.sums,
            .lines = outline.lines,
            .line_columns = outline.line_weights,
            .width = std::max(outline.width, outline.sums + outline.lines),
            .steps = outline.steps,
            .constants = outline.constants,
            .classes = outline.classes,
            .class_characters = outline.class_characters};
}

[[nodiscard]] inline tree_ensemble_size sklearn_forest_size(sklearn_outline const& outline) noexcept {
    return {.splits = outline.splits,
            .largest_tree = outline.largest_tree,
            .trees = outline.trees,
            .outputs = outline.sums,
            .features = outline.inner(),
            .category_sets = outline.sets,
            .category_words = outline.sets * sklearn_sets::held_words,
            .leaf_vectors = outline.most_leaves,
            .vector_width = outline.leaf_width};
}

/// Marks the columns of the rows that trees or lines read something of. Where nothing is read all are used, unless they
/// have names: a header is told from rows by these, or by what is read.
inline void mark_used(blended_model& filled, schema_view of_trees) noexcept {
    auto const reads = [&](std::size_t c) {
        return c < filled.line_columns() || (c < of_trees.size() && of_trees[c].used);
    };
    auto const first = filled.needed.size() - std::min(filled.inner(), filled.needed.size());
    for (std::size_t c = first; c != filled.needed.size(); ++c) filled.needed[c] = reads(c - first);
    column_program::mark_needed(filled.cols(), filled.column_steps, filled.needed);
    auto const is_used = [&](std::size_t c) { return filled.needed.empty() ? reads(c) : filled.needed[c]; };
    std::size_t used = 0;
    for (std::size_t c = 0; c != filled.cols(); ++c)
        if (is_used(c)) filled.columns.set_used(c), ++used;
    bool const all = used == 0 && !filled.schema().named();
    for (std::size_t c = 0; all && c != filled.cols(); ++c) filled.columns.set_used(c);
}

/// Reads everything into `to_fill`; how many bytes were held beside it at most.
inline std::size_t fill_sklearn(json_events& events, sklearn_outline const& outline, blended_model& to_fill,
                                load_workspace& workspace, budget& memory) {
    if (outline.sums == 0) {
        sklearn_fill{events, to_fill}.run([] {});
        mark_used(to_fill, {});
        return load_workspace_bytes;
    }
    tree_ensemble_builder<double> builder{sklearn_forest_size(outline), memory};
    builder.rule.compare = comparison::less_or_equal;
    if (to_fill.column_steps.empty()) builder.missing = to_fill.missing;
    sklearn_trees trees{events, outline, builder, workspace.waiting_nodes()};
    sklearn_fill{events, to_fill}.run([&] { trees.read_forest(); });
    mark_used(to_fill, builder.columns.view());
    to_fill.set_forest(std::move(builder).build());
    return load_workspace_bytes + to_fill.held().loading_bytes;
}

/// The rows of the self-test are replayed in the workspace, or in more where one does not fit.
inline std::size_t test_sklearn(json_events& events, blended_model const& filled, load_workspace& workspace,
                                budget& memory) {
    events.rewind();
    auto const needed = sklearn_self_test::bytes(filled);
    auto const there = std::as_writable_bytes(workspace.waiting_nodes());
    region more;
    if (needed > there.size()) more = memory.acquire("model loading", needed, region_alignment, region_use::passing);
    sklearn_self_test{events, filled, more ? more.bytes() : there}.run();
    return load_workspace_bytes + more.size();
}

/// Reads the document three times: counts, acquires the model's regions and fills them, and replays the self-test.
[[nodiscard]] inline model load_sklearn(model_input& input, load_options const& options, load_workspace& workspace,
                                        budget& memory) {
    json_events events{input, workspace.text()};
    if (options.rounds != all_rounds)
        raise(model_error{
            input.name(), {}, 0, "a model of scikit-learn, whose rounds all count", rounds_expected(options.rounds)});
    auto const outline = sklearn_scan{events}.run();
    events.rewind();
    blended_model blended{sklearn_size(outline), memory};
    blended.missing = options.missing;
    auto const filling = fill_sklearn(events, outline, blended, workspace, memory);
    auto const testing = test_sklearn(events, blended, workspace, memory);
    model_info const info{.format = "sklearn", .trainer_version = outline.version, .objective = outline.estimator};
    return {std::move(blended), info, std::max(filling, testing)};
}

}  // namespace arenite::inline ARENITE_ABI::detail
