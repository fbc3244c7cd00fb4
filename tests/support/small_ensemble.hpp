// SPDX-License-Identifier: MIT
#pragma once

// Ensembles that are written down in a test.

#include <arenite/model/tree_ensemble_builder.hpp>

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

/// What an ensemble has besides its trees.
struct ensemble_traits {
    std::size_t outputs = 1, features = 2;
    std::vector<double> base{}, weights{};
    arenite::split_rule rule{};
    arenite::link link{};
    double divisor = 1;
};

/// Tree t adds to output t % outputs. Throws if a tree is none.
template <class T>
[[nodiscard]] arenite::tree_ensemble<T> small_ensemble(std::vector<std::vector<written_node<T>>> const& trees,
                                                       ensemble_traits const& traits = {},
                                                       arenite::budget& memory = arenite::system_memory()) {
    std::size_t nodes = 0;
    for (auto const& tree : trees) nodes += tree.size();
    arenite::tree_ensemble_builder<T> builder{{.nodes = nodes,
                                               .trees = trees.size(),
                                               .weights = traits.weights.size(),
                                               .outputs = traits.outputs,
                                               .features = traits.features},
                                              memory};
    builder.rule = traits.rule;
    builder.link = traits.link;
    builder.divisor = static_cast<T>(traits.divisor);
    for (std::size_t k = 0; k != traits.base.size(); ++k) builder.base[k] = static_cast<T>(traits.base[k]);
    for (std::size_t t = 0; t != traits.weights.size(); ++t) builder.weights[t] = static_cast<T>(traits.weights[t]);
    std::array<std::uint32_t, 64> workspace{};
    for (std::size_t t = 0, first = 0; t != trees.size(); first += trees[t].size(), ++t) {
        for (std::size_t i = 0; i != trees[t].size(); ++i) builder.nodes[first + i] = made(trees[t][i]);
        builder.trees[t] = {first, 0, static_cast<std::uint32_t>(t % traits.outputs)};
        if (builder.check(first, trees[t].size(), workspace)) throw std::invalid_argument{"no tree"};
    }
    return std::move(builder).build();
}
