// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_scan.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/model/model.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <array>
#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads the trees into an ensemble and checks each. In a tree of n leaves the splits come first, as
/// LightGBM numbers them, and leaf j is node n - 1 + j.
class lightgbm_fill {
public:
    lightgbm_fill(text_tokens& lines, lightgbm_outline const& outline, tree_ensemble_builder<double>& builder,
                  std::span<std::uint32_t> workspace)
        : lines_(lines), outline_(outline), builder_(builder), workspace_(workspace) {}

    void run() {
        while (lines_.next_line() && !at_end()) {
            if (lines_.key() == "Tree") begin_tree();
            else if (lines_.key() == "feature_names" && next_tree_ == 0) read_names();
            else if (next_tree_ != 0) read_part(lines_.key());
        }
        end_tree();
        lines_.input().require_unchanged();
    }

private:
    using node = tree_node<double>;
    enum part { feature, threshold, decision, left, right, value, part_count };

    /// The trees behind those that are kept were looked at in the first pass.
    [[nodiscard]] bool at_end() const {
        return lines_.key() == "end of trees" || (lines_.key() == "Tree" && next_tree_ == outline_.kept_trees);
    }

    void read_names() {
        if (!outline_.own_names) return;
        std::size_t i = 0;
        for (auto name = lines_.next_token(); !name.empty(); name = lines_.next_token(), ++i)
            require_room(lines_, builder_.columns.set_name(i, name) ? 0 : 1, 1);
    }

    void begin_tree() {
        end_tree();
        ++next_tree_;
        lengths_ = {};
        leaves_ = 0;
    }

    void read_part(std::string_view key) {
        if (key == "num_leaves") read_size();
        else if (key == "split_feature")
            read<std::uint64_t>(feature, splits(), [](node& at, auto i) { at.set_feature(i); });
        else if (key == "threshold") read<double>(threshold, splits(), [](node& at, double cut) { at.value = cut; });
        else if (key == "decision_type") read_decisions();
        else if (key == "left_child") read_children(left, &node::left);
        else if (key == "right_child") read_children(right, &node::right);
        else if (key == "leaf_value") read_leaves();
    }

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
        if (lengths_[which] != 0) lines_.fail("a key that was there already", "each key once");
        lengths_[which] = lines_.read_numbers<Number>([&](std::size_t i, Number number) {
            if (i >= nodes.size()) lines_.fail("more numbers than num_leaves asks for", "the end of the line");
            set(nodes[i], number);
        });
    }

    /// Bit 0 is for categories, bit 1 the default direction, bits 2 and 3 what is missing.
    void read_decisions() {
        read<std::uint32_t>(decision, splits(), [this](node& at, std::uint32_t bits) {
            if (bits > 11) lines_.fail("a decision type of LightGBM");
            if ((bits & 1) != 0) lines_.fail("a categorical split", "numerical splits");
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

    /// The tree before this line, if there is one.
    void end_tree() {
        if (next_tree_ == 0) return;
        check_lengths();
        if (lengths_[decision] == 0)
            for (node& at : splits()) at.set_missing(missing_kind::never);
        auto const split_count = static_cast<std::uint32_t>(leaves_ - 1);
        if (auto const defect = builder_.add_tree(tree_.size(), workspace_, split_count)) refuse(*defect);
        builder_.trees[next_tree_ - 1].output = static_cast<std::uint32_t>((next_tree_ - 1) % outline_.outputs());
    }

    void check_lengths() const {
        for (auto const which : {feature, threshold, left, right})
            if (lengths_[which] != splits().size()) fail_length();
        if (lengths_[value] != leaves_ || (lengths_[decision] != 0 && lengths_[decision] != splits().size()))
            fail_length();
    }

    [[noreturn]] void fail_length() const {
        lines_.fail("a tree whose lines have too few numbers", "as many as num_leaves asks for");
    }

    [[noreturn]] void refuse(tree_defect const& defect) const {
        std::string found = "in tree ";
        lines_.fail(found.append(std::to_string(next_tree_ - 1)).append(": ").append(defect.text()), defect.expected);
    }

    text_tokens& lines_;
    lightgbm_outline const& outline_;
    tree_ensemble_builder<double>& builder_;
    std::span<std::uint32_t> workspace_;
    std::array<std::size_t, part_count> lengths_{};
    std::span<node> tree_;
    std::size_t next_tree_ = 0, leaves_ = 0;
};

/// Reads the file twice: counts, acquires the model's region, and fills it.
[[nodiscard]] inline model load_lightgbm(model_input& input, load_options const& options, load_workspace& workspace,
                                         budget& memory) {
    text_tokens lines{input, workspace.text()};
    auto const outline = lightgbm_scan{lines, options.rounds}.run();
    tree_ensemble_builder<double> builder{{.splits = outline.splits,
                                           .largest_tree = outline.largest_tree,
                                           .trees = outline.kept_trees,
                                           .outputs = outline.outputs(),
                                           .features = outline.features,
                                           .name_characters = outline.own_names ? outline.name_characters : 0},
                                          memory};
    builder.rule = {comparison::less_or_equal, tiny_values::zero};
    builder.link = outline.link;
    builder.missing = options.missing;
    if (outline.averaged) builder.divisor = static_cast<double>(outline.kept_trees / outline.outputs());
    lines.rewind();
    lightgbm_fill{lines, outline, builder, workspace.waiting_nodes()}.run();
    model_info const info{"lightgbm", outline.version, outline.objective, precision::float64};
    return {std::move(builder).build(), info, load_workspace_bytes};
}

}  // namespace arenite::inline ARENITE_ABI::detail
