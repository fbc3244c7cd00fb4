// SPDX-License-Identifier: MIT
#include "describe.hpp"

#include <arenite/memory/arena.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <iostream>

namespace {

/// What the trees hold of the model's bytes.
template <class Number>
std::size_t tree_bytes(arenite::model const& model) {
    if (model.get_if<arenite::tree_ensemble<Number>>() == nullptr) return 0;
    auto const splits = (model.nodes() - model.trees()) / 2;
    return arenite::tree_ensemble_size{.splits = splits, .trees = model.trees(), .outputs = 0}.bytes<Number>();
}

}  // namespace

void describe(arenite::model const& model) {
    auto const& info = model.info();
    auto const of_trees = tree_bytes<float>(model) + tree_bytes<double>(model);
    std::cout << "format    " << info.format << '\n'
              << "trainer   " << info.trainer_version.view() << '\n'
              << "objective " << info.objective.view() << '\n'
              << "features  " << model.cols() << '\n'
              << "outputs   " << model.outputs() << '\n'
              << "trees     " << model.trees() << '\n'
              << "nodes     " << model.nodes() << '\n'
              << "bytes     " << model.bytes() << '\n'
              << "  trees   " << of_trees << '\n'
              << "  others  " << model.bytes() - of_trees << '\n';
}
