// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/readable_number.hpp>
#include <arenite/transform/column_summary.hpp>

// What the views work out of a summary and its columns; templates, because that header includes this one.
namespace arenite::inline ARENITE_ABI::detail {

/// The name of a column, or of one without a name its number.
class column_label {
public:
    column_label(column_summary const& of, std::size_t number) noexcept
        : name_(of.name), number_(short_text<32>{"column "}.append(format_number(number))) {}

    [[nodiscard]] std::string_view text() const noexcept { return name_.empty() ? number_.view() : name_; }

private:
    std::string_view name_;
    short_text<32> number_;
};

[[nodiscard]] constexpr bool is_of_numbers(column_summary const& found) noexcept {
    return found.kind == column_kind::number;
}
[[nodiscard]] constexpr bool is_of_categories(column_summary const& found) noexcept { return !is_of_numbers(found); }

/// `act(column, label)` on the columns that are wanted.
template <class Summary, class Act>
void for_each_column(Summary const& seen, bool (*is_wanted)(column_summary const&) noexcept, Act&& act) {
    for (std::size_t i = 0; i != seen.size(); ++i)
        if (is_wanted(seen[i])) act(seen[i], column_label{seen[i], i});
}

[[nodiscard]] std::size_t count_of(auto const& seen, bool (*is_wanted)(column_summary const&) noexcept) {
    std::size_t count = 0;
    for_each_column(seen, is_wanted, [&count](auto const&, auto const&) { ++count; });
    return count;
}

/// Six digits; "-" where there is none.
[[nodiscard]] inline short_text<48> readable_figure(double number) noexcept {
    if (number != number) return std::string_view{"-"};
    char text[48];
    auto const end = std::to_chars(text, text + sizeof text, number, std::chars_format::general, 6).ptr;
    return std::string_view{text, end};
}

/// "~1 024" where it is about so many.
[[nodiscard]] inline short_text<64> readable_distinct(column_summary const& found) noexcept {
    return short_text<64>{found.is_complete ? "" : "~"}.append(grouped(found.distinct));
}

/// As many of its bytes as there is room for in a line; "-": it is not known.
[[nodiscard]] inline short_text<64> most_frequent_text(column_summary const& found) noexcept {
    if (found.most_frequent != found.most_frequent) return std::string_view{"-"};
    if (found.vocabulary.empty()) return readable_figure(found.most_frequent).view();
    return found.vocabulary[static_cast<std::size_t>(found.most_frequent)];
}

}  // namespace arenite::inline ARENITE_ABI::detail
