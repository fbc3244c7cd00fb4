// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_categories.hpp>
#include <arenite/format/detail/xgboost_names.hpp>
#include <arenite/format/detail/xgboost_outline.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over trees: reads those that are kept into an ensemble and checks each.
template <class Events>
class xgboost_trees {
public:
    xgboost_trees(Events& events, xgboost_outline const& outline, tree_ensemble_builder<float>& builder,
                  std::span<std::uint32_t> workspace)
        : events_(events), outline_(outline), builder_(builder), workspace_(workspace),
          categories_(events, builder, outline.largest_list, outline.most_sets),
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
    using node = tree_node<float>;
    enum part { left, right, feature, value, missing, type, vector, part_count };

    void read_outputs() {
        events_.template read_array<std::uint32_t>([this](std::size_t i, std::uint32_t output) {
            if (output >= outline_.tree_groups()) events_.fail("an output of the model");
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
        has_categories_ = false;
        categories_.begin_tree();
        while (events_.next_key()) read_part(number, events_.text());
        auto const count = lengths_[left];
        for (auto const which : {right, feature, value, missing}) require_length(which, count);
        if (lengths_[type] != 0) require_length(type, count);
        finish_nodes(builder_.nodes.first(count));
        if (auto const defect = builder_.add_tree(count, workspace_)) events_.fail(defect->text(), defect->expected);
    }

    void require_length(part which, std::size_t count) const {
        if (lengths_[which] != count)
            events_.fail("arrays of different lengths in a tree", "an entry for each node in each array");
    }

    void read_part(std::size_t number, std::string_view key) {
        if (key == "left_children") read_children(left, &node::left);
        else if (key == "right_children") read_children(right, &node::right);
        else if (key == "split_indices") read<std::uint64_t>(feature, [](node& at, auto i) { at.set_feature(i); });
        else if (key == "split_conditions") read<float>(value, [](node& at, float threshold) { at.value = threshold; });
        else if (key == "default_left") read_default_directions();
        else if (key == "split_type") read_types();
        else if (outline_.is_key_of_vectors(key)) read_vectors();
        else if (key == "id") check_number(number);
        else if (!categories_.read(key)) events_.skip_value();
    }

    /// -1 on the left makes a leaf; as the number of a child it lies outside of every tree.
    void read_children(part which, std::uint32_t node::*child) {
        read<std::int32_t>(which, [&](node& at, std::int32_t to) {
            at.*child = static_cast<std::uint32_t>(to);
            if (which == left && to == -1) at.set_leaf();
        });
    }

    void read_default_directions() {
        read<std::uint8_t>(missing, [](node& at, std::uint8_t to_the_left) {
            if (to_the_left != 0) at.set_default_left();
        });
    }

    void read_types() {
        read<std::uint8_t>(type, [this](node& at, std::uint8_t split_type) {
            if (split_type > 1) events_.fail("0, which splits numbers, or 1, which splits categories");
            if (split_type == 0) return;
            at.set_missing(missing_kind::category);
            has_categories_ = true;
        });
    }

    /// Counts the trees' first pass: an array that is longer than its tree finds no room here or fails the comparison.
    template <class Number, class Set>
    void read(part which, Set&& set) {
        begin(which);
        lengths_[which] = events_.template read_array<Number>([&](std::size_t i, Number number) {
            if (i >= builder_.nodes.size()) events_.fail("more numbers than nodes", "a number for each node");
            set(builder_.nodes[i], number);
        });
    }

    void read_vectors() {
        begin(vector);
        lengths_[vector] = events_.template read_array<float>([this](std::size_t i, float leaf_value) {
            require_room(events_, i, builder_.leaf_vectors.size());
            builder_.leaf_vectors[i] = leaf_value;
        });
    }

    void begin(part which) const { require_once(events_, lengths_[which] != 0); }

    void finish_nodes(std::span<node> tree) {
        if (has_categories_ || categories_.any()) categories_.finish_tree(tree);
        if (outline_.adds_leaves_to_zero) make_zeros_positive(tree);
        if (outline_.leaves == xgboost_leaves::of_nodes)
            for (std::size_t i = 0; i != tree.size(); ++i) set_vector(tree[i], i);
        if (outline_.leaves == xgboost_leaves::of_leaves)
            for (auto& at : tree) set_vector(at, at.right);
    }

    static void make_zeros_positive(std::span<node> tree) noexcept {
        for (auto& at : tree)
            if (at.is_leaf()) at.value += 0.0f;
    }

    /// A vector that the tree does not have becomes one that no tree has.
    void set_vector(node& at, std::size_t number) const noexcept {
        bool const there = number < lengths_[vector] / outline_.outputs();
        if (at.is_leaf()) at.left = there ? static_cast<std::uint32_t>(number) : ~std::uint32_t{0};
    }

    void check_number(std::size_t number) {
        if (events_.template read_number<std::uint64_t>() != number) events_.fail("the position of the tree");
    }

    Events& events_;
    xgboost_outline const& outline_;
    tree_ensemble_builder<float>& builder_;
    std::span<std::uint32_t> workspace_;
    xgboost_categories<Events> categories_;
    xgboost_names<Events> names_;
    std::array<std::size_t, part_count> lengths_{};
    bool has_categories_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
