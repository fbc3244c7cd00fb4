// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/treelite_fill.hpp>
#include <arenite/format/detail/treelite_scan.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] inline tree_ensemble_size size_of(treelite_outline const& outline) noexcept {
    auto const outputs = outline.shape.outputs(), width = outline.shape.width();
    return {.splits = outline.splits,
            .trees = outline.trees,
            .outputs = outputs,
            .divisors = outline.averaged ? outputs : 0,
            .biases = outputs,
            .features = outline.features,
            .category_sets = outline.category_sets,
            .category_words = outline.category_words,
            .vector_width = width,
            .links = outline.largest_tree};
}

/// The trees, in the precision of their thresholds and leaves.
template <std::floating_point T>
[[nodiscard]] model load_treelite_trees(treelite_bytes& bytes, treelite_outline outline, load_options const& options,
                                        load_workspace& workspace, budget& memory) {
    treelite_scan<T>{bytes, outline, workspace.text()}.run();
    tree_ensemble_builder<T> builder{size_of(outline), memory};
    builder.rule = {.compare = comparison::less_or_equal};
    builder.link = outline.link;
    builder.missing = static_cast<T>(options.missing);
    treelite_fill<T>{bytes, outline, builder, workspace}.run();
    model_info const info{"treelite", outline.version, outline.postprocessor, outline.numbers};
    auto trees = std::move(builder).build();
    auto const loading_bytes = load_workspace_bytes + trees.held().loading_bytes;
    return {std::move(trees), info, loading_bytes};
}

/// Reads a checkpoint of Treelite 4, as `Model.serialize` writes it, twice: counts, acquires the model's region, and
/// fills it.
[[nodiscard]] inline model load_treelite(model_input& input, load_options const& options, load_workspace& workspace,
                                         budget& memory) {
    treelite_bytes bytes{input};
    auto const outline = treelite_header{bytes, workspace.text()}.read();
    if (options.rounds != all_rounds) bytes.fail("a model that does not tell its rounds of boosting", "no rounds");
    return outline.numbers == precision::float32
               ? load_treelite_trees<float>(bytes, outline, options, workspace, memory)
               : load_treelite_trees<double>(bytes, outline, options, workspace, memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
