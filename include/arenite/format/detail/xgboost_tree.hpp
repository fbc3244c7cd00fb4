// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_categories.hpp>
#include <arenite/format/detail/xgboost_outline.hpp>
#include <arenite/model/detail/place_tree.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads one tree after the other straight to where it stays, and checks each: once it knows the children of the nodes,
/// it knows where all else belongs. XGBoost writes them in front of that, but for directions of missing values, which
/// are kept beside the children, and vectors of leaves. What comes too early is passed, and read when the tree is read
/// again, from its beginning.
template <class Events>
class xgboost_tree {
public:
    xgboost_tree(Events& events, xgboost_outline const& outline, tree_ensemble_builder<float>& builder,
                 std::span<std::uint32_t> workspace)
        : events_(events), outline_(outline), builder_(builder), workspace_(workspace),
          categories_(events, builder, outline.largest_list, outline.most_sets) {}

    /// Requires: the object of tree `number` has begun.
    void read(std::size_t number) {
        auto const begin = events_.input().position();
        number_ = number;
        room_ = builder_.room();
        lengths_ = {}, passed_ = {};
        nodes_ = splits_ = 0;
        is_placed_ = has_categories_ = false;
        categories_.begin_tree();
        while (events_.next_key()) read_part(events_.text());
        if (!is_placed_) fail_lengths();
        if (passed_.any()) read_passed(begin);
        finish();
    }

private:
    using split = tree_split<float>;
    enum part { left, right, feature, value, missing, type, vector, part_count };

    void read_part(std::string_view key) {
        if (auto const which = part_of(key); which != part_count) read_or_pass(which);
        else if (key == "id") check_number();
        else if (!categories_.read(key)) events_.skip_value();
    }

    [[nodiscard]] part part_of(std::string_view key) const noexcept {
        if (key == "left_children") return left;
        if (key == "right_children") return right;
        if (key == "split_indices") return feature;
        if (key == "split_conditions") return value;
        if (key == "default_left") return missing;
        if (key == "split_type") return type;
        return outline_.is_key_of_vectors(key) ? vector : part_count;
    }

    void read_or_pass(part which) {
        require_once(events_, lengths_[which] != 0 || passed_.test(which));
        if (!is_placed_ && which > right && which != missing) {
            passed_.set(which);
            return events_.skip_value();
        }
        lengths_[which] = read(which);
        if (!is_placed_ && lengths_[left] != 0 && lengths_[right] != 0) place();
    }

    /// The tree's object has ended: once more.
    void read_passed(std::uint64_t begin) {
        auto passed = std::exchange(passed_, {});
        events_.enter_again(begin);
        while (events_.next_key()) {
            auto const which = part_of(events_.text());
            if (which != part_count && passed.test(which)) read_or_pass(which);
            else events_.skip_value();
        }
    }

    /// Returns how many numbers there are.
    std::size_t read(part which) {
        switch (which) {
            case left: return read_left_children();
            case right: return read_right_children();
            case feature: return read_features();
            case value: return read_values();
            case missing: return read_default_directions();
            case type: return read_types();
            default:
                return outline_.leaves == xgboost_leaves::of_nodes ? read_vectors_of_nodes() : read_vectors_of_leaves();
        }
    }

    /// As the number of a child -1 lies outside of every tree; on the left it makes a leaf.
    std::size_t read_left_children() {
        return read_early<std::int32_t>([](node_link& link, std::int32_t child) {
            if (child == -1) link.set_leaf();
            else link.set_left(static_cast<std::uint32_t>(child));
        });
    }
    std::size_t read_right_children() {
        return read_early<std::int32_t>(
            [](node_link& link, std::int32_t child) { link.set_right(static_cast<std::uint32_t>(child)); });
    }

    /// An array that is longer than its tree finds no room or fails the comparison.
    template <class Number, class Set>
    std::size_t read_early(Set&& set) {
        auto const links = builder_.links;
        return events_.template read_array<Number>([&](std::size_t i, Number number) {
            if (i >= links.size()) events_.fail("more numbers than nodes", "a number for each node");
            set(links[i], number);
        });
    }

    void place() {
        nodes_ = lengths_[left];
        if (lengths_[right] != nodes_ || lengths_[missing] > nodes_) fail_lengths();
        if (!builder_.has_room_for(nodes_)) require_room(events_, 1, 0);
        if (outline_.leaves == xgboost_leaves::one_value) require_leaves_without_children();
        auto const split_of = [this](std::uint32_t, node_link const& link) -> split& {
            auto& placed = room_.splits[link.place()];
            placed.set_default_left(link.has_mark(xgboost_marks::to_the_left));
            return placed;
        };
        tree_placer<float, decltype(split_of)> placer{builder_.links.first(nodes_), workspace_, room_, split_of};
        if (auto const defect = placer.run()) refuse(*defect);
        splits_ = placer.splits();
        is_placed_ = true;
    }

    void require_leaves_without_children() const {
        node_link none;
        none.set_right(static_cast<std::uint32_t>(-1));
        auto const is_half_a_leaf = [&](node_link link) { return link.is_leaf() && link.right() != none.right(); };
        if (std::ranges::any_of(builder_.links.first(nodes_), is_half_a_leaf))
            events_.fail("a leaf with a child on the right", "-1 on both sides of a leaf");
    }

    /// Of nodes that are placed.
    template <class Number, class Set>
    std::size_t read_placed(Set&& set) {
        auto const links = builder_.links.first(nodes_);
        return events_.template read_array<Number>([&](std::size_t i, Number number) {
            if (i >= links.size()) fail_lengths();
            set(links[i], number);
        });
    }

    std::size_t read_features() {
        return read_placed<std::uint64_t>([this](node_link link, std::uint64_t index) {
            if (link.is_placed_split()) room_.splits[link.place()].set_feature(index);
        });
    }

    std::size_t read_values() {
        return read_placed<float>([this](node_link link, float number) {
            if (link.is_placed_split()) room_.splits[link.place()].value = number;
            else if (link.is_placed() && room_.width == 1) room_.leaves[link.place()] = number;
        });
    }

    /// Also in front of the children.
    std::size_t read_default_directions() {
        auto const mark = [this](node_link& link, std::uint8_t left_if_missing) {
            require_truth(left_if_missing);
            if (left_if_missing != 0) link.set_mark(xgboost_marks::to_the_left);
        };
        if (!is_placed_) return read_early<std::uint8_t>(mark);
        return read_placed<std::uint8_t>([this](node_link link, std::uint8_t left_if_missing) {
            require_truth(left_if_missing);
            if (link.is_placed_split()) room_.splits[link.place()].set_default_left(left_if_missing != 0);
        });
    }

    void require_truth(std::uint8_t number) const {
        if (number > 1) events_.fail("0 or 1");
    }

    /// Nodes that are no splits, any more, are marked.
    std::size_t read_types() {
        return read_placed<std::uint8_t>([this](node_link& link, std::uint8_t split_type) {
            if (split_type > 1) events_.fail("0, which splits numbers, or 1, which splits categories");
            if (split_type == 0) return;
            has_categories_ = true;
            if (link.is_placed_split()) room_.splits[link.place()].set_missing(missing_kind::category);
            else link.set_mark(xgboost_marks::of_categories);
        });
    }

    std::size_t read_vectors_of_nodes() {
        auto const links = builder_.links.first(nodes_);
        std::size_t node = 0, k = 0;
        return events_.template read_array<float>([&](std::size_t, float leaf_value) {
            if (node == links.size()) fail_lengths();
            if (links[node].is_placed_leaf()) room_.leaf(links[node].place())[k] = leaf_value;
            if (++k == room_.width) k = 0, ++node;
        });
    }

    /// A leaf has the number of its vector as its right child. Until all are read, the leaf of each vector stands among
    /// the leaves' ids.
    std::size_t read_vectors_of_leaves() {
        auto const leaf_of = room_.leaf_ids.first((nodes_ + 1) / 2);
        auto const vectors = find_leaves_of_vectors(leaf_of);
        std::size_t vector_number = 0, k = 0;
        auto const count = events_.template read_array<float>([&](std::size_t, float leaf_value) {
            if (vector_number < vectors && leaf_of[vector_number] != no_leaf)
                room_.leaf(static_cast<std::size_t>(leaf_of[vector_number]))[k] = leaf_value;
            if (++k == room_.width) k = 0, ++vector_number;
        });
        if (vector_number < vectors) fail_vectors();
        write_leaf_ids();
        return count;
    }

    /// Returns how many vectors there must be.
    std::size_t find_leaves_of_vectors(std::span<std::int32_t> leaf_of) {
        std::size_t vectors = 0;
        std::ranges::fill(leaf_of, no_leaf);
        for (auto const link : builder_.links.first(nodes_)) {
            if (!link.is_placed_leaf()) continue;
            if (link.right() >= leaf_of.size() || leaf_of[link.right()] != no_leaf) fail_vectors();
            leaf_of[link.right()] = static_cast<std::int32_t>(link.place());
            vectors = std::max<std::size_t>(vectors, link.right() + std::size_t{1});
        }
        return vectors;
    }

    void write_leaf_ids() noexcept {
        for (std::size_t i = 0; i != nodes_; ++i)
            if (auto const link = builder_.links[i]; link.is_placed_leaf())
                room_.leaf_ids[link.place()] = static_cast<std::int32_t>(i);
    }

    void finish() {
        auto const links = builder_.links.first(nodes_);
        for (auto const which : {feature, value, missing})
            if (lengths_[which] != nodes_) fail_lengths();
        if (lengths_[type] != 0 && lengths_[type] != nodes_) fail_lengths();
        if (outline_.leaves != xgboost_leaves::one_value && lengths_[vector] < (splits_ + 1) * room_.width)
            fail_vectors();
        if (has_categories_ || categories_.any()) categories_.finish_tree(links, room_.splits.first(splits_));
        if (outline_.adds_leaves_to_zero)
            for (auto& number : room_.leaves.first((splits_ + 1) * room_.width)) number += 0.0F;  // -0 becomes 0
        if (auto const defect = builder_.add_written(splits_)) refuse_split(*defect);
        std::ranges::fill(links, node_link{});
    }

    void check_number() {
        if (events_.template read_number<std::uint64_t>() != number_) events_.fail("the position of the tree");
    }

    [[noreturn]] void fail_lengths() const {
        events_.fail("arrays of different lengths in a tree", "an entry for each node in each array");
    }
    [[noreturn]] void fail_vectors() const {
        events_.fail("a leaf whose values are not there", "a vector of values for each leaf");
    }
    [[noreturn]] void refuse(tree_defect const& defect) const { events_.fail(defect.text(), defect.expected); }

    /// By its place.
    [[noreturn]] void refuse_split(tree_defect defect) const {
        auto const links = builder_.links.first(nodes_);
        auto const is_at = [&](node_link link) { return link.is_placed_split() && link.place() == defect.node; };
        defect.node = static_cast<std::size_t>(std::ranges::find_if(links, is_at) - links.begin());
        refuse(defect);
    }

    static constexpr std::int32_t no_leaf = -1;

    Events& events_;
    xgboost_outline const& outline_;
    tree_ensemble_builder<float>& builder_;
    std::span<std::uint32_t> workspace_;
    xgboost_categories<Events> categories_;
    tree_room<float> room_{};
    std::array<std::size_t, part_count> lengths_{};
    std::bitset<part_count> passed_;
    std::size_t number_ = 0, nodes_ = 0, splits_ = 0;
    bool is_placed_ = false, has_categories_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
