// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_line.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the sets of categories of one tree after the other into an ensemble.
class lightgbm_category_fill {
public:
    lightgbm_category_fill(text_tokens& of_lines, tree_ensemble_builder<double>& of_builder) noexcept
        : lines_(of_lines), builder_(of_builder) {}

    /// Sets of this tree.
    [[nodiscard]] std::size_t count() const noexcept { return sets_.size(); }

    void begin() noexcept {
        first_set_ += sets_.size();
        first_word_ += words_;
        sets_ = {};
        boundaries_ = words_ = last_boundary_ = 0;
    }

    /// Whether the line was one about categories.
    bool read(std::string_view key) {
        if (key == "num_cat") read_count();
        else if (!sets_.empty() && key == "cat_boundaries") read_boundaries();
        else if (!sets_.empty() && key == "cat_threshold") read_words();
        else return key == "cat_boundaries" || key == "cat_threshold";
        return true;
    }

    /// The threshold of a split on categories is the number of its set in this tree; it becomes that among all.
    void end(std::span<tree_split<double>> splits) {
        if (sets_.empty()) return;
        require_length(lines_, boundaries_, sets_.size() + 1);
        if (last_boundary_ != words_)
            lines_.fail("another number of words in cat_threshold than the last of cat_boundaries", "as many");
        for (auto& at : splits)
            if (at.is_category()) use_set(at);
    }

private:
    static constexpr std::uint32_t no_feature = split_bits::feature_limit;
    /// A category is a whole number below 2^31.
    static constexpr std::size_t most_words = std::size_t{1} << 26;

    void read_count() {
        auto const count = lines_.read_number<std::size_t>();
        auto const room = builder_.category_sets.size() - first_set_;
        if (count > room) require_room(lines_, count, room);
        sets_ = builder_.category_sets.subspan(first_set_, count);
    }

    void read_boundaries() {
        read_lightgbm_line<std::uint64_t>(lines_, boundaries_, sets_.size() + 1, [&](std::size_t i, std::uint64_t end) {
            bool const in_order = i == 0 ? end == 0 : end >= last_boundary_;
            if (!in_order || end > builder_.category_words.size() - first_word_)
                lines_.fail("a boundary between sets of categories, in ascending order from 0 on");
            if (i != 0) set_words(sets_[i - 1], end - last_boundary_);
            last_boundary_ = end;
        });
    }

    void set_words(category_set& set, std::uint64_t words) const {
        if (words >= most_words) lines_.fail("a set of categories that is too large", "categories below 2147483616");
        set.feature = no_feature;
        set.first_word = static_cast<std::uint32_t>(first_word_ + last_boundary_);
        set.words = static_cast<std::uint32_t>(words);
    }

    void read_words() {
        auto const words = builder_.category_words.subspan(first_word_);
        read_lightgbm_line<std::uint32_t>(lines_, words_, words.size(),
                                          [&](std::size_t i, auto word) { words[i] = word; });
    }

    void use_set(tree_split<double>& at) {
        auto const number = exactly<std::uint32_t>(at.value);
        if (!number || *number >= sets_.size())
            lines_.fail("a split on categories without a set", "the number of a set of categories");
        auto& set = sets_[*number];
        if (set.feature != no_feature && set.feature != at.feature())
            lines_.fail("a set of categories of two features", "a set for each split on categories");
        set.feature = at.feature();
        at.value = static_cast<double>(first_set_ + *number);
    }

    text_tokens& lines_;
    tree_ensemble_builder<double>& builder_;
    std::span<category_set> sets_;  // of this tree
    std::size_t first_set_ = 0, first_word_ = 0;
    std::size_t boundaries_ = 0, words_ = 0;  // numbers on these lines
    std::uint64_t last_boundary_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
