// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_tree.hpp>
#include <arenite/format/detail/xgboost_names.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over trees: reads those that are kept into an ensemble.
template <class Events>
class xgboost_trees {
public:
    xgboost_trees(Events& events, xgboost_outline const& outline, tree_ensemble_builder<float>& builder,
                  std::span<std::uint32_t> workspace)
        : events_(events), outline_(outline), builder_(builder), tree_(events, outline, builder, workspace),
          names_(events, outline, builder.columns, builder.numbers) {
        std::ranges::fill(builder_.weights, 1.0f);  // a tree without a weight of its own counts 1
    }

    /// Numbers that are held while it reads trees, or names.
    [[nodiscard]] static constexpr std::size_t numbers(xgboost_outline const& outline) noexcept {
        return std::max(xgboost_categories<Events>::numbers(outline.largest_list, outline.most_sets),
                        xgboost_names<Events>::numbers(outline));
    }

    /// Whether it took the value of this key of the object `model`.
    [[nodiscard]] bool read(std::string_view key) {
        if (key == "trees") read_trees();
        else if (key == "tree_info") read_outputs();
        else if (key == "weight_drop") read_weights();
        else if (key == "cats") names_.read();
        else return false;
        return true;
    }

    void read_weights() {
        events_.template read_array<float>([this](std::size_t i, float weight) {
            if (!std::isfinite(weight)) events_.fail("a finite weight");
            require_room(events_, i, outline_.weights);
            if (i < builder_.weights.size()) builder_.weights[i] = weight;
        });
    }

private:
    void read_outputs() {
        events_.template read_array<std::uint32_t>([this](std::size_t i, std::uint32_t output) {
            if (output >= outline_.tree_groups()) events_.fail("an output of the model");
            require_room(events_, i, outline_.trees);
            if (i < builder_.trees.size()) builder_.trees[i].output = output;
        });
    }

    void read_trees() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i) i < builder_.trees.size() ? tree_.read(i) : skip_tree(i);
    }

    void skip_tree(std::size_t number) {
        require_room(events_, number, outline_.trees);
        while (events_.next_key()) events_.skip_value();
    }

    Events& events_;
    xgboost_outline const& outline_;
    tree_ensemble_builder<float>& builder_;
    xgboost_tree<Events> tree_;
    xgboost_names<Events> names_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
