// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_ensemble.hpp>
#include <arenite/format/detail/onnx_ensemble_scan.hpp>
#include <arenite/format/detail/onnx_tree_scan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass over an ensemble of either kind: counts what it will hold, walking through the trees where nodes are
/// shared or test for equality.
/// Allocates: only then, and for any TreeEnsemble, a room for what is held at once, which is released again.
template <std::floating_point T>
class onnx_tree_shape {
public:
    onnx_tree_shape(onnx_attributes& node, protobuf_reader& file, std::span<char> buffer, onnx_tree_outline& outline,
                    onnx_equal_features& equal_features, budget& from_memory)
        : node_(node), file_(file), buffer_(buffer), outline_(outline), equal_features_(equal_features),
          memory_(from_memory) {}

    void run() {
        if (outline_.kind == onnx_tree_kind::ensemble) return walk_ensemble();
        onnx_tree_scan<T>{node_, file_, buffer_, outline_, equal_features_}.run();
        outline_.spare_nodes = outline_.largest_tree;
        if (outline_.is_reshaped) walk_trees();
    }

private:
    /// Two for each turn; a small tree has no more of them than it may have splits.
    [[nodiscard]] std::size_t most_waiting() const noexcept {
        return std::min<std::uint64_t>(1 << 16, 2 * spare_count<T>::most_splits(outline_.spare_nodes));
    }

    [[nodiscard]] onnx_tree_room<T> room_for_counting() const {
        outline_.counting_bytes = onnx_tree_room<T>::bytes(outline_, most_waiting());
        return {outline_, memory_, most_waiting()};
    }

    void walk_trees() {
        auto room = room_for_counting();
        buffer_parts buffers{buffer_, onnx_node_rows<T>::arrays};
        onnx_tree_reader<T> trees{node_, file_, buffers, outline_, room};
        begin();
        while (trees.next()) {
            spare_tree<T> tree{file_, trees.nodes(), room.waiting()};
            add(counted(tree, 0));
        }
    }

    void walk_ensemble() {
        onnx_ensemble_scan<T>{node_, file_, buffer_, outline_, equal_features_}.run();
        auto room = room_for_counting();
        onnx_ensemble<T> trees{node_, file_, buffer_, outline_, room};
        begin();
        while (trees.next()) {
            spare_tree<T> tree{file_, trees.nodes(), room.waiting()};
            trees.for_each_root([&](std::uint32_t root) { add_ensemble_tree(counted(tree, root)); });
        }
    }

    void add_ensemble_tree(spare_count<T> const& count) {
        outline_.most_leaves = std::max(outline_.most_leaves, count.leaves);
        outline_.has_vectors = outline_.has_vectors || !count.has_one_output;
        add(count);
    }

    void begin() noexcept { outline_.splits = outline_.largest_tree = 0; }

    [[nodiscard]] spare_count<T> counted(spare_tree<T>& tree, std::uint32_t root) {
        spare_count<T> count{tree, equal_features_.all()};
        tree.walk(root, count);
        return count;
    }

    void add(spare_count<T> const& count) {
        outline_.splits += count.splits;
        outline_.largest_tree = std::max(outline_.largest_tree, count.splits + count.leaves);
        outline_.sets += count.sets;
        outline_.words += count.words;
    }

    onnx_attributes& node_;
    protobuf_reader& file_;
    std::span<char> buffer_;
    onnx_tree_outline& outline_;
    onnx_equal_features& equal_features_;
    budget& memory_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
