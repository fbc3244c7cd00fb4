// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_ensemble_rows.hpp>
#include <arenite/format/detail/onnx_tree_reader.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the trees of TreeEnsemble into a room: one by one where they lie apart (see onnx_ensemble_scan), else all at
/// once. Leaves follow the nodes.
/// Errors: as onnx_ensemble_rows; leaves, outputs and roots that cannot be.
template <std::floating_point T>
class onnx_ensemble {
public:
    onnx_ensemble(onnx_attributes& node, protobuf_reader& file, std::span<char> buffer,
                  onnx_tree_outline const& outline, onnx_tree_room<T>& room)
        : node_(node), file_(file), outline_(outline), room_(room), buffers_(buffer, onnx_ensemble_rows<T>::arrays + 3),
          rows_(node, file, buffers_, outline),
          outputs_(node, "leaf_targetids", node.integers("leaf_targetids"), file, buffers_.next()),
          weights_(node, "leaf_weights", onnx_reals<T>(node, "leaf_weights"), file, buffers_.next()),
          roots_(node, "tree_roots", node.integers("tree_roots"), file, buffers_.next()) {
        if (outline.lie_apart) static_cast<void>(roots_.next());  // that of the first node
    }

    /// Reads the next tree, or all of them. False: there are no more.
    [[nodiscard]] bool next() {
        if (ended_) return false;
        first_ += count_;
        auto const end = end_of_tree();
        count_ = end - first_;
        if (count_ > room_.size()) refuse_change();
        read_nodes();
        ended_ = end == outline_.nodes;
        read_leaves(ended_ ? outline_.weights : next_leaf_);
        if (ended_) expect_end();
        return true;
    }

    [[nodiscard]] std::span<spare_node<T>> nodes() const noexcept { return room_.nodes().first(count_ + leaves_); }
    [[nodiscard]] std::span<T const> members_of(spare_node<T> const& at) const noexcept {
        return room_.members().subspan(at.first_member, at.members);
    }

    /// Calls visit(root) for the tree that was read, or for all of them.
    template <class Visit>
    void for_each_root(Visit&& visit) {
        file_.set_part("tree_roots");
        if (outline_.lie_apart) return visit(std::uint32_t{0});
        while (roots_.next()) {
            if (roots_.position() >= outline_.nodes) roots_.fail(format_number(roots_.position()), "a node");
            visit(roots_.position());
        }
    }

    [[noreturn]] void refuse_change() const {
        node_.fail("nodes_featureids", "another size than when it was counted", "a file that stays as it is");
    }

private:
    [[nodiscard]] std::uint64_t end_of_tree() {
        bool const more = outline_.lie_apart && roots_.next();
        return more ? static_cast<std::uint64_t>(roots_.integer()) : outline_.nodes;
    }

    void read_nodes() {
        members_ = 0;
        first_leaf_ += leaves_;
        next_leaf_ = first_leaf_;
        auto const read = room_.nodes().first(count_);
        for (auto& at : read) {
            auto const first_member = members_;
            at = rows_.next([this](T member) { add_member(member); });
            at.first_member = first_member;
            at.yes = place_of(at.yes);
            at.no = place_of(at.no);
        }
    }

    void add_member(T member) {
        if (members_ == room_.members().size()) refuse_change();
        room_.members()[members_++] = member;
    }

    /// In the room.
    [[nodiscard]] std::uint32_t place_of(std::uint64_t child) noexcept {
        if (child < outline_.nodes) return static_cast<std::uint32_t>(child - first_);
        auto const leaf = child - outline_.nodes;
        next_leaf_ = std::max(next_leaf_, leaf + 1);
        return static_cast<std::uint32_t>(count_ + leaf - first_leaf_);
    }

    /// The feature of a leaf is the output that it adds to.
    void read_leaves(std::uint64_t end) {
        leaves_ = end - first_leaf_;
        if (leaves_ > room_.size() - count_) refuse_change();
        for (auto& leaf : room_.nodes().subspan(count_, leaves_)) {
            outputs_.next_if(true);
            weights_.next_if(true);
            leaf = {.value = static_cast<T>(weights_.real()), .feature = outputs_.position()};
            if (leaf.feature >= outline_.outputs) outputs_.fail(format_number(leaf.feature), "an output that there is");
        }
    }

    void expect_end() {
        rows_.expect_end();
        outputs_.next_if(false);
        weights_.next_if(false);
    }

    onnx_attributes& node_;
    protobuf_reader& file_;
    onnx_tree_outline const& outline_;
    onnx_tree_room<T>& room_;
    buffer_parts buffers_;
    onnx_ensemble_rows<T> rows_;
    onnx_tree_array outputs_, weights_, roots_;
    bool ended_ = false;
    std::uint64_t first_ = 0, count_ = 0;  ///< of the nodes
    std::uint64_t first_leaf_ = 0, leaves_ = 0, next_leaf_ = 0;
    std::uint32_t members_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
