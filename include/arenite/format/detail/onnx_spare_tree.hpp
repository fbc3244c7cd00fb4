// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_equal_feature.hpp>
#include <arenite/format/detail/onnx_mode.hpp>
#include <arenite/format/detail/protobuf_reader.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// A node as the file has it, of a tree that has to be put into another shape before an ensemble can hold it.
template <std::floating_point T>
struct spare_node {
    T value{};
    std::uint32_t feature = 0, yes = 0, no = 0;
    std::uint32_t first_member = 0, members = 0;  ///< of the values that it has: see onnx_mode::member
    onnx_mode mode = onnx_mode::leaf;
    bool missing_is_true = false;
    bool is_cut = false;  ///< the feature loses its fraction before it is compared

    [[nodiscard]] onnx_equal_key key() const noexcept { return {feature, is_cut}; }

    /// Whether a row that this one sends to its false node is asked the same way there, and goes to the same true node.
    [[nodiscard]] bool continues(spare_node const& other) const noexcept {
        return mode == onnx_mode::equal && other.mode == onnx_mode::equal && feature == other.feature &&
               yes == other.yes && missing_is_true == other.missing_is_true && value == value &&
               other.value == other.value;
    }
};

/// Walks from a root of nodes that may be children of several others, and shows each as often as a way leads there: as
/// a tree. Several tests for equality in a row that have one true node are shown as one.
template <std::floating_point T>
class spare_tree {
public:
    spare_tree(protobuf_reader& of_file, std::span<spare_node<T> const> all_nodes,
               std::span<std::uint32_t> for_waiting) noexcept
        : reader_(of_file), nodes_(all_nodes), waiting_(for_waiting), steps_left_(64 * all_nodes.size() + 65536) {}

    [[nodiscard]] spare_node<T> const& operator[](std::uint32_t i) const noexcept { return nodes_[i]; }
    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

    /// The last of the tests that are one with that of node `at`.
    [[nodiscard]] std::uint32_t last_of(std::uint32_t at) {
        for (; steps_left_ != 0; --steps_left_) {
            auto const next = nodes_[at].no;
            if (next >= nodes_.size() || !nodes_[at].continues(nodes_[next])) return at;
            at = next;
        }
        refuse_cycle();
    }

    /// Calls sink.leaf(node), sink.split(node) and, before what is in the second child of a split, sink.turn(split):
    /// the number of the split is that of its visit. Each tells whether there is room for more.
    template <class Sink>
    void walk(std::uint32_t root, Sink& sink) {
        std::size_t depth = 0;
        std::uint32_t visits = 0;
        for (auto at = root;; ++visits) {
            if (at >= nodes_.size()) reader_.fail("a child outside of the tree", "a node of the tree");
            if (nodes_[at].mode != onnx_mode::leaf) {
                if (!sink.split(at)) refuse_cycle();
                if (depth + 2 > waiting_.size()) reader_.fail("a tree that is too deep", "at most 32768 turns");
                waiting_[depth++] = nodes_[last_of(at)].no;
                waiting_[depth++] = visits;
                at = nodes_[at].yes;
                continue;
            }
            if (!sink.leaf(at)) refuse_cycle();
            if (depth == 0) return;
            sink.turn(waiting_[--depth]);
            at = waiting_[--depth];
        }
    }

private:
    [[noreturn]] void refuse_cycle() const {
        reader_.fail("a node that is reached again and again", "a tree, or one with few shared nodes");
    }

    protobuf_reader& reader_;
    std::span<spare_node<T> const> nodes_;
    std::span<std::uint32_t> waiting_;
    std::uint64_t steps_left_;  ///< so that no file takes long
};

/// What a tree becomes as often as it is walked through, before there is room for it.
template <std::floating_point T>
class spare_count {
public:
    spare_count(spare_tree<T>& of_tree, std::span<onnx_equal_feature const> sorted_features) noexcept
        : tree_(of_tree), features_(sorted_features), most_(most_splits(of_tree.size())) {}

    /// A tree of so many nodes may become some times as large as it is in the file.
    [[nodiscard]] static constexpr std::uint64_t most_splits(std::uint64_t nodes) noexcept { return 16 * nodes + 1024; }

    std::uint64_t splits = 0, leaves = 0;
    std::uint64_t sets = 0, words = 0;  ///< of several values
    std::uint32_t first_output = 0;     ///< of the leaves, by their feature
    bool has_one_output = true;

    [[nodiscard]] bool split(std::uint32_t at) {
        auto const& node = tree_[at];
        bool const several = node.mode == onnx_mode::member || (node.mode == onnx_mode::equal && tree_.last_of(at) != at);
        if (several) ++sets, words += onnx_equal_feature::words_of(features_, node.key());
        return ++splits <= most_;
    }
    [[nodiscard]] bool leaf(std::uint32_t at) noexcept {
        if (leaves == 0) first_output = tree_[at].feature;
        has_one_output = has_one_output && tree_[at].feature == first_output;
        return ++leaves <= most_;
    }
    void turn(std::uint32_t) noexcept {}

private:
    spare_tree<T>& tree_;
    std::span<onnx_equal_feature const> features_;
    std::uint64_t most_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
