// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/page_style.hpp>
#include <arenite/memory/detail/page_tables.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

inline void put_strong(markup_writer& page, std::string_view text) { page.element("strong", {}, text); }

inline void put_peak_clause(markup_writer& page, budget_report const& report) {
    if (report.peak == 0) return page.text("Nothing was acquired");
    page.text("At most ");
    put_strong(page, readable_bytes(report.peak));
    page.text(" were held at once");
}

inline void put_limit_clause(markup_writer& page, budget_report const& report) {
    if (report.limit == no_limit) return page.text(", without a limit");
    page.text(report.peak == 0 ? " of the budget of " : ", ");
    if (report.peak != 0) {
        put_strong(page, readable_share(report.peak, report.limit));
        page.text(" of the budget of ");
    }
    put_strong(page, readable_bytes(report.limit));
}

inline void put_plan_clause(markup_writer& page, budget_report const& report) {
    if (report.planned_bytes == 0) return;
    bool const is_met = report.planned_bytes == report.peak;
    page.text(is_met ? ", exactly as planned" : "; the plan was ");
    if (!is_met) put_strong(page, readable_bytes(report.planned_bytes));
    if (report.planned_rows == 0) return;
    page.text(" for batches of ");
    put_strong(page, grouped(report.planned_rows).append(" rows"));
}

inline void put_refusal_clause(markup_writer& page, budget_report const& report) {
    if (report.refused == 0) return page.text("; nothing was refused.");
    page.text("; ");
    put_strong(page, grouped(report.refused));
    page.text(report.refused == 1 ? " acquisition was refused." : " acquisitions were refused.");
}

inline void put_lead(markup_writer& page, budget_report const& report) {
    page.element("p", {{"class", "lead"}}, [&] {
        put_peak_clause(page, report);
        put_limit_clause(page, report);
        put_plan_clause(page, report);
        put_refusal_clause(page, report);
    });
}

inline void put_note(markup_writer& page, std::string_view text) { page.element("p", {{"class", "note"}}, text); }

inline void put_bytes_section(markup_writer& page, budget_report const& report) {
    report_layers const layers{report};
    page.element("h2", {}, "Bytes over time");
    if (report.changes.empty() || report.peak == 0) return put_note(page, "Nothing was acquired.");
    bytes_chart chart{page, report, layers};
    page.element("div", {{"class", "wide"}}, [&] { chart.put(); });
    put_tag_table(page, report, layers);
    if (chart.names_all_phases()) return;
    page.element("h2", {}, "Phases");
    put_phase_table(page, report);
}

inline void put_stage_section(markup_writer& page, budget_report const& report) {
    page.element("h2", {}, "Time by stage");
    if (report.stages.empty()) return put_note(page, "No pipeline has come to its end.");
    put_stage_table(page, report);
}

inline void put_refusal_section(markup_writer& page, budget_report const& report) {
    page.element("h2", {}, "Refusals");
    if (report.refused == 0) return put_note(page, "Nothing was refused.");
    put_refusal_table(page, report);
    if (report.refused == report.refusals.size()) return;
    short_text<96> text{"The latest "};
    text.append(grouped(report.refusals.size())).append(" of ").append(grouped(report.refused)).append(".");
    put_note(page, text);
}

inline void put_process_section(markup_writer& page, budget_report const& report) {
    page.element("h2", {}, "Process");
    if (report.resident_bytes == 0) return put_note(page, "The system does not say how much of it is resident.");
    put_process_table(page, report);
    put_note(page, "Blue: given by the budget's source. Grey: code, libraries, stacks, what others have acquired.");
}

inline void put_head_element(markup_writer& page, budget_report const& report) {
    page.element("head", {}, [&] {
        page.empty("meta", {{"charset", "utf-8"}});
        page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
        page.element("title", {}, [&] {
            page.text("Memory budget: peak ");
            page.text(readable_bytes(report.peak));
            page.text(", limit ");
            page.text(limit_text(report));
        });
        page.element("style", {}, [&] { page.literal(page_style); });
    });
}

inline void write_report_html(text_writer& out, budget_report const& report) {
    markup_writer page{out};
    page.literal("<!DOCTYPE html>\n");
    page.element("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}}, [&] {
        put_head_element(page, report);
        page.element("body", {}, [&] {
            page.element("main", {}, [&] {
                page.element("h1", {}, "Memory budget");
                put_lead(page, report);
                put_bytes_section(page, report);
                put_stage_section(page, report);
                put_refusal_section(page, report);
                put_process_section(page, report);
            });
        });
    });
}

}  // namespace detail

/// A report as one page of HTML, for a stream: what was held when, by whom, the time of stages, refusals. It needs
/// nothing else: no script, no font, no file; it follows the reader's light or dark mode, and is well-formed XML too.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the report; keeps a temporary one.
[[nodiscard]] inline auto as_html(budget_report const& report) noexcept {
    return detail::streamed_view<budget_report const&, detail::write_report_html>{report};
}
[[nodiscard]] inline auto as_html(budget_report const&& report) noexcept {
    return detail::streamed_view<budget_report, detail::write_report_html>{report};
}

}  // namespace arenite::inline ARENITE_ABI
