// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_category_fill.hpp>
#include <arenite/format/detail/lightgbm_linear_fill.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the lines of one tree after the other into an ensemble, in the second pass, and checks each. In a tree of n
/// leaves the splits come first, as LightGBM numbers them, and leaf j is node n - 1 + j.
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
            read<std::uint64_t>(feature, splits(), [](node& at, auto i) { at.set_feature(i); });
        else if (key == "threshold") read<double>(threshold, splits(), [](node& at, double cut) { at.value = cut; });
        else if (key == "decision_type") read_decisions();
        else if (key == "left_child") read_children(left, &node::left);
        else if (key == "right_child") read_children(right, &node::right);
        else if (key == "leaf_value") read_leaves();
        else if (!categories_.read(key)) linear_.read(key, leaves_);
    }

    /// The tree before this line, if there is one.
    void end() {
        if (count_ == 0) return;
        check_lengths();
        if (lengths_[decision] == 0)
            for (node& at : splits()) at.set_missing(missing_kind::never);
        categories_.end(splits());
        linear_.end(tree_.subspan(leaves_ - 1));
        auto const split_count = static_cast<std::uint32_t>(leaves_ - 1);
        if (auto const defect = builder_.add_tree(tree_.size(), workspace_, split_count)) refuse(*defect);
        builder_.trees[count_ - 1].output = static_cast<std::uint32_t>((count_ - 1) % builder_.base.size());
    }

private:
    using node = tree_node<double>;
    enum part { feature, threshold, decision, left, right, value, part_count };

    void read_size() {
        leaves_ = lines_.read_number<std::size_t>();
        auto const room = builder_.nodes.size();
        if (leaves_ == 0 || room == 0 || leaves_ - 1 > (room - 1) / 2) require_room(lines_, 1, 0);
        tree_ = builder_.nodes.first(2 * leaves_ - 1);
    }

    [[nodiscard]] std::span<node> splits() const {
        if (leaves_ == 0) lines_.fail("a line in front of num_leaves", "num_leaves first");
        return tree_.first(leaves_ - 1);
    }

    template <class Number, class Set>
    void read(part which, std::span<node> nodes, Set&& set) {
        read_lightgbm_line<Number>(lines_, lengths_[which], nodes.size(),
                                   [&](std::size_t i, Number number) { set(nodes[i], number); });
    }

    /// Bit 0 is for categories, bit 1 the default direction, bits 2 and 3 what is missing. Of a split on categories the
    /// first counts alone: what is missing goes right. In a tree without categories it does not count.
    void read_decisions() {
        bool const has_categories = categories_.count() != 0;
        read<std::uint32_t>(decision, splits(), [&](node& at, std::uint32_t bits) {
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

    void read_children(part which, std::uint32_t node::*child) {
        read<std::int64_t>(which, splits(), [&](node& at, std::int64_t to) { at.*child = place_of(to); });
    }

    /// Splits are counted from 0 on, leaves from -1 down.
    [[nodiscard]] std::uint32_t place_of(std::int64_t child) const {
        auto const split_count = static_cast<std::int64_t>(leaves_) - 1;
        bool const is_split = child >= 0 && child < split_count, is_leaf = child < 0 && ~child <= split_count;
        if (!is_split && !is_leaf) lines_.fail("a child of this tree");
        return static_cast<std::uint32_t>(is_split ? child : split_count + ~child);
    }

    void read_leaves() {
        read<double>(value, tree_.subspan(splits().size()), [](node& at, double leaf) {
            at.value = leaf;
            at.set_leaf();
        });
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

    text_tokens& lines_;
    tree_ensemble_builder<double>& builder_;
    lightgbm_category_fill categories_;
    lightgbm_linear_fill linear_;
    std::span<std::uint32_t> workspace_;
    std::array<std::size_t, part_count> lengths_{};
    std::span<node> tree_;
    std::size_t count_ = 0, leaves_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
