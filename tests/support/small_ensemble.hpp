// SPDX-License-Identifier: MIT
#pragma once

// Ensembles that are written down in a test.

#include <arenite/model/tree_ensemble_builder.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

/// Nodes as a test writes them: a split on `feature`, or a leaf (left == 0).
template <class T>
struct written_node {
    T value{};
    std::uint64_t feature = 0;
    std::uint32_t left = 0, right = 0;
    bool default_left = false;
    arenite::missing_kind missing = arenite::missing_kind::nan;
};

template <class T>
[[nodiscard]] arenite::tree_node<T> made(written_node<T> const& from) {
    arenite::tree_node<T> node;
    node.value = from.value;
    node.left = from.left;
    node.right = from.right;
    if (from.left == 0) node.set_leaf();
    else node.set_feature(from.feature);
    if (from.default_left) node.set_default_left();
    if (from.missing != arenite::missing_kind::category) node.set_missing(from.missing);
    return node;
}

/// The size of an ensemble of trees of so many nodes each.
template <class Trees>
[[nodiscard]] arenite::tree_ensemble_size size_of(Trees const& trees) {
    arenite::tree_ensemble_size size{.trees = trees.size()};
    for (auto const& tree : trees) {
        size.splits += (tree.size() - 1) / 2;
        size.largest_tree = std::max(size.largest_tree, tree.size());
    }
    return size;
}

/// Adds the next tree of a builder. Throws if it is none.
template <class T, class Made>
void add_tree(arenite::tree_ensemble_builder<T>& builder, std::vector<written_node<T>> const& tree, Made const& node_of,
              std::uint32_t leaf_origin = 0) {
    std::vector<std::uint32_t> workspace(4096);
    std::ranges::transform(tree, builder.nodes.begin(), node_of);
    if (builder.add_tree(tree.size(), workspace, leaf_origin)) throw std::invalid_argument{"no tree"};
}

/// What an ensemble has besides its trees.
struct ensemble_traits {
    std::size_t outputs = 1, features = 2;
    std::vector<double> base{}, weights{};
    arenite::split_rule rule{};
    arenite::link link{};
    double divisor = 1, scale = 1;
    std::vector<double> divisors{}, biases{};
};

/// Tree t adds to output t % outputs. Throws if a tree is none.
template <class T>
[[nodiscard]] arenite::tree_ensemble<T> small_ensemble(std::vector<std::vector<written_node<T>>> const& trees,
                                                       ensemble_traits const& traits = {},
                                                       arenite::budget& memory = arenite::system_memory()) {
    auto size = size_of(trees);
    size.weights = traits.weights.size();
    size.outputs = traits.outputs;
    size.features = traits.features;
    size.divisors = traits.divisors.size();
    size.biases = traits.biases.size();
    arenite::tree_ensemble_builder<T> builder{size, memory};
    builder.rule = traits.rule;
    builder.link = traits.link;
    builder.divisor = static_cast<T>(traits.divisor);
    builder.scale = static_cast<T>(traits.scale);
    std::ranges::transform(traits.divisors, builder.divisors.begin(), [](double of) { return static_cast<T>(of); });
    std::ranges::transform(traits.biases, builder.biases.begin(), [](double of) { return static_cast<T>(of); });
    for (std::size_t k = 0; k != traits.base.size(); ++k) builder.base[k] = static_cast<T>(traits.base[k]);
    for (std::size_t t = 0; t != traits.weights.size(); ++t) builder.weights[t] = static_cast<T>(traits.weights[t]);
    for (std::size_t t = 0; t != trees.size(); ++t) {
        add_tree(builder, trees[t], made<T>);
        builder.trees[t].output = static_cast<std::uint32_t>(t % traits.outputs);
    }
    return std::move(builder).build();
}
