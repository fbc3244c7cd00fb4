// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_ensemble_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass over TreeEnsemble: counts what it lists, and how much of it is held while it is read. That is one
/// tree at a time where each lies apart: its nodes from its root on up to the root of the next one, and its leaves
/// behind those of the trees in front of it. Else it is all of them.
template <std::floating_point T>
class onnx_ensemble_scan {
public:
    onnx_ensemble_scan(onnx_attributes& node, protobuf_reader& file, std::span<char> buffer, onnx_tree_outline& outline,
                       onnx_equal_features& equal_features)
        : node_(node), outline_(outline), equal_features_(equal_features),
          buffers_(buffer, onnx_ensemble_rows<T>::arrays + 1), rows_(node, file, buffers_, outline),
          roots_(node, "tree_roots", node.integers("tree_roots"), file, buffers_.next()) {}

    void run() {
        count();
        apart_ = roots_.next() && roots_.integer() == 0;
        while (at_ != outline_.nodes) scan_tree();
        rows_.expect_end();
        outline_.lie_apart = apart_ && trees_ == outline_.trees;
        if (outline_.lie_apart) return;
        outline_.spare_nodes = outline_.nodes + outline_.weights;
        outline_.members = all_members_;
    }

private:
    void count() {
        outline_.weights = node_.count(node_.integers("leaf_targetids"));
        outline_.nodes = node_.count(node_.integers("nodes_featureids"));
        outline_.trees = node_.count(node_.integers("tree_roots"));
        if (outline_.nodes + outline_.weights > 0x7fffffff)
            node_.fail("nodes_featureids", "too many nodes", "at most 2147483647");
        if (outline_.trees == 0) node_.fail("tree_roots", "no trees", "at least one");
        if (outline_.weights == 0) node_.fail("leaf_targetids", "no leaves", "at least one");
    }

    void scan_tree() {
        first_ = at_;
        end_ = end_of_tree();
        std::uint64_t members = 0;
        for (; at_ != end_; ++at_) add(rows_.next([&](T) { ++members; }));
        auto const end_of_leaves = at_ == outline_.nodes ? outline_.weights : next_leaf_;
        outline_.spare_nodes = std::max(outline_.spare_nodes, end_ - first_ + end_of_leaves - first_leaf_);
        outline_.members = std::max(outline_.members, members);
        all_members_ += members;
        first_leaf_ = next_leaf_;
        ++trees_;
    }

    [[nodiscard]] std::uint64_t end_of_tree() {
        bool const more = apart_ && roots_.next();
        auto const end = more ? static_cast<std::uint64_t>(roots_.integer()) : outline_.nodes;
        apart_ = apart_ && end > at_ && end <= outline_.nodes;
        return apart_ ? end : outline_.nodes;
    }

    void add(spare_node<T> const& at) {
        outline_.features = std::max<std::uint64_t>(outline_.features, at.feature + std::uint64_t{1});
        if (is_equality(at.mode)) add_values(at.key(), at.mode == onnx_mode::member ? at.members : 1);
        add_child(at.yes);
        add_child(at.no);
    }

    void add_values(onnx_equal_key key, std::uint64_t values) {
        outline_.values += values;
        if (!equal_features_.add(key, values))
            node_.fail("nodes_modes", "tests for equality of too many features", "those of fewer");
    }

    void add_child(std::uint64_t child) noexcept {
        if (child < outline_.nodes) return static_cast<void>(apart_ = apart_ && child >= first_ && child < end_);
        auto const leaf = child - outline_.nodes;
        apart_ = apart_ && leaf >= first_leaf_;
        next_leaf_ = std::max(next_leaf_, leaf + 1);
    }

    onnx_attributes& node_;
    onnx_tree_outline& outline_;
    onnx_equal_features& equal_features_;
    buffer_parts buffers_;
    onnx_ensemble_rows<T> rows_;
    onnx_tree_array roots_;
    bool apart_ = false;
    std::uint64_t at_ = 0, first_ = 0, end_ = 0;    ///< the node that is next; those of this tree
    std::uint64_t first_leaf_ = 0, next_leaf_ = 0;  ///< of this tree, and behind all that were seen
    std::uint64_t trees_ = 0, all_members_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
