// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_spare_tree.hpp>
#include <arenite/format/detail/onnx_tree_outline.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What the leaves of a tree add: each to the one output of the tree, or to all, by a vector. The `yes` of a leaf is
/// one more than the number of its vector meanwhile, or 1; 0 says that it adds nothing yet.
template <std::floating_point T>
class onnx_leaves {
public:
    onnx_leaves(onnx_tree_outline const& outline, tree_ensemble_builder<T>& builder) noexcept
        : outline_(outline), builder_(builder) {}

    void begin(std::size_t tree, std::span<spare_node<T>> nodes) noexcept {
        nodes_ = nodes;
        tree_ = tree;
        vectors_ = 0;
        std::ranges::fill(builder_.leaf_vectors, outline_.absent<T>());
    }

    /// False: it adds to that output already, and the runtime would sum up.
    [[nodiscard]] bool add(spare_node<T>& leaf, std::uint32_t output, T value) noexcept {
        if (output >= outline_.outputs) return false;
        if (value == 0) value = 0;  // -0 says that nothing was added
        if (outline_.has_vectors) return add_to_vector(leaf, output, value);
        if (leaf.yes != 0) return outline_.takes_first_weight();
        builder_.trees[tree_].output = output;
        leaf.yes = 1;
        leaf.value = value;
        return true;
    }

    /// Leaves that add nothing share a vector, behind the others.
    void end() noexcept {
        for (auto& node : nodes_) {
            if (node.mode != onnx_mode::leaf) continue;
            if (node.yes == 0) node.value = outline_.absent<T>();
            node.yes = node.yes == 0 ? vectors_ : node.yes - 1;
        }
    }

private:
    [[nodiscard]] bool add_to_vector(spare_node<T>& leaf, std::uint32_t output, T value) noexcept {
        if (leaf.yes == 0) leaf.yes = ++vectors_;
        auto const at = (leaf.yes - std::uint64_t{1}) * outline_.outputs + output;
        if (at >= builder_.leaf_vectors.size() || builder_.leaf_vectors[at] != outline_.absent<T>()) return false;
        builder_.leaf_vectors[at] = value;
        return true;
    }

    onnx_tree_outline const& outline_;
    tree_ensemble_builder<T>& builder_;
    std::span<spare_node<T>> nodes_;
    std::size_t tree_ = 0;
    std::uint32_t vectors_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
