// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/report_text.hpp>
#include <arenite/transform/detail/summary_figures.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

[[nodiscard]] inline std::size_t name_width(summary const& seen) noexcept {
    std::size_t widest = std::string_view{"categories"}.size();
    for (std::size_t i = 0; i != seen.size(); ++i)
        widest = std::max(widest, shown_width(column_label{seen[i], i}.text()));
    return widest;
}

inline void put_number_columns(text_writer& out, summary const& seen, std::size_t width) {
    if (count_of(seen, is_of_numbers) == 0) return;
    constexpr std::array<std::size_t, 7> columns{14, 12, 12, 12, 12, 12, 12};
    text_table table{out, width, columns};
    table.head("numbers", {"count", "missing", "mean", "sd", "min", "median", "max"});
    for_each_column(seen, is_of_numbers, [&](column_summary const& found, column_label const& label) {
        table.row(label.text(),
                  {grouped(found.count), grouped(found.missing), readable_figure(found.mean), readable_figure(found.sd),
                   readable_figure(found.minimum), readable_figure(found.median), readable_figure(found.maximum)});
    });
}

inline void put_category_columns(text_writer& out, summary const& seen, std::size_t width) {
    if (count_of(seen, is_of_categories) == 0) return;
    constexpr std::array<std::size_t, 3> columns{14, 12, 12};
    text_table table{out, width, columns};
    table.head("categories", {"count", "missing", "different"});
    out << "   most frequent";
    for_each_column(seen, is_of_categories, [&](column_summary const& found, column_label const& label) {
        table.row(label.text(), {grouped(found.count), grouped(found.missing), readable_distinct(found)});
        out << "   ";
        put_plain(out, most_frequent_text(found));
        if (found.most_frequent_count != 0) out << " (" << grouped(found.most_frequent_count) << ')';
    });
}

inline void write_summary(text_writer& out, summary const& seen) {
    auto const width = name_width(seen);
    out << grouped(seen.rows()) << " rows, " << grouped(seen.size()) << (seen.size() == 1 ? " column" : " columns");
    put_number_columns(out, seen, width);
    put_category_columns(out, seen, width);
}

}  // namespace detail

/// Tables for people: of the columns of numbers, and of those of categories and texts; the last line has no end.
/// Allocates: nothing of its own.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, summary const& seen) {
    return out << detail::streamed_view<summary const&, detail::write_summary>{seen};
}

}  // namespace arenite::inline ARENITE_ABI
