// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/sklearn_outline.hpp>
#include <arenite/format/detail/sklearn_sets.hpp>
#include <arenite/format/detail/sklearn_threshold.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over a forest: reads its trees into an ensemble and checks each.
class sklearn_trees {
public:
    sklearn_trees(json_events& document, sklearn_outline const& of_model, tree_ensemble_builder<double>& to_fill,
                  std::span<std::uint32_t> waiting_nodes)
        : events_(document), outline_(of_model), builder_(to_fill), workspace_(waiting_nodes),
          sets_(document, to_fill) {}

    void read_forest() {
        for_each_key(events_, [this](std::string_view key) { key == "base" ? read_base() : read_trees(); });
    }

private:
    using node = tree_node<double>;
    enum part {
        left,
        right,
        feature,
        threshold,
        leaves,
        rounded,
        output,
        width,
        required,
        missing = required,
        sets,
        part_count
    };

    void read_base() {
        events_.read_array<double>([this](std::size_t i, double base) {
            require_room(events_, i, builder_.base.size());
            builder_.base[i] = require_finite(events_, base);
        });
    }

    void read_trees() {
        std::size_t number = 0;
        for_each_object(events_, [&] {
            require_room(events_, number, builder_.trees.size());
            read_tree(builder_.trees[number++]);
        });
    }

    void read_tree(tree_entry& tree) {
        lengths_ = {};
        seen_ = {};
        sets_.begin_tree();
        while (events_.next_key()) read_part(events_.text());
        check_parts();
        auto const count = lengths_[left];
        auto const nodes = builder_.nodes.first(count);
        place_leaves(tree);
        if (rounded_) round_thresholds(nodes);
        sets_.finish_tree(nodes);
        if (auto const defect = builder_.add_tree(count, workspace_)) events_.fail(defect->text(), defect->expected);
    }

    void read_part(std::string_view key) {
        if (key == "left") once(left), read_left();
        else if (key == "right") once(right), read_right();
        else if (key == "feature")
            read<std::uint32_t>(feature, [](node& at, std::uint32_t column) { at.set_feature(column); });
        else if (key == "threshold") read<double>(threshold, [](node& at, double border) { at.value = border; });
        else if (key == "leaves") once(leaves), read_leaves();
        else if (key == "float32") once(rounded), rounded_ = events_.read_number<std::uint8_t>() != 0;
        else if (key == "output") once(output), output_ = events_.read_number<std::uint32_t>();
        else if (key == "width") once(width), width_ = events_.read_number<std::uint32_t>();
        else if (key == "missing_left") once(missing), read_missing();
        else if (key == "sets") once(sets), sets_.read();
        else events_.fail("a part of a tree");
    }

    void once(part which) { seen_.once(events_, which); }

    void check_parts() const {
        for (std::size_t which = 0; which != required; ++which)
            if (!seen_.has(which)) events_.fail("a tree without one of its parts", "all of left … width");
        for (auto const which : {right, feature, threshold})
            if (lengths_[which] != lengths_[left])
                events_.fail("arrays of different lengths in a tree", "an entry for each node in each array");
    }

    template <class Number, class Set>
    void read(part which, Set const& set) {
        once(which);
        lengths_[which] = events_.read_array<Number>([&](std::size_t i, Number number) { set(node_at(i), number); });
    }

    [[nodiscard]] node& node_at(std::size_t i) const {
        if (i >= builder_.nodes.size()) events_.fail("more numbers than nodes", "a number for each node");
        return builder_.nodes[i];
    }

    /// Leaves are counted in the order of the nodes.
    void read_left() {
        std::uint32_t leaf = 0;
        lengths_[left] = events_.read_array<std::int32_t>([&](std::size_t i, std::int32_t child) {
            auto& at = node_at(i);
            at.left = child == -1 ? leaf++ : static_cast<std::uint32_t>(child);
            if (child == -1) at.set_leaf();
        });
        leaves_ = leaf;
    }
    void read_right() {
        lengths_[right] = events_.read_array<std::int32_t>(
            [&](std::size_t i, std::int32_t child) { node_at(i).right = static_cast<std::uint32_t>(child); });
    }

    void read_leaves() {
        lengths_[leaves] = events_.read_array<double>([this](std::size_t i, double value) {
            require_room(events_, i, builder_.leaf_vectors.size());
            builder_.leaf_vectors[i] = value;
        });
    }

    void read_missing() {
        events_.read_array<std::uint32_t>(
            [this](std::size_t, std::uint32_t number) { node_at(number).set_default_left(); });
    }

    /// Vectors of leaves have the width of the widest: from behind, each value goes to its place, with zeros around.
    void place_leaves(tree_entry& tree) {
        auto const wide = static_cast<std::size_t>(outline_.leaf_width), sums = builder_.base.size();
        if (width_ == 0 || width_ > wide || output_ > sums - width_)
            events_.fail("a tree of sums that are not there", "sums of the forest");
        if (lengths_[leaves] != std::size_t{width_} * leaves_)
            events_.fail("another number of values of leaves", "width values for each leaf");
        tree.output = static_cast<std::uint32_t>(std::min<std::size_t>(output_, sums - wide));
        if (width_ == wide) return;
        auto const values = builder_.leaf_vectors;
        for (std::size_t leaf = leaves_; leaf-- != 0;)
            for (std::size_t k = wide; k-- != 0;) {
                auto const from = k - (output_ - tree.output);  // beyond all where it is before the first
                values[leaf * wide + k] = from < width_ ? values[leaf * width_ + from] : 0.0;
            }
    }

    static void round_thresholds(std::span<node> tree) noexcept {
        for (auto& at : tree) at.value = sklearn_threshold(at.value);
    }

    json_events& events_;
    sklearn_outline const& outline_;
    tree_ensemble_builder<double>& builder_;
    std::span<std::uint32_t> workspace_;
    sklearn_sets sets_;
    std::array<std::size_t, required> lengths_{};
    keys_seen<part_count> seen_;
    std::uint32_t output_ = 0, width_ = 0, leaves_ = 0;
    bool rounded_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
