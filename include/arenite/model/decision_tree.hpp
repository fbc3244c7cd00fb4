// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// A split of a decision tree written in code: a value <= threshold goes left, anything else, NaN too, right.
struct split {
    std::size_t feature = 0;
    double threshold = 0;
    std::size_t left = 0;  ///< the number of a node that comes later
    std::size_t right = 0;
};

/// A leaf of a decision tree written in code.
struct leaf {
    double value = 0;
};

/// Either of them.
class decision_node {
public:
    constexpr decision_node(split from) noexcept : split_(from) {}
    constexpr decision_node(leaf from) noexcept : leaf_(from), is_leaf_(true) {}

    [[nodiscard]] constexpr bool is_leaf() const noexcept { return is_leaf_; }
    [[nodiscard]] constexpr split const& as_split() const noexcept { return split_; }
    [[nodiscard]] constexpr double value() const noexcept { return leaf_.value; }

    /// The threshold or the leaf.
    [[nodiscard]] constexpr double number() const noexcept { return is_leaf_ ? leaf_.value : split_.threshold; }

private:
    split split_{};
    leaf leaf_{};
    bool is_leaf_ = false;
};

/// A decision tree of `Nodes` nodes, written in code: constexpr, not one byte on the heap. A child that is missing or
/// lies before its parent, a list that is too short, and a number that T cannot hold exactly do not compile; at run
/// time they call the contract handler.
template <std::floating_point T, std::size_t Nodes>
class decision_tree {
public:
    constexpr decision_tree(decision_node const (&tree_nodes)[Nodes])
        : nodes_(copy(tree_nodes, std::make_index_sequence<Nodes>{})) {
        for (std::size_t i = 0; i != Nodes; ++i) check(i);
    }

    [[nodiscard]] constexpr std::size_t cols() const noexcept { return cols_; }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }

    /// The leaf that one row of at least cols() values reaches.
    [[nodiscard]] constexpr T operator()(std::span<T const> row) const {
        contract(row.size() >= cols_, "a row has the tree's cols()");
        return leaf_of(batch_view<T const>{row.data(), 1, row.size()}, 0);
    }

    constexpr void predict(batch_view<T const> x, batch_view<T> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = leaf_of(x, r);
    }

private:
    template <std::size_t... I>
    static constexpr std::array<decision_node, Nodes> copy(decision_node const (&from)[Nodes],
                                                           std::index_sequence<I...>) noexcept {
        return {from[I]...};
    }

    constexpr void check(std::size_t i) {
        auto const number = nodes_[i].number();
        contract(static_cast<double>(static_cast<T>(number)) == number, "the tree's type holds each number exactly");
        if (nodes_[i].is_leaf()) return;
        auto const& [feature, threshold, left, right] = nodes_[i].as_split();
        contract(i < left && left < Nodes && i < right && right < Nodes, "a child is a node after its parent");
        cols_ = std::max(cols_, feature + 1);
    }

    [[nodiscard]] constexpr T leaf_of(batch_view<T const> x, std::size_t r) const noexcept {
        std::size_t at = 0;
        while (!nodes_[at].is_leaf()) {
            auto const& [feature, threshold, left, right] = nodes_[at].as_split();
            at = x(r, feature) <= static_cast<T>(threshold) ? left : right;
        }
        return static_cast<T>(nodes_[at].value());
    }

    std::array<decision_node, Nodes> nodes_;
    std::size_t cols_ = 1;
};
static_assert(batch_predictor<decision_tree<float, 1>>);

}  // namespace arenite::inline ARENITE_ABI
