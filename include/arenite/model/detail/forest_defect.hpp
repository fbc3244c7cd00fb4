// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/consecutive_parts.hpp>
#include <arenite/model/detail/forest_source.hpp>
#include <arenite/model/link.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// What is wrong with a link for so many margins, or nothing.
[[nodiscard]] constexpr std::string_view link_defect(link how, std::size_t margins) noexcept {
    if (margins == 0) return "a model without outputs";
    if (how.group != 0 && margins % how.group != 0) return "margins that are no whole groups";
    if (how.kind == link_kind::mean_and_variance && margins < 2) return "a variance without its margin";
    return {};
}

/// What is wrong with the splits of a tree in preorder, or nothing: walks over a stack of where the subtrees end that
/// are to the right.
template <std::floating_point T>
[[nodiscard]] std::string_view preorder_defect(std::span<tree_split<T> const> tree,
                                               std::span<std::uint32_t> waiting) noexcept {
    std::size_t depth = 0, end = tree.size();
    for (std::size_t i = 0; i != tree.size(); ++i) {
        std::size_t const left = tree[i].left_splits, behind = end - i - 1;
        if (left > behind) return "a split whose left side is larger than its tree";
        if (tree[i].right_is_leaf() != (left == behind)) return "a split that is wrong about its right side";
        if (left != 0 && left != behind) {
            if (depth == waiting.size()) return "a tree that is too deep";
            waiting[depth++] = static_cast<std::uint32_t>(end);
        }
        if (left != 0) end = i + 1 + left;
        else if (behind == 0 && depth != 0) end = waiting[--depth];
    }
    return {};
}

/// What is wrong with what the splits of a tree ask for, or nothing.
template <std::floating_point T>
[[nodiscard]] std::string_view splits_defect(std::span<tree_split<T> const> tree, std::size_t features,
                                             category_table const& categories) noexcept {
    for (auto const& split : tree) {
        if (split.feature() >= features) return "a split on a feature that the model does not have";
        if (split.is_category() && !has_category_set(split, categories)) return "a split on categories without a set";
    }
    return {};
}

/// What is wrong with trees as an ensemble keeps them, or nothing: as many of everything as there must be, and every
/// tree one. `workspace` is for subtrees that wait. O(nodes).
template <std::floating_point T>
class forest_check {
public:
    forest_check(forest_source<T> const& to_check, std::span<std::uint32_t> workspace) noexcept
        : forest_(to_check), workspace_(workspace) {}

    [[nodiscard]] std::string_view run() const noexcept {
        auto const outputs = forest_.base.size(), trees = forest_.trees.size();
        if (forest_.width == 0 || forest_.width > outputs) return "leaves of more values than there are outputs";
        if (!forest_.weights.empty() && forest_.weights.size() != trees)
            return "another number of weights than of trees";
        auto const leaves = forest_.splits.size() + trees;
        if (forest_.leaves.size() % forest_.width != 0 || forest_.leaves.size() / forest_.width != leaves)
            return "another number of leaves than the trees have";
        if (auto const defect = entries_defect(); !defect.empty()) return defect;
        if (!is_in_order()) return "trees that are not in the order of their outputs";
        for (std::size_t t = 0; t != trees; ++t)
            if (auto const defect = tree_defect_of(forest_.tree(t)); !defect.empty()) return defect;
        return {};
    }

private:
    [[nodiscard]] std::string_view entries_defect() const noexcept {
        consecutive_parts splits{forest_.splits.size()};
        for (auto const& tree : forest_.trees) {
            if (!splits.add(tree.first_split, tree.splits))
                return "a tree that does not begin where the one before ends";
            if (!lies_inside(tree.output, forest_.width, forest_.base.size()))
                return "a tree that adds to an output that there is not";
        }
        return splits.are_all() ? "" : "splits that are of no tree";
    }

    /// Ascending numbers of outputs and trees are each tree once.
    [[nodiscard]] bool is_in_order() const noexcept {
        auto const& order = forest_.order;
        auto const is_tree = [this](std::uint32_t t) { return t < forest_.trees.size(); };
        if (order.size() != forest_.trees.size() || !std::ranges::all_of(order, is_tree)) return false;
        auto const key = [this](std::uint32_t t) { return std::pair{forest_.trees[t].output, t}; };
        auto const not_ascending = [&](std::uint32_t one, std::uint32_t next) { return !(key(one) < key(next)); };
        return std::ranges::adjacent_find(order, not_ascending) == order.end();
    }

    [[nodiscard]] std::string_view tree_defect_of(std::span<tree_split<T> const> tree) const noexcept {
        auto const defect = preorder_defect(tree, workspace_);
        return defect.empty() ? splits_defect(tree, forest_.features, forest_.rule.categories) : defect;
    }

    forest_source<T> forest_;
    std::span<std::uint32_t> workspace_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
