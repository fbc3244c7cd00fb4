// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/lightgbm_objective.hpp>
#include <arenite/format/detail/lightgbm_category_scan.hpp>
#include <arenite/format/detail/lightgbm_tree_scan.hpp>
#include <arenite/format/detail/printable_text.hpp>
#include <arenite/format/detail/text_tokens.hpp>
#include <arenite/format/detail/wanted_rounds.hpp>
#include <arenite/model/tree_node.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass: counts what the model will hold, and refuses by name what is not supported, before anything is
/// acquired for it.
class lightgbm_scan {
public:
    lightgbm_scan(text_tokens& lines, std::size_t rounds, std::span<char> text_buffer)
        : lines_(lines), rounds_(rounds), categories_(lines, outline_, text_buffer) {}

    [[nodiscard]] lightgbm_outline run() {
        while (next_line()) {
            if (lines_.key() == "Tree") begin_tree();
            else if (outline_.trees == 0) read_header(lines_.key());
            else tree_.read(lines_.key());
        }
        end_tree();
        check();
        find_kept_trees();
        categories_.read_trailer();
        return outline_;
    }

private:
    /// False at the line behind the last tree, which must be there.
    bool next_line() {
        if (!lines_.next_line()) lines_.fail("the end of the file", "a line `end of trees`");
        return lines_.key() != "end of trees";
    }

    void read_header(std::string_view key) {
        if (key == "version") seen_.once(lines_, 0), read_version();
        else if (key == "num_class") seen_.once(lines_, 1), outline_.classes = read_output_count();
        else if (key == "num_tree_per_iteration")
            seen_.once(lines_, 2), outline_.trees_per_iteration = read_output_count();
        else if (key == "max_feature_idx") seen_.once(lines_, 3), read_feature_count();
        else if (key == "objective") seen_.once(lines_, 4), read_objective();
        else if (key == "feature_names") seen_.once(lines_, 5), count_names();
        else if (key == "feature_infos") seen_.once(lines_, 6), categories_.read_infos();
        else if (key == "tree_sizes") seen_.once(lines_, 7), sizes_ = lines_.count_tokens();
        else if (key == "average_output") outline_.averaged = true;
    }

    void read_version() {
        outline_.version = lines_.rest_of_line();
        auto const version = outline_.version.view();
        bool const known = version == "v2" || version == "v3" || version == "v4";
        if (!known) lines_.fail(quoted_text(version), "version v2, v3 or v4");
    }

    [[nodiscard]] std::uint64_t read_output_count() {
        auto const count = lines_.read_number<std::uint64_t>();
        if (count == 0) lines_.fail("0", "at least 1");
        return count;
    }

    void read_feature_count() {
        auto const last = lines_.read_number<std::uint64_t>();
        if (last >= tree_node<double>::feature_limit - 2)
            lines_.fail("a feature that is too large", "at most 134217725");
        outline_.features = last + 1;
    }

    void read_objective() {
        auto const line = lines_.rest_of_line();
        auto const found = lightgbm_link(line);
        if (!found) lines_.fail("an objective of LightGBM");
        outline_.link = *found;
        objective_classes_ = lightgbm_classes(line);
        outline_.objective = line;
    }

    void count_names() {
        for (auto name = lines_.next_token(); !name.empty(); name = lines_.next_token(), ++outline_.names) {
            outline_.name_characters += name.size();
            outline_.own_names = outline_.own_names || !is_made_up(name, outline_.names);
        }
    }

    static bool is_made_up(std::string_view name, std::uint64_t index) noexcept {
        return name.starts_with("Column_") && name.substr(7) == format_number(index).view();
    }

    void begin_tree() {
        end_tree();
        if (lines_.read_number<std::uint64_t>() != outline_.trees) lines_.fail("a tree out of order", "its position");
        ++outline_.trees;
        tree_.begin();
    }

    /// The tree before this line, if there is one.
    void end_tree() {
        if (outline_.trees == 0) return;
        tree_.check();
        if ((outline_.trees - 1) / outline_.outputs() < rounds_) tree_.add_to(outline_);
    }

    /// A size that the file only claims must be borne out by what it holds.
    void check() const {
        auto const& o = outline_;
        if (o.features == 0) lines_.fail("no max_feature_idx", "the number of features");
        if (o.names != 0 && o.names != o.features)
            lines_.fail("another number of feature names than of features", "a name for each feature");
        if (categories_.infos() != 0 && categories_.infos() != o.features)
            lines_.fail("another number of feature infos than of features", "one for each feature");
        if (o.trees == 0 && !sizes_) lines_.fail("no trees", "a tree, or tree_sizes that lists none");
        if (sizes_ && *sizes_ != o.trees)
            lines_.fail("another number of trees than of tree_sizes", "a tree for each size");
        if (o.trees % o.outputs() != 0)
            lines_.fail("a number of trees that does not fit", "a multiple of num_tree_per_iteration");
        for (auto const classes : {o.classes, objective_classes_})
            if (classes != 0 && classes != o.outputs())
                lines_.fail("another number of classes than num_tree_per_iteration", "the same");
    }

    void find_kept_trees() {
        auto const there = outline_.trees / outline_.outputs();
        bool const all = rounds_ == all_rounds;
        if (!all && rounds_ > there) lines_.fail(rounds_found(there), rounds_expected(rounds_));
        outline_.kept_trees = all ? outline_.trees : rounds_ * outline_.outputs();
    }

    text_tokens& lines_;
    std::size_t rounds_;
    lightgbm_outline outline_;
    keys_seen<8> seen_;
    std::optional<std::uint64_t> sizes_;  ///< of trees
    std::uint64_t objective_classes_ = 0;
    lightgbm_tree_scan tree_{lines_};
    lightgbm_category_scan categories_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
