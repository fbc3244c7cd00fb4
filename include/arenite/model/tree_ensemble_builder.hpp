// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/check_tree.hpp>
#include <arenite/model/detail/kernels.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/pack_tree.hpp>
#include <arenite/model/detail/tree_room.hpp>
#include <arenite/model/tree_ensemble.hpp>
#include <arenite/model/tree_ensemble_size.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// Acquires the region of an ensemble, is filled, checks, and becomes the ensemble. Trees are read one by one into
/// `nodes`, in any order of a tree's nodes, and added; or written where they stay, into room(): `links` hold the
/// children of their nodes until they have places (see detail::tree_placer). Everything else is filled in any order.
///
/// Requires of who fills it: as many trees as stated (children and features unchecked), their outputs, base, weights,
/// names; sets of categories and vectors of leaves before the trees that use them are added.
/// Allocates: twice: wanted.bytes<T>() and, released by build(), wanted.reading_bytes<T>() from `from_memory`; build()
///            what the kernels read, from there too.
template <std::floating_point T>
class tree_ensemble_builder {
public:
    tree_ensemble_builder(tree_ensemble_size wanted, budget& from_memory) : from_memory_(&from_memory) {
        contract(wanted.outputs != 0, "an ensemble has an output");
        built_.memory_ = from_memory.acquire("model", wanted.bytes<T>());
        arena place{built_.memory_.bytes()};
        built_.splits_ = place.take<tree_split<T>>(wanted.splits);
        trees = built_.trees_ = place.take<tree_entry>(wanted.trees);
        built_.order_ = place.take<std::uint32_t>(wanted.trees);
        built_.leaf_width_ = wanted.leaf_width();
        built_.leaves_ = place.take<T>(wanted.leaves() * wanted.leaf_width());
        built_.leaf_ids_ = place.take<std::int32_t>(wanted.leaves());
        weights = built_.weights_ = place.take<T>(wanted.weights);
        base = built_.base_ = place.take<T>(wanted.outputs);
        divisors = built_.divisors_ = place.take<T>(wanted.divisors);
        biases = built_.biases_ = place.take<double>(wanted.biases);
        category_sets = built_.category_sets_ = place.take<category_set>(wanted.category_sets);
        category_words = built_.category_words_ = place.take<std::uint32_t>(wanted.category_words);
        columns = detail::model_columns{place, wanted.features, wanted.name_characters, wanted.category_names};
        acquire_for_reading(wanted);
    }

    std::span<tree_node<T>> nodes;  ///< of the next tree; in the beginning, and once it is added, all are as if new
    std::span<tree_entry> trees;    ///< their outputs are for the reader to fill in
    std::span<T> weights, base;
    std::span<category_set> category_sets;
    std::span<std::uint32_t> category_words;
    std::span<T> leaf_vectors;  ///< of the next tree: of vector v and its k-th output leaf_vectors[v * width + k]
    std::span<std::uint32_t> numbers;    ///< of the reader, until build()
    std::span<detail::node_link> links;  ///< likewise
    detail::model_columns columns;
    split_rule rule;
    T missing = std::numeric_limits<T>::quiet_NaN();  ///< values equal to it count as missing, as NaN does
    arenite::link link;
    std::span<T> divisors;     ///< of a sum on its way to the margin: see tree_ensemble
    std::span<double> biases;  ///< likewise
    T scale = 1;               ///< of all sums
    T divisor = 1;             ///< of all margins, on their way to the prediction
    bool unscored_are_zero = false;  ///< a sum that stays -0, as base and leaves may be, takes no bias: it becomes 0

    /// Bytes of the workspace that `add_tree` needs, for any tree that is accepted.
    static constexpr std::size_t workspace_bytes = detail::deepest_tree * sizeof(std::uint32_t);

    /// For `add_tree`: the trainer counts leaves from left to right.
    static constexpr std::uint32_t leaves_from_left = 0xffffffff;

    /// Adds the tree of the first `count` nodes: what is wrong with it, or nothing. Marks the features that it splits
    /// on as used. `leaf_origin`: the trainer's leaf id is the node's number less this. O(count).
    [[nodiscard]] std::optional<detail::tree_defect> add_tree(std::size_t count, std::span<std::uint32_t> workspace,
                                                              std::uint32_t leaf_origin = 0) noexcept {
        if (count > nodes.size() || !has_room_for(count))
            return detail::tree_defect{0, "a tree that was not counted", "a stated size"};
        detail::tree_frame frame{
            columns, {category_sets, category_words}, leaf_vectors.size() / built_.leaf_width_, workspace};
        auto const defect = detail::check_tree(nodes.first(count), frame);
        if (!defect) pack(nodes.first(count), workspace, leaf_origin);
        std::ranges::fill(nodes.first(count), tree_node<T>{});
        return defect;
    }

    /// What is free for the next tree: for readers that write it where it stays.
    [[nodiscard]] detail::tree_room<T> room() const noexcept {
        auto const first_leaf = split_count_ + tree_count_;
        return {built_.splits_.subspan(split_count_), built_.leaves_.subspan(first_leaf * built_.leaf_width_),
                built_.leaf_ids_.subspan(first_leaf), built_.leaf_width_};
    }

    /// Whether there is a next tree, and room for one of so many nodes.
    [[nodiscard]] bool has_room_for(std::size_t node_count) const noexcept {
        return tree_count_ != trees.size() && (node_count + 1) / 2 <= built_.splits_.size() - split_count_ + 1;
    }

    /// Adds the tree in room() that has so many splits, for which there is room, in preorder, and its leaves: what is
    /// wrong with one of the splits, or nothing. As add_tree does, marks features as used. O(split_count).
    [[nodiscard]] std::optional<detail::tree_defect> add_written(std::size_t split_count) noexcept {
        detail::tree_frame frame{columns, {category_sets, category_words}, 0, {}};
        auto const splits = built_.splits_.subspan(split_count_, split_count);
        for (std::size_t i = 0; i != split_count; ++i)
            if (auto const defect = detail::check_split(splits[i], i, frame)) return defect;
        count_tree(split_count);
        return std::nullopt;
    }

    /// For which instructions the ensemble is made ready: the best of this processor, or fewer.
    detail::instruction_set instructions = detail::best_instruction_set();

    /// True: rows only ever walk through the trees, one by one, and nothing is made for the kernels.
    bool walked = false;

    /// Other than a sum: rows only ever walk, and base is not added.
    leaf_aggregate combine = leaf_aggregate::sum;

    /// Requires: every tree was added.
    /// Allocates: from the same budget, as detail::compile_forest does.
    [[nodiscard]] tree_ensemble<T> build() && {
        contract(tree_count_ == trees.size(), "an ensemble has as many trees as it has room for");
        contract(std::ranges::all_of(trees, [this](auto const& tree) { return has_outputs_of(tree); }),
                 "a tree adds to outputs that the ensemble has");
        sort_trees();
        built_.splits_ = built_.splits_.first(split_count_);
        built_.leaf_ids_ = built_.leaf_ids_.first(split_count_ + tree_count_);
        built_.leaves_ = built_.leaves_.first(built_.leaf_ids_.size() * built_.leaf_width_);
        built_.schema_ = columns.view();
        built_.rule_ = rule;
        built_.missing_ = missing;
        built_.link_ = link;
        built_.divisor_ = divisor;
        built_.scale_ = scale;
        built_.unscored_are_zero_ = unscored_are_zero;
        built_.has_steps_ = scale != T{1} || !divisors.empty() || !biases.empty();
        built_.walked_ = walked || combine != leaf_aggregate::sum;
        built_.combine_ = combine;
        auto const reading_bytes = std::exchange(reading_, {}).size();
        built_.prepare_for(instructions, *from_memory_);
        auto const compiled_bytes = built_.plan_memory_.size();
        built_.compiling_bytes_ =
            std::max(built_.compiling_bytes_, reading_bytes - std::min(reading_bytes, compiled_bytes));
        return std::move(built_);
    }

private:
    [[nodiscard]] bool has_outputs_of(tree_entry const& tree) const noexcept {
        return tree.output < base.size() && base.size() - tree.output >= built_.leaf_width_;
    }

    void sort_trees() noexcept {
        std::iota(built_.order_.begin(), built_.order_.end(), std::uint32_t{0});
        std::ranges::sort(built_.order_, {}, [this](std::uint32_t t) { return std::pair{trees[t].output, t}; });
    }

    void acquire_for_reading(tree_ensemble_size const& wanted) {
        reading_ = from_memory_->acquire("model", wanted.reading_bytes<T>(), region_alignment, region_use::passing);
        arena place{reading_.bytes()};
        nodes = place.take<tree_node<T>>(wanted.largest_tree);
        leaf_vectors = place.take<T>(wanted.leaf_vectors * built_.leaf_width_);
        numbers = place.take<std::uint32_t>(wanted.numbers);
        links = place.take<detail::node_link>(wanted.links);
    }

    void pack(std::span<tree_node<T> const> tree, std::span<std::uint32_t> workspace,
              std::uint32_t leaf_origin) noexcept {
        auto const first_leaf = split_count_ + tree_count_;
        auto const ids = built_.leaf_ids_.subspan(first_leaf);
        auto const split_count = detail::pack_tree(tree, workspace, built_.splits_.subspan(split_count_), ids);
        for (std::size_t i = 0; i != split_count + 1; ++i) {
            write_leaf(tree[static_cast<std::size_t>(ids[i])],
                       built_.leaves_.subspan((first_leaf + i) * built_.leaf_width_, built_.leaf_width_));
            ids[i] = static_cast<std::int32_t>(
                leaf_origin == leaves_from_left ? i : static_cast<std::uint32_t>(ids[i]) - leaf_origin);
        }
        count_tree(split_count);
    }

    void count_tree(std::size_t split_count) noexcept {
        trees[tree_count_].first_split = split_count_;
        trees[tree_count_++].splits = static_cast<std::uint32_t>(split_count);
        split_count_ += split_count;
    }

    void write_leaf(tree_node<T> const& leaf, std::span<T> values) const noexcept {
        if (leaf_vectors.empty()) values[0] = leaf.value;
        else std::ranges::copy(leaf_vectors.subspan(leaf.left * values.size(), values.size()), values.begin());
    }

    budget* from_memory_;
    region reading_;
    tree_ensemble<T> built_;
    std::size_t tree_count_ = 0, split_count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
