// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_outline.hpp>
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads what the first one made room for into `Builder`, in whatever order the document has it.
/// Shared by trees and linear boosters: names and base scores.
template <class Events, class Builder>
class xgboost_fill {
public:
    xgboost_fill(Events& events, xgboost_outline const& outline, Builder& builder)
        : events_(events), outline_(outline), builder_(builder) {}

    /// `read_model` reads the booster's `model` object; `read_weights` the weights of trees.
    template <class ReadModel, class ReadWeights>
    void run(ReadModel const& read_model, ReadWeights const& read_weights) {
        read_document([&] { read_booster(read_model, read_weights); });
        if (events_.next() != document_event::end) events_.fail("the end of the document");
        events_.input().require_unchanged();
    }

private:
    template <class ReadBooster>
    void read_document(ReadBooster const& read_booster) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "learner") read_learner(read_booster);
            else if (key == "Model") read_document(read_booster);
            else events_.skip_value();
        });
    }

    template <class ReadBooster>
    void read_learner(ReadBooster const& read_booster) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "gradient_booster") read_booster();
            else if (key == "learner_model_param") read_base_score();
            else if (key == "feature_names" && outline_.name_characters != 0) read_names();
            else events_.skip_value();
        });
    }

    void read_names() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i)
            require_room(events_, builder_.columns.set_name(i, events_.text()) ? 0 : 1, 1);
    }

    void read_base_score() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "base_score") set_base(events_.read_text());
            else events_.skip_value();
        });
    }

    /// One score serves all outputs.
    void set_base(std::string_view text) {
        auto const base = builder_.base;
        auto const count = for_each_base_score(text, [&](std::size_t i, float score) {
            if (i < base.size()) base[i] = score;
        });
        if (count == 1) std::ranges::fill(base, base[0]);
        else if (count != base.size()) events_.fail("one base score, or one for each output");
        if (!base_to_margin(outline_.objective.base, outline_.version, base))
            events_.fail("a base score that the objective can predict");
    }

    template <class ReadModel, class ReadWeights>
    void read_booster(ReadModel const& read_model, ReadWeights const& read_weights) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "model") read_model();
            else if (key == "gbtree") read_booster(read_model, read_weights);
            else if (key == "weight_drop") read_weights();
            else events_.skip_value();
        });
    }

    Events& events_;
    xgboost_outline const& outline_;
    Builder& builder_;
};

/// Reads the trees that are kept into an ensemble and checks each.
template <class Events>
class xgboost_trees {
public:
    xgboost_trees(Events& events, xgboost_outline const& outline, tree_ensemble_builder<float>& builder,
                  std::span<std::uint32_t> workspace)
        : events_(events), outline_(outline), builder_(builder), workspace_(workspace) {
        std::ranges::fill(builder_.weights, 1.0f);  // a tree without a weight of its own counts 1
    }

    void read_model() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "trees") read_trees();
            else if (key == "tree_info") read_outputs();
            else if (key == "weight_drop") read_weights();
            else events_.skip_value();
        });
    }

    void read_weights() {
        events_.template read_array<float>([this](std::size_t i, float weight) {
            if (!std::isfinite(weight)) events_.fail("a finite weight");
            require_room(events_, i, outline_.weights);
            if (i < builder_.weights.size()) builder_.weights[i] = weight;
        });
    }

private:
    enum part { left, right, feature, value, missing, part_count };

    void read_outputs() {
        events_.template read_array<std::uint32_t>([this](std::size_t i, std::uint32_t output) {
            if (output >= outline_.outputs()) events_.fail("an output of the model");
            require_room(events_, i, outline_.trees);
            if (i < builder_.trees.size()) builder_.trees[i].output = output;
        });
    }

    void read_trees() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i) i < builder_.trees.size() ? read_tree(i) : skip_tree(i);
    }

    void skip_tree(std::size_t number) {
        require_room(events_, number, outline_.trees);
        while (events_.next_key()) events_.skip_value();
    }

    void read_tree(std::size_t number) {
        lengths_ = {};
        while (events_.next_key()) read_part(number, events_.text());
        auto const count = lengths_[left];
        bool const equal = std::ranges::all_of(lengths_, [&](std::size_t length) { return length == count; });
        if (!equal) events_.fail("arrays of different lengths in a tree", "an entry for each node in each array");
        if (auto const defect = builder_.add_tree(count, workspace_)) refuse(*defect);
    }

    void read_part(std::size_t number, std::string_view key) {
        using node = tree_node<float>;
        if (key == "left_children") read_children(left, &node::left);
        else if (key == "right_children") read_children(right, &node::right);
        else if (key == "split_indices") read<std::uint64_t>(feature, [](node& at, auto i) { at.set_feature(i); });
        else if (key == "split_conditions") read<float>(value, [](node& at, float threshold) { at.value = threshold; });
        else if (key == "default_left") read_default_directions();
        else if (key == "split_type") refuse_categories();
        else if (key == "id") check_number(number);
        else events_.skip_value();
    }

    /// -1 on the left makes a leaf; as the number of a child it lies outside of every tree.
    void read_children(part which, std::uint32_t tree_node<float>::*child) {
        read<std::int32_t>(which, [&](tree_node<float>& at, std::int32_t to) {
            at.*child = static_cast<std::uint32_t>(to);
            if (which == left && to == -1) at.set_leaf();
        });
    }

    void read_default_directions() {
        read<std::uint8_t>(missing, [](tree_node<float>& at, std::uint8_t to_the_left) {
            if (to_the_left != 0) at.set_default_left();
        });
    }

    /// Counts the trees' first pass: an array that is longer than its tree finds no room here or fails the comparison.
    template <class Number, class Set>
    void read(part which, Set&& set) {
        if (lengths_[which] != 0) events_.fail("a key that was there already", "each key once");
        lengths_[which] = events_.template read_array<Number>([&](std::size_t i, Number number) {
            if (i >= builder_.nodes.size()) events_.fail("more numbers than nodes", "a number for each node");
            set(builder_.nodes[i], number);
        });
    }

    void refuse_categories() {
        events_.template read_array<std::uint8_t>([this](std::size_t, std::uint8_t type) {
            if (type != 0) events_.fail("a categorical split", "numerical splits");
        });
    }

    void check_number(std::size_t number) {
        if (events_.template read_number<std::uint64_t>() != number) events_.fail("the position of the tree");
    }

    [[noreturn]] void refuse(tree_defect const& defect) const { events_.fail(defect.text(), defect.expected); }

    Events& events_;
    xgboost_outline const& outline_;
    tree_ensemble_builder<float>& builder_;
    std::span<std::uint32_t> workspace_;
    std::array<std::size_t, part_count> lengths_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
