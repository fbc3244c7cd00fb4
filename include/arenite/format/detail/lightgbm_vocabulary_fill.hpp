// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/lightgbm_categories.hpp>
#include <arenite/format/detail/lightgbm_outline.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the names of categories into the columns of an ensemble, in the second pass.
class lightgbm_vocabulary_fill {
public:
    lightgbm_vocabulary_fill(text_tokens& of_lines, lightgbm_outline const& of_file,
                             tree_ensemble_builder<double>& of_builder, std::span<char> text_buffer) noexcept
        : lines_(of_lines), outline_(of_file), builder_(of_builder), buffer_(text_buffer) {}

    void read_infos() {
        if (outline_.category_names == 0 || outline_.categories_are_listed) return;
        lines_.count_tokens([this](std::size_t i, char first) {
            if (is_category_info(first)) set_category(i);
        });
    }

    /// Reads on from the last tree that is kept.
    void read_trailer() {
        if (outline_.category_names == 0) return;
        while (lines_.key() != "end of trees") require_room(lines_, lines_.next_line() ? 0 : 1, 1);
        while (lines_.next_line(':')) read(lines_.key());
        for (auto const& set : builder_.category_sets) check(set);
    }

private:
    void read(std::string_view key) {
        if (key == "[categorical_feature" && outline_.categories_are_listed) read_list();
        else if (key == "pandas_categorical") read_categories();
    }

    void read_list() {
        read_feature_list(lines_.input(), [this](std::uint64_t feature) { set_category(feature); });
    }

    void set_category(std::uint64_t feature) {
        if (!builder_.columns.set_category(feature))
            lines_.fail("a categorical feature that the model does not have", "a feature of the model");
    }

    void read_categories() {
        json_events events{lines_.input(), buffer_};
        std::size_t next = 0;  // behind the feature whose categories are read
        read_pandas_categories(
            events, [&] { next = next_category(next) + 1; },
            [&](std::string_view name) {
                require_room(events, builder_.columns.add_category(next - 1, name) ? 0 : 1, 1);
            });
    }

    [[nodiscard]] std::size_t next_category(std::size_t feature) const {
        auto const columns = builder_.columns.view();
        while (feature != columns.size() && columns[feature].kind != column_kind::category) ++feature;
        if (feature == columns.size()) lines_.fail("a list of categories too many", "one for each categorical feature");
        return feature;
    }

    /// What a set sends to the left must have a name: else the names belong to another feature.
    void check(category_set const& set) const {
        auto const columns = builder_.columns.view();
        if (set.feature < columns.size() && codes(set) > columns[set.feature].vocabulary.size())
            lines_.fail("a split on a category without a name", "a name in pandas_categorical for each");
    }

    /// Where the codes end that have a bit in the set.
    [[nodiscard]] std::size_t codes(category_set const& set) const noexcept {
        auto words = builder_.category_words.subspan(set.first_word, set.words);
        while (!words.empty() && words.back() == 0) words = words.first(words.size() - 1);
        return words.empty() ? 0 : 32 * words.size() - static_cast<unsigned>(std::countl_zero(words.back()));
    }

    text_tokens& lines_;
    lightgbm_outline const& outline_;
    tree_ensemble_builder<double>& builder_;
    std::span<char> buffer_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
