// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_equalities.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes a tree as an ensemble can hold it: the nodes in the order in which they are walked to. A row goes left at a
/// split where it goes to the true node, or the other way round: see set_order.
template <std::floating_point T>
class onnx_tree_writer {
public:
    onnx_tree_writer(spare_tree<T>& tree_to_write, std::span<T const> all_members,
                     onnx_equalities<T>& codes_of_values, tree_ensemble_builder<T>& builder) noexcept
        : tree_(tree_to_write), members_(all_members), equalities_(codes_of_values), builder_(builder) {}

    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }

    /// Of TreeEnsemble, whose leaves say which output they add to, by their feature.
    void begin_outputs(onnx_tree_outline const& outline, std::size_t tree) noexcept {
        outline_ = &outline;
        number_ = tree;
        std::ranges::fill(builder_.leaf_vectors, outline.absent<T>());
    }

    /// The value of a leaf is its own, or the number of a vector is in its place as `yes`.
    [[nodiscard]] bool leaf(std::uint32_t at) noexcept {
        if (count_ == builder_.nodes.size()) return false;
        auto& to = builder_.nodes[count_++];
        to.set_leaf();
        to.value = tree_[at].value;
        to.left = tree_[at].yes;
        return outline_ == nullptr || add_output(to, tree_[at].feature);
    }

    [[nodiscard]] bool split(std::uint32_t at) {
        if (count_ == builder_.nodes.size()) return false;
        auto const& node = tree_[at];
        auto& to = builder_.nodes[count_++];
        to.left = count_;
        if (node.missing_is_true || node.mode == onnx_mode::not_equal) to.set_default_left();
        return is_equality(node.mode) ? write_equality(to, at) : write_order(to, node);
    }

    /// The second child of a split comes next: the right one, unless it was turned round.
    void turn(std::uint32_t split) noexcept {
        auto& at = builder_.nodes[split];
        (at.left == split + 1 ? at.right : at.left) = count_;
    }

private:
    [[nodiscard]] bool add_output(tree_node<T>& to, std::uint32_t output) noexcept {
        auto const at = vectors_ * outline_->outputs + output;
        if (!outline_->has_vectors) builder_.trees[number_].output = output;
        if (!outline_->has_vectors) return true;
        if (at >= builder_.leaf_vectors.size()) return false;
        builder_.leaf_vectors[at] = to.value == 0 ? T{0} : to.value;
        to.left = vectors_++;
        return true;
    }

    [[nodiscard]] static bool write_order(tree_node<T>& to, spare_node<T> const& node) noexcept {
        to.set_feature(node.feature);
        to.value = node.value;
        set_order(to, node.mode == onnx_mode::less_or_equal || node.mode == onnx_mode::greater_or_equal,
                  node.mode == onnx_mode::less_or_equal || node.mode == onnx_mode::less);
        return true;
    }

    /// No value is NaN: a row with one that is missing goes where it is sent, all others to the false node.
    [[nodiscard]] bool write_equality(tree_node<T>& to, std::uint32_t at) {
        auto const& node = tree_[at];
        auto const last = tree_.last_of(at);
        if (node.mode == onnx_mode::member) return write_members(to, node);
        if (last != at) return write_chain(to, at, last);
        if (node.value != node.value) {
            to.set_feature(node.feature);
            to.value = node.value;
        } else {
            equalities_.set_test(to, node.key(), node.value);
        }
        if (node.mode == onnx_mode::not_equal) to.turn_round();
        return true;
    }

    [[nodiscard]] bool write_members(tree_node<T>& to, spare_node<T> const& node) {
        if (!equalities_.begin_set(to, node.key())) return false;
        for (T const value : members_.subspan(node.first_member, node.members)) equalities_.add_to_set(node.key(), value);
        return true;
    }

    [[nodiscard]] bool write_chain(tree_node<T>& to, std::uint32_t at, std::uint32_t last) {
        if (!equalities_.begin_set(to, tree_[at].key())) return false;
        for (;; at = tree_[at].no) {
            equalities_.add_to_set(tree_[at].key(), tree_[at].value);
            if (at == last) return true;
        }
    }

    spare_tree<T>& tree_;
    std::span<T const> members_;
    onnx_equalities<T>& equalities_;
    tree_ensemble_builder<T>& builder_;
    std::uint32_t count_ = 0, vectors_ = 0;
    onnx_tree_outline const* outline_ = nullptr;
    std::size_t number_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
