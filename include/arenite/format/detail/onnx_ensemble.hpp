// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tree_reader.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the nodes of TreeEnsemble, which may lie in any order, all at once; its leaves follow them.
/// Errors: arrays of different lengths; nodes, leaves, modes and outputs that cannot be.
template <std::floating_point T>
class onnx_ensemble {
public:
    onnx_ensemble(onnx_attributes& node, protobuf_reader& file, std::span<char> buffer, onnx_tree_outline& outline)
        : node_(node), file_(file), buffer_(buffer), outline_(outline) {}

    /// How many nodes, leaves and members there are.
    void count() {
        auto const leaves = node_.count(node_.integers("leaf_targetids"));
        outline_.nodes = node_.count(node_.integers("nodes_featureids"));
        outline_.trees = node_.count(node_.integers("tree_roots"));
        outline_.members = node_.count(tensor("membership_values"));
        outline_.spare_nodes = outline_.nodes + leaves;
        if (outline_.spare_nodes > 0x7fffffff) node_.fail("nodes_featureids", "too many nodes", "at most 2147483647");
        if (outline_.trees == 0) node_.fail("tree_roots", "no trees", "at least one");
        if (leaves == 0) node_.fail("leaf_targetids", "no leaves", "at least one");
    }

    void read(onnx_tree_room<T>& room) {
        read_nodes(room);
        read_leaves(room.nodes().subspan(outline_.nodes));
        read_members(room);
    }

    template <class Visit>
    void for_each_root(Visit&& visit) {
        onnx_tree_array roots{node_, "tree_roots", node_.integers("tree_roots"), file_, buffer_};
        while (roots.next()) {
            if (roots.position() >= outline_.nodes) roots.fail(format_number(roots.position()), "a node");
            visit(roots.position());
        }
    }

    [[noreturn]] void refuse_change() const {
        node_.fail("nodes_featureids", "another size than when it was counted", "a file that stays as it is");
    }

private:
    /// A tensor of the type of the rows; none: there is no such attribute.
    [[nodiscard]] onnx_array tensor(std::string_view name) {
        auto const found = node_.tensor(name);
        if (!found) return {};
        auto const wanted = sizeof(T) == sizeof(float) ? onnx_type::float32 : onnx_type::float64;
        if (found->type() != wanted)
            node_.fail(name, short_text<64>{"a tensor of "}.append(type_text(found->type())), "the type of the rows");
        return found->elements;
    }

    [[nodiscard]] onnx_tree_array array(std::string_view name, buffer_parts& buffers) {
        return {node_, name, node_.integers(name), file_, buffers.next()};
    }

    void read_nodes(onnx_tree_room<T>& room) {
        buffer_parts buffers{buffer_, 8};
        auto features = array("nodes_featureids", buffers), yes = array("nodes_truenodeids", buffers),
             no = array("nodes_falsenodeids", buffers), yes_leaves = array("nodes_trueleafs", buffers),
             no_leaves = array("nodes_falseleafs", buffers),
             missing = array("nodes_missing_value_tracks_true", buffers);
        auto const modes_tensor = node_.tensor("nodes_modes");
        if (!modes_tensor || modes_tensor->type() != onnx_type::uint8)
            node_.fail("nodes_modes", "no tensor of uint8", "the modes of the nodes");
        onnx_tree_array modes{node_, "nodes_modes", modes_tensor->elements, file_, buffers.next()};
        onnx_tree_array splits{node_, "nodes_splits", tensor("nodes_splits"), file_, buffers.next()};
        auto const needed = {&features, &yes, &no, &yes_leaves, &no_leaves, &modes, &splits};
        for (auto& at : room.nodes().first(outline_.nodes)) {
            for (auto* const one : needed) one->next_if(true);
            if (missing.is_there()) missing.next_if(true);
            at = {.value = static_cast<T>(splits.real()), .feature = features.position(), .mode = mode(modes)};
            at.yes = child(yes, yes_leaves);
            at.no = child(no, no_leaves);
            at.missing_is_true = missing.is_there() && missing.integer() == 1;
            outline_.features = std::max<std::uint64_t>(outline_.features, at.feature + std::uint64_t{1});
        }
        for (auto* const one : needed) one->next_if(false);
    }

    [[nodiscard]] static onnx_mode mode(onnx_tree_array const& modes) {
        auto const number = modes.integer();
        if (number < 0 || number >= static_cast<std::int64_t>(onnx_mode::leaf))
            modes.fail(format_number(number), "a mode from 0 to 6");
        return static_cast<onnx_mode>(number);
    }

    /// Leaves are counted behind the nodes.
    [[nodiscard]] std::uint32_t child(onnx_tree_array const& ids, onnx_tree_array const& leaves) const {
        auto const is_leaf = leaves.integer();
        if (is_leaf != 0 && is_leaf != 1) leaves.fail(format_number(is_leaf), "0 or 1");
        std::uint64_t const most = is_leaf == 1 ? outline_.spare_nodes - outline_.nodes : outline_.nodes;
        auto const id = ids.position();
        if (id >= most) ids.fail(format_number(id), is_leaf == 1 ? "a leaf" : "a node");
        return static_cast<std::uint32_t>(id + (is_leaf == 1 ? outline_.nodes : 0));
    }

    /// The feature of a leaf is the output that it adds to.
    void read_leaves(std::span<spare_node<T>> leaves) {
        buffer_parts buffers{buffer_, 2};
        auto outputs = array("leaf_targetids", buffers);
        onnx_tree_array weights{node_, "leaf_weights", tensor("leaf_weights"), file_, buffers.next()};
        for (auto& leaf : leaves) {
            outputs.next_if(true);
            weights.next_if(true);
            leaf = {.value = static_cast<T>(weights.real()), .feature = outputs.position()};
            if (leaf.feature >= outline_.outputs) outputs.fail(format_number(leaf.feature), "an output that there is");
        }
        outputs.next_if(false);
        weights.next_if(false);
    }

    /// Of each node that has members, in the order of the nodes, those up to the next NaN.
    void read_members(onnx_tree_room<T>& room) {
        onnx_tree_array values{node_, "membership_values", tensor("membership_values"), file_, buffer_};
        std::uint32_t next = 0;
        for (auto& at : room.nodes().first(outline_.nodes)) {
            if (at.mode != onnx_mode::member) continue;
            at.first_member = next;
            while (values.next() && values.real() == values.real()) {
                if (next == room.members().size()) refuse_change();
                room.members()[next++] = static_cast<T>(values.real());
            }
            at.members = next - at.first_member;
            at.is_cut = loses_fraction(room.members().subspan(at.first_member, at.members));
        }
    }

    /// The runtime tests for whole numbers of which not all are from 0 to 31 with the fraction of x cut off.
    [[nodiscard]] static bool loses_fraction(std::span<T const> members) noexcept {
        bool const whole = std::ranges::all_of(members, [](T member) { return member == std::trunc(member); });
        return whole && std::ranges::any_of(members, [](T member) { return member < 0 || member > 31; });
    }

    onnx_attributes& node_;
    protobuf_reader& file_;
    std::span<char> buffer_;
    onnx_tree_outline& outline_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
