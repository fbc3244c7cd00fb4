// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_spare_tree.hpp>
#include <arenite/format/detail/onnx_tree_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The nodes of TreeEnsemble, one after the other. Children that are leaves are counted behind all nodes.
/// Errors: arrays of different lengths; features, modes and children that cannot be.
template <std::floating_point T>
class onnx_ensemble_rows {
public:
    static constexpr std::size_t arrays = 9;

    /// `counted` says how many nodes and leaves there are, before the first one is read.
    onnx_ensemble_rows(onnx_attributes& node, protobuf_reader& file, buffer_parts& buffers,
                       onnx_tree_outline const& counted)
        : outline_(counted),
          features_(node, "nodes_featureids", node.integers("nodes_featureids"), file, buffers.next()),
          yes_(node, "nodes_truenodeids", node.integers("nodes_truenodeids"), file, buffers.next()),
          no_(node, "nodes_falsenodeids", node.integers("nodes_falsenodeids"), file, buffers.next()),
          yes_leaves_(node, "nodes_trueleafs", node.integers("nodes_trueleafs"), file, buffers.next()),
          no_leaves_(node, "nodes_falseleafs", node.integers("nodes_falseleafs"), file, buffers.next()),
          missing_(node, "nodes_missing_value_tracks_true", node.integers("nodes_missing_value_tracks_true"), file,
                   buffers.next()),
          modes_(node, "nodes_modes", modes_of(node), file, buffers.next()),
          splits_(node, "nodes_splits", onnx_reals<T>(node, "nodes_splits"), file, buffers.next()),
          members_(node, "membership_values", onnx_reals<T>(node, "membership_values"), file, buffers.next()) {}

    /// The next node, which must be there. Calls keep(value) for each of its members.
    template <class Keep>
    [[nodiscard]] spare_node<T> next(Keep&& keep) {
        next_of_all(true);
        if (missing_.is_there()) missing_.next_if(true);
        spare_node<T> at{.value = static_cast<T>(splits_.real()), .feature = features_.position(), .mode = mode()};
        at.yes = child(yes_, yes_leaves_);
        at.no = child(no_, no_leaves_);
        at.missing_is_true = missing_.is_there() && missing_.integer() == 1;
        if (at.mode == onnx_mode::member) read_members(at, keep);
        return at;
    }

    void expect_end() { next_of_all(false); }

private:
    [[nodiscard]] static onnx_array modes_of(onnx_attributes& node) {
        auto const modes = node.tensor("nodes_modes");
        if (!modes || modes->type() != onnx_type::uint8)
            node.fail("nodes_modes", "no tensor of uint8", "the modes of the nodes");
        return modes->elements;
    }

    void next_of_all(bool wanted) {
        for (auto* const array : {&features_, &yes_, &no_, &yes_leaves_, &no_leaves_, &modes_, &splits_})
            array->next_if(wanted);
    }

    [[nodiscard]] onnx_mode mode() const {
        auto const number = modes_.integer();
        if (number < 0 || number >= static_cast<std::int64_t>(onnx_mode::leaf))
            modes_.fail(format_number(number), "a mode from 0 to 6");
        return static_cast<onnx_mode>(number);
    }

    [[nodiscard]] std::uint32_t child(onnx_tree_array const& ids, onnx_tree_array const& leaves) const {
        auto const is_leaf = leaves.integer();
        if (is_leaf != 0 && is_leaf != 1) leaves.fail(format_number(is_leaf), "0 or 1");
        auto const id = ids.position();
        if (id >= (is_leaf == 1 ? outline_.weights : outline_.nodes))
            ids.fail(format_number(id), is_leaf == 1 ? "a leaf" : "a node");
        return static_cast<std::uint32_t>(id + (is_leaf == 1 ? outline_.nodes : 0));
    }

    /// Those of each node that has some, in the order of the nodes, up to the next NaN. The runtime tests for whole
    /// numbers of which not all are from 0 to 31 with the fraction of x cut off.
    template <class Keep>
    void read_members(spare_node<T>& at, Keep& keep) {
        bool whole = true, small = true;
        for (; members_.next() && members_.real() == members_.real(); ++at.members) {
            auto const value = static_cast<T>(members_.real());
            whole = whole && value == std::trunc(value);
            small = small && value >= 0 && value <= 31;
            keep(value);
        }
        at.is_cut = whole && !small;
    }

    onnx_tree_outline const& outline_;
    onnx_tree_array features_, yes_, no_, yes_leaves_, no_leaves_, missing_, modes_, splits_, members_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
