// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_conditions.hpp>
#include <arenite/format/detail/catboost_nested_tree.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <numeric>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the trees that are kept into an ensemble, each straight to where it stays, and checks each. Requires: the
/// tables are filled.
class catboost_trees {
public:
    catboost_trees(json_events& document, catboost_outline const& outline, catboost_tables const& tables,
                   tree_ensemble_builder<double>& builder)
        : events_(document), outline_(outline), conditions_(document, tables), builder_(builder) {}

    void read_oblivious() {
        for_each_tree([this] { read_oblivious_tree(); });
    }

    void read_nested() {
        for_each_tree([this] {
            split_count_ = leaf_count_ = 0;
            static_cast<void>(catboost_nested_tree{events_, *this}.run());
            add_tree();
        });
    }

    /// What is said of a nested tree: see catboost_nested_tree.
    void begin_split(std::size_t depth) {
        require_room(events_, split_count_, room_.splits.size());
        splits_[depth] = {split_count_++, leaf_count_};
    }
    void read_split(std::size_t depth) {
        events_.open_object();
        conditions_.set(room_.splits[splits_[depth].place]);
    }
    void end_child(std::size_t depth, bool is_left) {
        auto& at = splits_[depth];
        if (at.first_leaves_end != 0) return finish_split(at, is_left);
        at.first_splits_end = split_count_;
        at.first_leaves_end = leaf_count_;
    }
    void read_leaf() {
        require_values(read_values(leaf_count_ * room_.width), room_.width);
        ++leaf_count_;
    }

private:
    /// A split of which not all children are read, and what the first one ends with.
    struct unfinished_split {
        std::size_t place = 0;
        std::size_t first_leaf = 0;
        std::size_t first_splits_end = 0, first_leaves_end = 0;
    };

    template <class ReadTree>
    void for_each_tree(ReadTree const& read_tree) {
        std::size_t number = 0;
        for_each_listed(events_, [&] {
            room_ = builder_.room();
            number++ < outline_.kept_trees ? read_tree() : skip_rest();
        });
        if (number != outline_.trees) events_.fail("fewer trees than when the file was first read");
    }

    void skip_rest() {
        while (events_.next_key()) events_.skip_value();
    }

    /// Its second child ends here; is it the left one, it changes places with the first.
    void finish_split(unfinished_split const& at, bool is_left) {
        auto const first = at.first_splits_end - at.place - 1, second = split_count_ - at.first_splits_end;
        auto& split = room_.splits[at.place];
        split.left_splits = static_cast<std::uint32_t>(is_left ? second : first);
        if ((is_left ? first : second) == 0) split.set_right_is_leaf();
        if (is_left) swap_children(at);
    }

    void swap_children(unfinished_split const& at) noexcept {
        auto const splits = room_.splits.begin();
        auto const leaves = room_.leaves.begin();
        auto const place = [](std::size_t i) { return static_cast<std::ptrdiff_t>(i); };
        std::rotate(splits + place(at.place + 1), splits + place(at.first_splits_end), splits + place(split_count_));
        std::rotate(leaves + place(at.first_leaf * room_.width), leaves + place(at.first_leaves_end * room_.width),
                    leaves + place(leaf_count_ * room_.width));
    }

    /// The first split is the lowest bit of a leaf's number: it becomes the lowest level.
    void read_oblivious_tree() {
        std::array<tree_split<double>, catboost_outline::deepest_oblivious_tree> levels{};
        std::size_t depth = 0, values = 0;
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "leaf_values") values = read_values(0);
            else if (key == "splits") depth = read_levels(levels);
            else events_.skip_value();
        }
        require_values(values, room_.width << depth);
        split_count_ = (std::size_t{1} << depth) - 1;
        leaf_count_ = split_count_ + 1;
        if (split_count_ > room_.splits.size()) require_room(events_, 1, 0);
        write_oblivious_tree({levels.data(), depth});
        add_tree();
    }

    std::size_t read_levels(std::span<tree_split<double>> levels) {
        std::size_t depth = 0;
        for_each_listed(events_, [&] {
            require_room(events_, depth, levels.size());
            conditions_.set(levels[depth++]);
        });
        return depth;
    }

    /// From the lowest level up: of a split that has one subtree behind it, the other one is a copy of it.
    void write_oblivious_tree(std::span<tree_split<double> const> levels) {
        auto const splits = room_.splits;
        std::size_t below = 0;
        for (auto place = levels.size(); place-- != 0; below = 2 * below + 1) {
            auto& split = splits[place] = levels[levels.size() - 1 - place];
            split.left_splits = static_cast<std::uint32_t>(below);
            if (below == 0) split.set_right_is_leaf();
            std::ranges::copy(splits.subspan(place + 1, below),
                              splits.begin() + static_cast<std::ptrdiff_t>(place + 1 + below));
        }
    }

    /// Leaves are numbered from left to right.
    void add_tree() {
        auto const ids = room_.leaf_ids.first(leaf_count_);
        std::iota(ids.begin(), ids.end(), 0);
        if (auto const defect = builder_.add_written(split_count_)) events_.fail(defect->text(), defect->expected);
    }

    std::size_t read_values(std::size_t first) {
        return read_leaf_values(events_, [&](std::size_t i, double value) {
            require_room(events_, first + i, room_.leaves.size());
            room_.leaves[first + i] = value;
        });
    }

    void require_values(std::size_t found, std::size_t wanted) const {
        if (found != wanted) events_.fail("another number of values than when the file was first read");
    }

    json_events& events_;
    catboost_outline const& outline_;
    catboost_conditions conditions_;
    tree_ensemble_builder<double>& builder_;
    tree_room<double> room_{};
    std::array<unfinished_split, document_path::deepest> splits_{};
    std::size_t split_count_ = 0, leaf_count_ = 0;  // of this tree
};

}  // namespace arenite::inline ARENITE_ABI::detail
