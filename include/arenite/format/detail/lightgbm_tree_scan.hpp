// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/lightgbm_outline.hpp>
#include <arenite/format/detail/text_tokens.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Counts what the lines of one tree hold, in the first pass. Lines about categories count behind a `num_cat` other
/// than 0 only, those about linear functions behind `is_linear=1`, as the second pass reads them.
class lightgbm_tree_scan {
public:
    explicit lightgbm_tree_scan(text_tokens& of_lines) noexcept : lines_(of_lines) {}

    void begin() noexcept { tree_ = {}; }

    void read(std::string_view key) {
        if (key == "num_leaves") once(0), tree_.stated_leaves = lines_.read_number<std::uint64_t>();
        else if (key == "num_cat") once(1), tree_.states_sets = true, tree_.sets = lines_.read_number<std::uint64_t>();
        else if (key == "leaf_value") once(2), tree_.leaves = lines_.count_tokens();
        else if (key == "is_linear") once(3), tree_.linear = lines_.read_number<std::uint64_t>() != 0;
        else if (tree_.sets != 0 && key == "cat_boundaries") once(4), tree_.boundaries = lines_.count_tokens();
        else if (tree_.sets != 0 && key == "cat_threshold") once(5), tree_.words = lines_.count_tokens();
        else if (tree_.linear && key == "leaf_features") once(6), tree_.terms = lines_.count_tokens();
        else if (tree_.linear && key == "leaf_coeff") once(7), tree_.coefficients = lines_.count_tokens();
        else if (is_statistic_of_splits(key)) count_statistic(0);
        else if (key == "leaf_weight" || key == "leaf_count") count_statistic(1);
    }

    /// A size that the file only claims must be borne out by what it holds.
    void check() const {
        if (tree_.leaves == 0 || tree_.leaves != tree_.stated_leaves)
            lines_.fail("a tree with another number of leaves than num_leaves", "num_leaves leaf values");
        if (tree_.leaves > 0x3fffffff) lines_.fail("a tree that is too large", "at most 1073741823 leaves");
        if (!tree_.states_sets) lines_.fail("a tree without num_cat", "num_cat in front of cat_boundaries");
        if (tree_.sets != 0 && (tree_.boundaries == 0 || tree_.boundaries - 1 != tree_.sets))
            lines_.fail("a tree with another number of sets of categories than num_cat", "num_cat + 1 cat_boundaries");
        if (tree_.terms != tree_.coefficients)
            lines_.fail("another number of coefficients than of features of leaves", "one for each");
    }

    /// A tree that is kept.
    void add_to(lightgbm_outline& outline) const {
        outline.splits += tree_.leaves - 1;
        outline.largest_tree = std::max(outline.largest_tree, 2 * tree_.leaves - 1);
        outline.category_sets += tree_.sets;
        outline.category_words += tree_.words;
        outline.terms += tree_.terms;
        outline.has_linear_trees = outline.has_linear_trees || tree_.linear;
        if (outline.category_sets > most_sets) lines_.fail("too many splits on categories", "at most 16777216");
        if (outline.category_words > most_words) lines_.fail("too many words of cat_threshold", "at most 4294967295");
    }

private:
    static constexpr std::uint64_t most_sets = std::uint64_t{1} << 24, most_words = 0xffffffff;

    struct counts {
        keys_seen<8> seen;
        std::uint64_t stated_leaves = 0, leaves = 0, sets = 0, boundaries = 0, words = 0, terms = 0, coefficients = 0;
        bool linear = false, states_sets = false;
    };

    void once(std::size_t key) { tree_.seen.once(lines_, key); }

    [[nodiscard]] static bool is_statistic_of_splits(std::string_view key) noexcept {
        return key == "split_gain" || key == "internal_value" || key == "internal_weight" || key == "internal_count";
    }

    /// Prediction does not read them, and a tree of one leaf has none: as many as there are splits, and `more`.
    void count_statistic(std::uint64_t more) const {
        auto const count = lines_.count_tokens();
        if (count != 0 && count + 1 != tree_.stated_leaves + more)
            lines_.fail("another number of statistics than the tree asks for", "one for each leaf, or for each split");
    }

    text_tokens& lines_;
    counts tree_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
