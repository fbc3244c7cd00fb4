// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_step.hpp>
#include <arenite/model/detail/placed_list.hpp>
#include <arenite/model/tree_ensemble.hpp>

#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Columns of the frame that are an output of a graph, and the steps that make them.
struct graph_output {
    std::span<std::uint32_t const> columns;
    std::size_t steps = 0;
};

/// A graph made ready to be run: steps, one after the other, over the columns of a frame. The spans lie in a region of
/// its owner.
struct graph_program {
    std::span<graph_step> steps;
    std::span<double> numbers;
    std::size_t columns = 0;  ///< of the frame
    double missing = std::numeric_limits<double>::quiet_NaN();
    placed_list<tree_ensemble<float>> float_trees;
    placed_list<tree_ensemble<double>> double_trees;

    template <class Function>
    void for_each_ensemble(Function&& function) const {
        for (auto const& trees : float_trees) function(trees);
        for (auto const& trees : double_trees) function(trees);
    }
    template <class Function>
    void for_each_ensemble(Function&& function) {
        for (auto& trees : float_trees) function(trees);
        for (auto& trees : double_trees) function(trees);
    }

    template <class T>
    [[nodiscard]] tree_ensemble<T> const& ensemble(std::size_t i) const noexcept {
        if constexpr (std::same_as<T, float>) return float_trees[i];
        else return double_trees[i];
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
