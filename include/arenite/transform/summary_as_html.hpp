// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/markup_writer.hpp>
#include <arenite/memory/detail/page_style.hpp>
#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// How a column's numbers are spread between the least and the greatest, in bars of equal width.
class spread_picture {
public:
    spread_picture(summary const& seen, std::size_t column) noexcept {
        auto const least = seen[column].minimum, width = (seen[column].maximum - least) / bars;
        for (std::size_t k = 0; k != bars; ++k) {
            auto const end = least + width * static_cast<double>(k + 1);
            auto const up_to = k + 1 == bars ? 1 : seen.share_up_to(column, end);
            shares_[k] = up_to - (k == 0 ? 0 : sum_);
            sum_ = up_to;
            highest_ = std::max(highest_, shares_[k]);
        }
    }

    /// A minus and bars: `there are none` of a column whose numbers are all the same, or not finite.
    [[nodiscard]] static bool exists(column_summary const& of) noexcept {
        return std::isfinite(of.maximum - of.minimum) && of.maximum > of.minimum && of.rank_error == of.rank_error;
    }

    void put(markup_writer& page, std::string_view title) const {
        page.element("svg",
                     {{"xmlns", "http://www.w3.org/2000/svg"},
                      {"viewBox", "0 0 120 24"},
                      {"class", "c0"},
                      {"role", "img"},
                      {"style", "width:120px;min-width:120px;margin:0 0 0 auto"}},
                     [&] { page.path({}, title, [this](text_writer& out) { put_bars(out); }); });
    }

private:
    static constexpr std::size_t bars = 24;
    static constexpr double bar_width = 5, height = 24;

    void put_bars(text_writer& out) const {
        for (std::size_t k = 0; k != bars; ++k) {
            auto const high = tenths(shares_[k] / highest_ * height);
            out << 'M' << tenths(bar_width * static_cast<double>(k)).view() << ' ' << tenths(height).view() << 'v'
                << (high.view() == "0" ? "" : "-") << high.view() << "h4v" << high.view() << 'z';
        }
    }

    std::array<double, bars> shares_{};
    double sum_ = 0, highest_ = 0;
};

inline void put_row(markup_writer& page, std::string_view name, std::initializer_list<std::string_view> texts) {
    page.element("th", {{"scope", "row"}}, [&] { page.element("bdi", {}, name); });
    for (auto const text : texts) page.element("td", {}, text);
}

inline void put_table_of(markup_writer& page, std::initializer_list<std::string_view> head,
                         std::invocable auto&& write_rows) {
    page.element("div", {{"class", "wide"}}, [&] {
        page.element("table", {}, [&] {
            page.element("thead", {}, [&] {
                page.element("tr", {}, [&] {
                    for (auto const heading : head) page.element("th", {{"scope", "col"}}, heading);
                });
            });
            page.element("tbody", {}, write_rows);
        });
    });
}

inline void put_number_section(markup_writer& page, summary const& seen) {
    if (count_of(seen, is_of_numbers) == 0) return;
    page.element("h2", {}, "Numbers");
    put_table_of(page, {"column", "count", "missing", "mean", "sd", "min", "median", "max", "spread"}, [&] {
        for (std::size_t i = 0; i != seen.size(); ++i) {
            auto const& found = seen[i];
            if (!is_of_numbers(found)) continue;
            page.element("tr", {}, [&] {
                put_row(page, column_label{found, i}.text(),
                        {grouped(found.count), grouped(found.missing), readable_figure(found.mean),
                         readable_figure(found.sd), readable_figure(found.minimum), readable_figure(found.median),
                         readable_figure(found.maximum)});
                page.element("td", {}, [&] {
                    if (spread_picture::exists(found)) spread_picture{seen, i}.put(page, "from min to max");
                });
            });
        }
    });
}

inline void put_category_section(markup_writer& page, summary const& seen) {
    if (count_of(seen, is_of_categories) == 0) return;
    page.element("h2", {}, "Categories and texts");
    put_table_of(page, {"column", "count", "missing", "different", "most frequent", "of it"}, [&] {
        for_each_column(seen, is_of_categories, [&](column_summary const& found, column_label const& label) {
            page.element("tr", {}, [&] {
                put_row(page, label.text(),
                        {grouped(found.count), grouped(found.missing), readable_distinct(found),
                         most_frequent_text(found), readable_share(found.most_frequent_count, found.count)});
            });
        });
    });
}

inline void write_summary_html(text_writer& out, summary const& seen) {
    markup_writer page{out};
    page.literal("<!DOCTYPE html>\n");
    page.element("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}}, [&] {
        page.element("head", {}, [&] {
            page.empty("meta", {{"charset", "utf-8"}});
            page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
            page.element("title", {}, "Summary of rows");
            page.element("style", {}, [&] { page.literal(page_style); });
        });
        page.element("body", {}, [&] {
            page.element("main", {}, [&] {
                page.element("h1", {}, "Summary of rows");
                page.element("p", {{"class", "lead"}}, [&] {
                    page.element("strong", {}, grouped(seen.rows()).append(" rows"));
                    page.text(", ");
                    page.text(grouped(seen.size()).append(seen.size() == 1 ? " column" : " columns"));
                });
                put_number_section(page, seen);
                put_category_section(page, seen);
            });
        });
    });
}

}  // namespace detail

/// A summary as one page of HTML, for a stream: a row for each column, of numbers with a picture of how they are
/// spread. It needs nothing else: no script, no font, no file; it follows the reader's light or dark mode, and is
/// well-formed XML too.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the summary.
[[nodiscard]] inline auto as_html(summary const& seen) noexcept {
    return detail::streamed_view<summary const&, detail::write_summary_html>{seen};
}
void as_html(summary const&&) = delete;  // it would borrow from a temporary

}  // namespace arenite::inline ARENITE_ABI
