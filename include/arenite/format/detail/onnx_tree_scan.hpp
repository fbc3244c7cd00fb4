// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tree_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass over an ensemble of the older operators: counts what it will hold. Nodes of a tree follow each other,
/// and what their leaves add comes in the same order of trees.
template <std::floating_point T>
class onnx_tree_scan {
public:
    onnx_tree_scan(onnx_attributes& node, protobuf_reader& file, std::span<char> buffer, onnx_tree_outline& outline,
                   onnx_equal_features& equal_features)
        : outline_(outline), equal_features_(equal_features),
          buffers_(buffer, onnx_node_rows<T>::arrays + onnx_weight_rows<T>::arrays), nodes_(node, file, buffers_),
          weights_(node, outline.kind == onnx_tree_kind::classifier, file, buffers_) {}

    void run() {
        bool more_nodes = nodes_.next();
        if (!more_nodes) nodes_.fail("no nodes", "at least one leaf");
        more_weights_ = next_weight();
        while (more_nodes) more_nodes = scan_tree();
        if (more_weights_)
            weights_.fail("a leaf of another tree",
                          "the leaves in the order of the trees, each of a tree that is there");
        outline_.splits = outline_.nodes - leaves_;
    }

private:
    /// True: another tree follows.
    [[nodiscard]] bool scan_tree() {
        auto const tree = nodes_.row().tree;
        require_new(tree);
        nodes_of_tree_ = leaves_of_tree_ = 0;
        bool more = true;
        for (; more && nodes_.row().tree == tree; more = nodes_.next()) add_node(nodes_.row());
        scan_weights(tree);
        add_tree();
        return more;
    }

    /// Trees follow each other, by rising numbers or by falling ones.
    void require_new(std::int64_t tree) {
        bool const is_new = outline_.trees == 0 || tree < least_tree_ || tree > greatest_tree_;
        if (!is_new) nodes_.fail("nodes of a tree behind those of another", "the nodes of each tree together");
        least_tree_ = outline_.trees == 0 ? tree : std::min(least_tree_, tree);
        greatest_tree_ = outline_.trees == 0 ? tree : std::max(greatest_tree_, tree);
    }

    void add_node(onnx_node_row<T> const& row) {
        outline_.ids_are_positions = outline_.ids_are_positions && row.id == nodes_of_tree_;
        ++nodes_of_tree_;
        if (row.mode == onnx_mode::leaf) return static_cast<void>(++leaves_of_tree_);
        outline_.features = std::max<std::uint64_t>(outline_.features, row.feature + std::uint64_t{1});
        if (row.mode == onnx_mode::member)
            nodes_.fail_mode("the mode BRANCH_MEMBER", "a mode that the operator has; TreeEnsemble has members");
        if (is_equality(row.mode)) add_value(row);
    }

    void add_value(onnx_node_row<T> const& row) {
        outline_.is_reshaped = true;
        ++outline_.values;
        if (!equal_features_.add({row.feature}, 1))
            nodes_.fail_mode("tests for equality of too many features", "those of fewer");
    }

    void scan_weights(std::int64_t tree) {
        std::uint64_t count = 0;
        bool one_output = true;
        for (auto const first = weights_.row().output; more_weights_ && weights_.row().tree == tree; ++count) {
            one_output = one_output && weights_.row().output == first;
            more_weights_ = next_weight();
        }
        outline_.has_vectors =
            outline_.has_vectors || !one_output || (count > leaves_of_tree_ && outline_.outputs != 1);
    }

    [[nodiscard]] bool next_weight() {
        if (!weights_.next()) return false;
        auto const& row = weights_.row();
        if (row.output >= outline_.outputs)
            weights_.fail_output(short_text<64>{"output "}.append(format_number(row.output)), "one that there is");
        outline_.first_class = outline_.weights == 0 ? row.output : std::min(outline_.first_class, row.output);
        outline_.last_class = std::max(outline_.last_class, row.output);
        outline_.has_negative_weights = outline_.has_negative_weights || row.value < 0;
        ++outline_.weights;
        return true;
    }

    /// A tree of which every node but one is the child of one other has fewer splits than leaves.
    void add_tree() {
        if (leaves_of_tree_ == 0) nodes_.fail("a tree without leaves", "at least one leaf");
        auto const splits = nodes_of_tree_ - leaves_of_tree_;
        outline_.is_reshaped = outline_.is_reshaped || splits >= leaves_of_tree_;
        ++outline_.trees;
        outline_.nodes += nodes_of_tree_;
        outline_.largest_tree = std::max(outline_.largest_tree, nodes_of_tree_);
        outline_.most_leaves = std::max(outline_.most_leaves, leaves_of_tree_);
        leaves_ += leaves_of_tree_;
    }

    onnx_tree_outline& outline_;
    onnx_equal_features& equal_features_;
    buffer_parts buffers_;
    onnx_node_rows<T> nodes_;
    onnx_weight_rows<T> weights_;
    bool more_weights_ = false;
    std::int64_t least_tree_ = 0, greatest_tree_ = 0;
    std::uint64_t leaves_ = 0, nodes_of_tree_ = 0, leaves_of_tree_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
