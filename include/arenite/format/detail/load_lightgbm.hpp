// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_scan.hpp>
#include <arenite/format/detail/lightgbm_tree_fill.hpp>
#include <arenite/format/detail/lightgbm_vocabulary_fill.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/model/linear_tree_ensemble.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads names and trees into an ensemble.
class lightgbm_fill {
public:
    lightgbm_fill(text_tokens& lines, lightgbm_outline const& outline, tree_ensemble_builder<double>& builder,
                  linear_functions* functions, load_workspace& workspace)
        : lines_(lines), outline_(outline), builder_(builder),
          trees_(lines, builder, functions, workspace.waiting_nodes()),
          vocabularies_(lines, outline, builder, workspace.text()) {}

    void run() {
        while (lines_.next_line() && !at_end()) {
            if (lines_.key() == "Tree") trees_.begin();
            else if (trees_.count() != 0) trees_.read(lines_.key());
            else if (lines_.key() == "feature_names") read_names();
            else if (lines_.key() == "feature_infos") vocabularies_.read_infos();
        }
        trees_.end();
        vocabularies_.read_trailer();
        lines_.input().require_unchanged();
    }

private:
    /// The trees behind those that are kept were looked at in the first pass.
    [[nodiscard]] bool at_end() const {
        return lines_.key() == "end of trees" || (lines_.key() == "Tree" && trees_.count() == outline_.kept_trees);
    }

    void read_names() {
        if (!outline_.own_names) return;
        std::size_t i = 0;
        for (auto name = lines_.next_token(); !name.empty(); name = lines_.next_token(), ++i)
            require_room(lines_, builder_.columns.set_name(i, name) ? 0 : 1, 1);
    }

    text_tokens& lines_;
    lightgbm_outline const& outline_;
    tree_ensemble_builder<double>& builder_;
    lightgbm_tree_fill trees_;
    lightgbm_vocabulary_fill vocabularies_;
};

[[nodiscard]] inline tree_ensemble_size lightgbm_size(lightgbm_outline const& outline) noexcept {
    return {.splits = outline.splits,
            .trees = outline.kept_trees,
            .outputs = outline.outputs(),
            .features = outline.features,
            .name_characters = (outline.own_names ? outline.name_characters : 0) + outline.category_characters,
            .category_names = outline.category_names,
            .category_sets = outline.category_sets,
            .category_words = outline.category_words,
            .links = outline.largest_tree};
}

[[nodiscard]] inline std::optional<linear_leaves> lightgbm_functions(lightgbm_outline const& outline, budget& memory) {
    if (!outline.has_linear_trees) return {};
    return std::optional<linear_leaves>{
        std::in_place, linear_leaves_size{outline.kept_trees, outline.splits + outline.kept_trees, outline.terms},
        memory};
}

/// Reads the file twice: counts, acquires the model's regions, and fills them.
[[nodiscard]] inline model load_lightgbm(model_input& input, load_options const& options, load_workspace& workspace,
                                         budget& memory) {
    text_tokens lines{input, workspace.text()};
    auto const outline = lightgbm_scan{lines, options.rounds, workspace.text()}.run();
    tree_ensemble_builder<double> builder{lightgbm_size(outline), memory};
    builder.rule = {comparison::less_or_equal, tiny_values::zero, negative_fractions::zero};
    builder.link = outline.link;
    builder.missing = options.missing;
    if (outline.averaged) builder.divisor = static_cast<double>(outline.kept_trees / outline.outputs());
    auto functions = lightgbm_functions(outline, memory);
    builder.walked = functions.has_value();
    lines.rewind();
    lightgbm_fill{lines, outline, builder, functions ? &functions->functions() : nullptr, workspace}.run();
    model_info const info{"lightgbm", outline.version, outline.objective, precision::float64};
    auto trees = std::move(builder).build();
    auto const loading_bytes = load_workspace_bytes + trees.held().loading_bytes;
    if (!functions) return {std::move(trees), info, loading_bytes};
    return {linear_tree_ensemble{std::move(trees), std::move(*functions)}, info, loading_bytes};
}

}  // namespace arenite::inline ARENITE_ABI::detail
