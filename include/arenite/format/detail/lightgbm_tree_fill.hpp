// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_category_fill.hpp>
#include <arenite/format/detail/lightgbm_linear_fill.hpp>
#include <arenite/model/detail/place_tree.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the lines of one tree after the other into an ensemble, in the second pass, and checks each. Splits and leaves
/// are read in LightGBM's order to where the tree stays, and once the tree has ended, moved to their places in it. In a
/// tree of n leaves, leaf j is node n - 1 + j.
class lightgbm_tree_fill {
public:
    /// `functions`: null without linear trees.
    lightgbm_tree_fill(text_tokens& of_lines, tree_ensemble_builder<double>& of_builder, linear_functions* functions,
                       std::span<std::uint32_t> workspace)
        : lines_(of_lines), builder_(of_builder), categories_(of_lines, of_builder),
          linear_(of_lines, of_builder.columns, functions), workspace_(workspace) {}

    /// Trees so far.
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    void begin() {
        end();
        ++count_;
        lengths_ = {};
        leaves_ = 0;
        categories_.begin();
        linear_.begin();
    }

    void read(std::string_view key) {
        if (key == "num_leaves") read_size();
        else if (key == "split_feature")
            read<std::uint64_t>(feature, splits(), [](split& at, auto i) { at.set_feature(i); });
        else if (key == "threshold") read<double>(threshold, splits(), [](split& at, double cut) { at.value = cut; });
        else if (key == "decision_type") read_decisions();
        else if (key == "left_child") read_children(left, &node_link::set_left);
        else if (key == "right_child") read_children(right, &node_link::set_right);
        else if (key == "leaf_value") read_leaves();
        else if (!categories_.read(key)) linear_.read(key, leaves_);
    }

    /// The tree before this line, if there is one.
    void end() {
        if (count_ == 0) return;
        check_lengths();
        if (lengths_[decision] == 0)
            for (split& at : splits()) at.set_missing(missing_kind::never);
        categories_.end(splits());
        linear_.end(leaves());
        auto const reached = place();
        move_to_places(splits(), links().first(leaves_ - 1));
        move_to_places(leaves(), links().subspan(leaves_ - 1));
        if (auto const defect = builder_.add_written(reached)) refuse_split(*defect);
        std::ranges::fill(splits().subspan(reached), split{});
        std::ranges::fill(links(), node_link{});
        builder_.trees[count_ - 1].output = static_cast<std::uint32_t>((count_ - 1) % builder_.base.size());
    }

private:
    using split = tree_split<double>;
    enum part { feature, threshold, decision, left, right, value, part_count };

    void read_size() {
        leaves_ = lines_.read_number<std::size_t>();
        auto const nodes = builder_.links.size();
        if (leaves_ == 0 || nodes == 0 || leaves_ - 1 > (nodes - 1) / 2 || !builder_.has_room_for(2 * leaves_ - 1))
            require_room(lines_, 1, 0);
        room_ = builder_.room();
    }

    [[nodiscard]] std::span<node_link> links() const noexcept { return builder_.links.first(2 * leaves_ - 1); }
    [[nodiscard]] std::span<double> leaves() const noexcept { return room_.leaves.first(leaves_); }
    [[nodiscard]] std::span<split> splits() const {
        if (leaves_ == 0) lines_.fail("a line in front of num_leaves", "num_leaves first");
        return room_.splits.first(leaves_ - 1);
    }

    template <class Number, class Set>
    void read(part which, std::span<split> nodes, Set&& set) {
        read_lightgbm_line<Number>(lines_, lengths_[which], nodes.size(),
                                   [&](std::size_t i, Number number) { set(nodes[i], number); });
    }

    /// Bit 0 is for categories, bit 1 the default direction, bits 2 and 3 what is missing. Of a split on categories the
    /// first counts alone: what is missing goes right. In a tree without categories it does not count.
    void read_decisions() {
        bool const has_categories = categories_.count() != 0;
        read<std::uint32_t>(decision, splits(), [&](split& at, std::uint32_t bits) {
            if (bits > 11) lines_.fail("a decision type of LightGBM");
            if (has_categories && (bits & 1) != 0) return at.set_missing(missing_kind::category);
            if ((bits & 2) != 0) at.set_default_left();
            at.set_missing(missing_of(bits >> 2));
        });
    }

    static missing_kind missing_of(std::uint32_t type) noexcept {
        if (type == 0) return missing_kind::never;
        return type == 1 ? missing_kind::zero_or_nan : missing_kind::nan;
    }

    void read_children(part which, void (node_link::*set)(std::uint64_t)) {
        auto const of_splits = builder_.links.first(splits().size());
        read_lightgbm_line<std::int64_t>(
            lines_, lengths_[which], of_splits.size(),
            [&](std::size_t i, std::int64_t child) { (of_splits[i].*set)(place_of(child)); });
    }

    /// Splits are counted from 0 on, leaves from -1 down.
    [[nodiscard]] std::uint32_t place_of(std::int64_t child) const {
        auto const split_count = static_cast<std::int64_t>(leaves_) - 1;
        bool const is_split = child >= 0 && child < split_count, is_leaf = child < 0 && ~child <= split_count;
        if (!is_split && !is_leaf) lines_.fail("a child of this tree");
        return static_cast<std::uint32_t>(is_split ? child : split_count + ~child);
    }

    void read_leaves() {
        auto const of_leaves = builder_.links.subspan(splits().size());
        read_lightgbm_line<double>(lines_, lengths_[value], leaves_, [&](std::size_t i, double leaf) {
            room_.leaves[i] = leaf;
            of_leaves[i].set_leaf();
        });
    }

    /// Returns how many splits the tree has; those that it does not reach, and such leaves, get places behind the
    /// others.
    std::size_t place() {
        auto const split_count = static_cast<std::uint32_t>(leaves_ - 1);
        auto const split_of = [this](std::uint32_t number, node_link const&) -> split& { return room_.splits[number]; };
        tree_placer<double, decltype(split_of)> placer{links(), workspace_, room_, split_of, split_count};
        if (auto const defect = placer.run()) refuse(*defect);
        if (placer.splits() != split_count) place_others(placer.splits());
        return placer.splits();
    }

    void place_others(std::size_t split_place) noexcept {
        auto leaf_place = split_place + 1;
        for (auto& link : links()) {
            if (link.is_placed()) continue;
            if (link.is_leaf()) link.place_leaf(leaf_place++);
            else link.place_split(split_place++);
        }
    }

    void check_lengths() const {
        for (auto const which : {feature, threshold, left, right})
            require_length(lines_, lengths_[which], splits().size());
        require_length(lines_, lengths_[value], leaves_);
        if (lengths_[decision] != 0) require_length(lines_, lengths_[decision], splits().size());
    }

    [[noreturn]] void refuse(tree_defect const& defect) const {
        std::string found = "in tree ";
        lines_.fail(found.append(std::to_string(count_ - 1)).append(": ").append(defect.text()), defect.expected);
    }

    /// By its place.
    [[noreturn]] void refuse_split(tree_defect defect) const {
        auto const is_at = [&](node_link link) { return link.place() == defect.node; };
        defect.node = static_cast<std::size_t>(std::ranges::find_if(links(), is_at) - links().begin());
        refuse(defect);
    }

    text_tokens& lines_;
    tree_ensemble_builder<double>& builder_;
    lightgbm_category_fill categories_;
    lightgbm_linear_fill linear_;
    std::span<std::uint32_t> workspace_;
    std::array<std::size_t, part_count> lengths_{};
    tree_room<double> room_{};
    std::size_t count_ = 0, leaves_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
