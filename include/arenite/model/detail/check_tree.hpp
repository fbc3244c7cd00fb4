// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/category_table.hpp>
#include <arenite/model/tree_node.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// The most nodes whose right child waits while a tree is walked: splits above a node at which the way turns left.
inline constexpr std::size_t deepest_tree = std::size_t{1} << 16;

/// What is wrong with a tree, and at which of its nodes.
struct tree_defect {
    std::size_t node;
    std::string_view found;     ///< a literal
    std::string_view expected;  ///< a literal

    /// What was found, and at which node.
    [[nodiscard]] short_text<96> text() const noexcept {
        return short_text<96>{found}.append(" (node ").append(format_number(node)).append(")");
    }
};

/// What a tree is checked against.
struct tree_frame {
    model_columns& columns;  ///< features that splits use are marked
    category_table categories;
    std::size_t vectors;                 ///< of leaves; 0: each has one value, its own
    std::span<std::uint32_t> workspace;  ///< for the nodes that wait
};

/// Whether there is a set of categories of this number, and all of it.
template <class Number>
[[nodiscard]] bool has_set(category_table const& categories, Number number) noexcept {
    if (!(number >= 0 && number < static_cast<Number>(categories.sets.size()))) return false;
    auto const& set = categories.sets[static_cast<std::size_t>(number)];
    return lies_inside(set.first_word, set.words, categories.words.size());
}

/// Whether a split, of whatever kind, has the set of categories that it asks for.
template <class Split>
[[nodiscard]] bool has_category_set(Split const& split, category_table const& categories) noexcept {
    return has_set(categories, split.value) &&
           categories.sets[static_cast<std::size_t>(split.value)].feature == split.feature();
}

/// Whether a split, which is node `at`, asks for a feature and categories that there are. Marks the feature as used.
template <class Split>
[[nodiscard]] std::optional<tree_defect> check_split(Split const& split, std::size_t at, tree_frame& frame) noexcept {
    auto const feature = split.feature();
    if (feature >= frame.columns.size())
        return tree_defect{at, "a split on a feature that the model does not have", "a feature of the model"};
    if (split.is_category() && !has_category_set(split, frame.categories))
        return tree_defect{at, "a split on categories without a set", "a set of categories of its feature"};
    frame.columns.set_used(feature);
    return std::nullopt;
}

/// Walks from the root and sees each node reached at most once, over a stack of right children that wait.
template <std::floating_point T>
class tree_walk {
public:
    tree_walk(std::span<tree_node<T>> tree_to_walk, tree_frame& to_check) noexcept
        : tree_(tree_to_walk), frame_(to_check) {}

    [[nodiscard]] std::optional<tree_defect> run() noexcept {
        for (std::uint32_t at = 0;;) {
            if (auto const defect = reach(at)) return defect;
            if (!tree_[at].is_leaf()) {
                frame_.workspace[depth_++] = tree_[at].right;
                at = tree_[at].left;
            } else if (depth_ != 0) {
                at = frame_.workspace[--depth_];
            } else {
                return std::nullopt;
            }
        }
    }

private:
    std::optional<tree_defect> reach(std::uint32_t at) noexcept {
        if (at >= tree_.size()) return tree_defect{at, "a child outside the tree", "a node of the tree"};
        auto& node = tree_[at];
        if (node.reached()) return tree_defect{at, "a node that is reached twice", "one parent for each node"};
        node.set_reached();
        return node.is_leaf() ? check_leaf(at) : check_inner(at);
    }

    std::optional<tree_defect> check_leaf(std::uint32_t at) const noexcept {
        if (frame_.vectors != 0 && tree_[at].left >= frame_.vectors)
            return tree_defect{at, "a leaf whose values are not there", "the number of a vector of values"};
        return {};
    }

    std::optional<tree_defect> check_inner(std::uint32_t at) noexcept {
        if (depth_ == frame_.workspace.size())
            return tree_defect{at, "a tree that is too deep", "at most 65536 turns to the left"};
        return check_split(tree_[at], at, frame_);
    }

    std::span<tree_node<T>> tree_;
    tree_frame& frame_;
    std::size_t depth_ = 0;
};

/// Whether `tree` is one: children inside it, every node reached at most once, features of the model. Nodes that are
/// not reached are legitimate: pruning leaves them behind.
template <std::floating_point T>
[[nodiscard]] std::optional<tree_defect> check_tree(std::span<tree_node<T>> tree, tree_frame& frame) noexcept {
    if (tree.empty()) return tree_defect{0, "a tree without nodes", "at least one leaf"};
    auto const defect = tree_walk<T>{tree, frame}.run();
    for (auto& node : tree) node.clear_reached();
    return defect;
}

}  // namespace arenite::inline ARENITE_ABI::detail
