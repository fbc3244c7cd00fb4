// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_fill.hpp>
#include <arenite/format/detail/catboost_scan.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/model.hpp>
#include <arenite/model/recoded_ensemble.hpp>

namespace arenite::inline ARENITE_ABI::detail {

[[nodiscard]] inline tree_ensemble_size catboost_size(catboost_outline const& outline) noexcept {
    return {.splits = outline.splits,
            .trees = outline.kept_trees,
            .outputs = outline.outputs,
            .biases = outline.has_steps() ? outline.outputs : 0,
            .features = outline.tree_columns(),
            .name_characters = outline.is_recoded() ? 0 : outline.name_characters,
            .category_sets = outline.one_hot_values,
            .category_words = outline.one_hot_values == 0 ? 0 : recoded_category::codes_of_column,
            .vector_width = outline.outputs};
}

[[nodiscard]] inline tree_ensemble_builder<double> catboost_builder(catboost_outline const& outline, budget& memory) {
    tree_ensemble_builder<double> builder{catboost_size(outline), memory};
    builder.rule.compare = comparison::less_or_equal;
    builder.link.kind = outline.loss.link;
    builder.scale = outline.scale;
    for (std::uint32_t i = 0; i != builder.category_words.size(); ++i)
        builder.category_words[i] = ~(std::uint32_t{1} << i);
    return builder;
}

/// The second pass. Its tables are gone before the ensemble is built.
inline void fill_catboost(json_events& events, catboost_outline const& outline, tree_ensemble_builder<double>& builder,
                          catboost_recoding* recoded, budget& memory) {
    catboost_tables tables{outline, memory};
    auto* const how = recoded == nullptr ? nullptr : recoded->how;
    auto& columns = recoded == nullptr ? builder.columns : recoded->columns;
    catboost_features features{events, outline, tables, columns, builder.category_sets, how};
    std::optional<catboost_counts> counts;
    if (outline.ctrs != 0) counts.emplace(events, *how);
    catboost_trees trees{events, outline, tables, builder};
    catboost_fill{events, builder.biases, features, counts ? &*counts : nullptr, trees}.run();
}

/// Marks the columns of the rows that something of the recoded rows is made of that the trees read.
inline void mark_used(catboost_recoding& recoded, schema_view trees) noexcept {
    auto const& how = *recoded.how;
    for (std::size_t i = 0; i != how.numbers.size(); ++i)
        if (trees[i].used) recoded.columns.set_used(how.numbers[i]);
    for (auto const& category : how.categories)
        for (std::uint32_t i = 0; i != category.code_columns(); ++i)
            if (trees[category.first_code_column + i].used) recoded.columns.set_used(category.column);
    for (std::size_t i = 0; i != how.ctrs.size(); ++i)
        if (trees[how.numbers.size() + how.code_columns + i].used)
            for (auto const& element : how.elements.subspan(how.ctrs[i].first_element, how.ctrs[i].elements))
                recoded.columns.set_used(element.column);
}

[[nodiscard]] inline model_info catboost_info_of(catboost_outline const& outline) noexcept {
    return {.format = "catboost", .trainer_version = outline.version, .objective = outline.loss_name};
}

/// What was held beside the model: while its trees were read, what they are read by; then, what the kernels read is in
/// its place.
[[nodiscard]] inline std::size_t catboost_loading_bytes(catboost_outline const& outline,
                                                        tree_ensemble<double> const& trees) noexcept {
    auto const size = catboost_size(outline);
    auto const reading = size.reading_bytes<double>() + catboost_tables::bytes(outline);
    auto const kernels = trees.bytes() - size.bytes<double>();
    return load_workspace_bytes + std::max(trees.held().loading_bytes, reading - std::min(reading, kernels));
}

[[nodiscard]] inline model load_plain_catboost(json_events& events, catboost_outline const& outline, double missing,
                                               budget& memory) {
    auto builder = catboost_builder(outline, memory);
    builder.missing = missing;
    fill_catboost(events, outline, builder, nullptr, memory);
    auto trees = std::move(builder).build();
    auto const loading_bytes = catboost_loading_bytes(outline, trees);
    return {std::move(trees), catboost_info_of(outline), loading_bytes};
}

[[nodiscard]] inline model load_recoded_catboost(json_events& events, catboost_outline const& outline, double missing,
                                                 budget& memory) {
    catboost_recoding recoded{outline, memory};
    recoded.how->missing = missing;
    auto builder = catboost_builder(outline, memory);
    fill_catboost(events, outline, builder, &recoded, memory);
    auto trees = std::move(builder).build();
    mark_used(recoded, trees.schema());
    auto const schema = recoded.columns.view();
    auto const loading_bytes = catboost_loading_bytes(outline, trees);
    return {recoded_ensemble{std::move(recoded.memory), *recoded.how, schema, std::move(trees)},
            catboost_info_of(outline), loading_bytes};
}

/// Reads the document twice: counts, acquires the model's regions, and fills them.
[[nodiscard]] inline model load_catboost(model_input& input, load_options const& options, load_workspace& workspace,
                                         budget& memory) {
    json_events events{input, workspace.text()};
    auto const outline = catboost_scan{events, options.rounds}.run();
    events.rewind();
    return outline.is_recoded() ? load_recoded_catboost(events, outline, options.missing, memory)
                                : load_plain_catboost(events, outline, options.missing, memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
