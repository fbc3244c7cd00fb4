// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tree_rows.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over an ensemble of the older operators: reads its trees, one by one, into an ensemble whose splits
/// are all `<=`.
template <std::floating_point T>
class onnx_tree_fill {
public:
    onnx_tree_fill(onnx_attributes& node, protobuf_reader& file, onnx_tree_outline const& outline,
                   tree_ensemble_builder<T>& builder, std::span<char> buffer, std::span<std::uint32_t> waiting_nodes)
        : outline_(outline), builder_(builder), waiting_(waiting_nodes),
          buffers_(buffer, onnx_node_rows<T>::arrays + onnx_weight_rows<T>::arrays),
          nodes_(node, file, buffers_),
          weights_(node, outline.kind == onnx_tree_kind::classifier, file, buffers_) {}

    void run() {
        more_nodes_ = nodes_.next();
        more_weights_ = weights_.next();
        while (more_nodes_) read_tree();
    }

private:
    void read_tree() {
        auto const tree = nodes_.row().tree;
        count_ = 0;
        for (; more_nodes_ && nodes_.row().tree == tree; more_nodes_ = nodes_.next()) add_node(nodes_.row());
        sort_ids();
        for (auto& at : builder_.nodes.first(count_)) find_children(at);
        read_weights(tree);
        add_tree();
    }

    void add_node(onnx_node_row<T> const& row) {
        if (count_ == builder_.nodes.size()) refuse_change();
        auto& at = builder_.nodes[count_];
        if (!outline_.ids_are_positions) ids()[count_] = row.id, positions()[count_] = count_;
        ++count_;
        if (row.mode == onnx_mode::leaf) return at.set_leaf();
        at.set_feature(row.feature);
        at.left = row.yes;
        at.right = row.no;
        at.value = row.value;
        if (row.missing_is_true) at.set_default_left();
        set_order(at, row.mode == onnx_mode::less_or_equal || row.mode == onnx_mode::greater_or_equal,
                  row.mode == onnx_mode::less_or_equal || row.mode == onnx_mode::less);
    }

    [[noreturn]] void refuse_change() const {
        nodes_.fail("another size than when it was counted", "a file that stays as it is");
    }

    /// Where ids are not positions: the ids in the order of the file, and the positions in the order of the ids.
    [[nodiscard]] std::span<std::uint32_t> ids() const noexcept {
        return builder_.numbers.first(builder_.numbers.size() / 2);
    }
    [[nodiscard]] std::span<std::uint32_t> positions() const noexcept {
        return builder_.numbers.subspan(builder_.numbers.size() / 2);
    }

    void sort_ids() const {
        if (outline_.ids_are_positions) return;
        auto const id = [this](std::uint32_t position) { return ids()[position]; };
        auto const sorted = positions().first(count_);
        std::ranges::sort(sorted, {}, id);
        if (std::ranges::adjacent_find(sorted, {}, id) != sorted.end())
            nodes_.fail("two nodes of one number", "a number of its own for each node of a tree");
    }

    void find_children(tree_node<T>& at) const {
        if (at.is_leaf()) return;
        at.left = position_of(at.left);
        at.right = position_of(at.right);
    }

    [[nodiscard]] std::uint32_t position_of(std::uint32_t id) const {
        if (outline_.ids_are_positions) return id;
        auto const sorted = positions().first(count_);
        auto const found = std::ranges::lower_bound(sorted, id, {}, [this](auto position) { return ids()[position]; });
        if (found == sorted.end() || ids()[*found] != id)
            nodes_.fail(short_text<64>{"node "}.append(format_number(id)), "a node of its tree");
        return *found;
    }

    /// What is added by a node that is no leaf, nobody reads.
    void read_weights(std::int64_t tree) {
        begin_leaves();
        for (; more_weights_ && weights_.row().tree == tree; more_weights_ = weights_.next()) {
            auto const at = position_of(weights_.row().id);
            if (at >= count_) weights_.fail(short_text<64>{"node "}.append(format_number(weights_.row().id)), "a node of its tree");
            if (builder_.nodes[at].is_leaf()) add_weight(builder_.nodes[at], weights_.row());
        }
    }

    /// The left of a leaf is one more than the number of its vector, or 1: 0 says that nothing was added yet.
    void begin_leaves() {
        vectors_ = 0;
        if (!outline_.has_vectors && outline_.outputs != 1 && more_weights_) set_output(weights_.row().output);
        std::ranges::fill(builder_.leaf_vectors, absent());
    }

    void set_output(std::uint32_t output) {
        if (output >= outline_.outputs) refuse_change();
        builder_.trees[number_].output = output;
    }

    /// What no leaf adds: 0, or what is never the least or the greatest.
    [[nodiscard]] T absent() const noexcept {
        constexpr T infinity = std::numeric_limits<T>::infinity();
        if (outline_.aggregate == onnx_aggregate::least) return infinity;
        return outline_.aggregate == onnx_aggregate::greatest ? -infinity : T{0};
    }

    void add_weight(tree_node<T>& leaf, onnx_weight_row<T> const& row) {
        if (outline_.has_vectors) return add_to_vector(leaf, row);
        if (leaf.left != 0) refuse_second();
        leaf.left = 1;
        leaf.value = row.value;
    }

    void add_to_vector(tree_node<T>& leaf, onnx_weight_row<T> const& row) {
        if (leaf.left == 0) leaf.left = ++vectors_;
        auto const at = (leaf.left - 1) * outline_.outputs + row.output;
        if (row.output >= outline_.outputs || at >= builder_.leaf_vectors.size()) refuse_change();
        if (builder_.leaf_vectors[at] != absent()) refuse_second();
        builder_.leaf_vectors[at] = row.value;
    }

    [[noreturn]] void refuse_second() const {
        weights_.fail("a second weight of a leaf for one output", "one of each leaf and output");
    }

    void add_tree() {
        finish_leaves();
        auto const defect = builder_.add_tree(count_, waiting_);
        if (defect) nodes_.fail(defect->text(), defect->expected);
        ++number_;
    }

    /// Leaves that add nothing share a vector, behind the others.
    void finish_leaves() {
        for (auto& at : builder_.nodes.first(count_))
            if (at.is_leaf() && at.left == 0) {
                at.value = absent();
                at.left = vectors_ + 1;
            }
        for (auto& at : builder_.nodes.first(count_))
            if (at.is_leaf()) --at.left;
    }

    onnx_tree_outline const& outline_;
    tree_ensemble_builder<T>& builder_;
    std::span<std::uint32_t> waiting_;
    buffer_parts buffers_;
    onnx_node_rows<T> nodes_;
    onnx_weight_rows<T> weights_;
    bool more_nodes_ = false, more_weights_ = false;
    std::uint32_t count_ = 0, vectors_ = 0;
    std::size_t number_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
