// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/lightgbm_categories.hpp>
#include <arenite/format/detail/lightgbm_outline.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Finds out, in the first pass, what the categories of a data frame are called, and which features they belong to.
///
/// A file lists the categories column by column, but not whose they are: those columns are the data frame's of
/// categories, in order, and the features that were trained on as categories are those too, unless the user stated
/// others. So only if there are as many of the ones as of the others is it known. LightGBM names the latter among the
/// parameters; in a file without parameters they are the features whose infos list categories.
class lightgbm_category_scan {
public:
    lightgbm_category_scan(text_tokens& of_lines, lightgbm_outline& to_write, std::span<char> text_buffer) noexcept
        : lines_(of_lines), outline_(to_write), buffer_(text_buffer) {}

    void read_infos() {
        infos_ = lines_.count_tokens([this](std::size_t, char first) { category_infos_ += is_category_info(first); });
    }
    /// Of how many features.
    [[nodiscard]] std::uint64_t infos() const noexcept { return infos_; }

    /// Reads what is behind the trees.
    void read_trailer() {
        while (lines_.next_line(':')) read(lines_.key());
        if (in_parameters_) lines_.fail("the end of the file", "a line `end of parameters`");
        if (outline_.category_names != 0) find_features();
    }

private:
    void read(std::string_view key) {
        if (key == "parameters" || key == "end of parameters") in_parameters_ = key == "parameters";
        else if (in_parameters_ && key == "[categorical_feature") read_list();
        else if (key == "pandas_categorical") read_categories();
    }

    void read_list() {
        seen_.once(lines_, 0);
        listed_ = read_feature_list(lines_.input(), [](std::uint64_t) {});
    }

    void read_categories() {
        json_events events{lines_.input(), buffer_};
        columns_ = read_pandas_categories(
            events, [] {},
            [this](std::string_view name) {
                ++outline_.category_names;
                outline_.category_characters += name.size();
            });
    }

    void find_features() {
        if (outline_.names == 0) lines_.fail("categories of features without names", "feature_names");
        outline_.categories_are_listed = listed_.has_value();
        auto const features = listed_.value_or(category_infos_);
        if (columns_ == features) return;
        auto const found = short_text<64>{format_number(columns_)}.append(" lists of categories in pandas_categorical");
        auto const expected = short_text<96>{"a list for each of the "}
                                  .append(format_number(features))
                                  .append(" categorical features; null, to give codes");
        lines_.fail(found, expected);
    }

    text_tokens& lines_;
    lightgbm_outline& outline_;
    std::span<char> buffer_;
    keys_seen<1> seen_;
    std::optional<std::uint64_t> listed_;           ///< categorical features among the parameters
    std::uint64_t infos_ = 0, category_infos_ = 0;  ///< of features; those that list categories
    std::uint64_t columns_ = 0;                     ///< of categories, in the data frame
    bool in_parameters_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
