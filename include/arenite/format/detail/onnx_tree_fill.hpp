// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_ensemble.hpp>
#include <arenite/format/detail/onnx_leaves.hpp>
#include <arenite/format/detail/onnx_tree_reader.hpp>
#include <arenite/format/detail/onnx_tree_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over an ensemble: reads its trees, one by one, into one whose splits are `<=`, or test for codes.
template <std::floating_point T>
class onnx_tree_fill {
public:
    onnx_tree_fill(onnx_attributes& node, protobuf_reader& file, onnx_tree_outline const& outline,
                   tree_ensemble_builder<T>& builder, onnx_equalities<T>& equalities, std::span<char> buffer,
                   std::span<std::uint32_t> waiting_nodes)
        : node_(node), file_(file), outline_(outline), builder_(builder), equalities_(equalities), buffer_(buffer),
          waiting_(waiting_nodes) {}

    void run(onnx_tree_room<T>& room) {
        outline_.kind == onnx_tree_kind::ensemble ? read_ensemble(room) : read_trees(room);
    }

private:
    void read_ensemble(onnx_tree_room<T>& room) {
        if (outline_.values != 0) read_ensemble_values(room);
        onnx_ensemble<T> trees{node_, file_, buffer_, outline_, room};
        std::size_t t = 0;
        while (trees.next()) {
            spare_tree<T> tree{file_, trees.nodes(), waiting_};
            trees.for_each_root([&](std::uint32_t root) {
                if (t == builder_.trees.size()) trees.refuse_change();
                add_ensemble_tree(tree, root, t++, room.members());
            });
        }
        if (t != builder_.trees.size()) trees.refuse_change();
    }

    void add_ensemble_tree(spare_tree<T>& tree, std::uint32_t root, std::size_t t, std::span<T const> members) {
        onnx_tree_writer<T> writer{tree, members, equalities_, builder_};
        writer.begin_outputs(outline_, t);
        tree.walk(root, writer);
        auto const defect = builder_.add_tree(writer.count(), waiting_);
        if (defect) node_.fail("tree_roots", defect->text(), defect->expected);
    }

    void read_ensemble_values(onnx_tree_room<T>& room) {
        onnx_ensemble<T> trees{node_, file_, buffer_, outline_, room};
        equalities_.begin();
        while (trees.next())
            for (auto const& at : trees.nodes())
                if (is_equality(at.mode) && !add_values(at, trees.members_of(at))) trees.refuse_change();
        equalities_.finish();
    }

    [[nodiscard]] bool add_values(spare_node<T> const& at, std::span<T const> members) noexcept {
        if (at.mode != onnx_mode::member) return equalities_.add(at.key(), at.value);
        return std::ranges::all_of(members, [&](T member) { return equalities_.add(at.key(), member); });
    }

    void read_trees(onnx_tree_room<T>& room) {
        if (outline_.values != 0) read_values();
        buffer_parts buffers{buffer_, onnx_node_rows<T>::arrays + onnx_weight_rows<T>::arrays};
        onnx_tree_reader<T> trees{node_, file_, buffers, outline_, room};
        onnx_weight_rows<T> weights{node_, outline_.kind == onnx_tree_kind::classifier, file_, buffers};
        onnx_leaves<T> leaves{outline_, builder_};
        bool more = weights.next();
        for (std::size_t t = 0; trees.next(); ++t) {
            if (t == builder_.trees.size()) trees.refuse_change();
            leaves.begin(t, trees.nodes());
            for (; more && weights.row().tree == trees.tree(); more = weights.next())
                add_weight(leaves, trees, weights);
            leaves.end();
            add_tree(trees);
        }
    }

    /// All of them, before the first node needs to know its code.
    void read_values() {
        buffer_parts buffers{buffer_, onnx_node_rows<T>::arrays};
        onnx_node_rows<T> rows{node_, file_, buffers};
        equalities_.begin();
        while (rows.next())
            if (is_equality(rows.row().mode) && !equalities_.add({rows.row().feature}, rows.row().value))
                rows.fail("more values than when they were counted", "a file that stays as it is");
        equalities_.finish();
    }

    /// What is added by a node that is no leaf, nobody reads.
    void add_weight(onnx_leaves<T>& leaves, onnx_tree_reader<T> const& trees, onnx_weight_rows<T> const& weights) const {
        auto const& row = weights.row();
        auto& at = trees.nodes()[trees.position_of(row.id)];
        if (at.mode == onnx_mode::leaf && !leaves.add(at, row.output, row.value))
            weights.fail("a second weight of a leaf for one output", "one of each leaf and output");
    }

    void add_tree(onnx_tree_reader<T> const& trees) {
        spare_tree<T> tree{file_, trees.nodes(), waiting_};
        onnx_tree_writer<T> writer{tree, {}, equalities_, builder_};
        tree.walk(0, writer);
        auto const defect = builder_.add_tree(writer.count(), waiting_);
        if (defect) trees.fail(defect->text(), defect->expected);
    }

    onnx_attributes& node_;
    protobuf_reader& file_;
    onnx_tree_outline const& outline_;
    tree_ensemble_builder<T>& builder_;
    onnx_equalities<T>& equalities_;
    std::span<char> buffer_;
    std::span<std::uint32_t> waiting_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
