// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/bytes_chart.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A part of a row's bar; `look` is its class.
struct bar_part {
    std::string_view look;
    double percent;
};

/// The rows of a table: a name, a bar, numbers.
class table_rows {
public:
    explicit table_rows(markup_writer& page_of_table) noexcept : page_(page_of_table) {}

    void head(std::initializer_list<std::string_view> names) {
        page_.element("thead", {}, [&] {
            page_.element("tr", {}, [&] {
                for (auto const name : names) page_.element("th", {{"scope", "col"}}, name);
            });
        });
    }

    /// `look` is the class of the name's mark.
    void row(std::string_view look, std::string_view name, std::initializer_list<bar_part> bar,
             std::initializer_list<std::string_view> numbers) {
        page_.element("tr", {}, [&] {
            page_.element("th", {{"scope", "row"}, {"class", look}}, [&] { page_.element("bdi", {}, name); });
            if (bar.size() != 0) put_bar(bar);
            for (auto const number : numbers) page_.element("td", {}, number);
        });
    }

    /// A row that belongs to no name, without a bar.
    void sum(std::string_view what, std::initializer_list<std::string_view> numbers) {
        page_.element("tr", {{"class", "sum"}}, [&] {
            page_.element("th", {{"scope", "row"}, {"colspan", "2"}}, what);
            for (auto const number : numbers) page_.element("td", {}, number);
        });
    }

private:
    void put_bar(std::initializer_list<bar_part> bar) {
        page_.element("td", {{"class", "bar"}}, [&] {
            page_.element("div", {}, [&] {
                for (auto const& part : bar) put_part(part);
            });
        });
    }

    void put_part(bar_part const& part) {
        if (part.percent == 0) return;
        auto const length = short_text<64>{"width:"}.append(fixed_number(part.percent, 1)).append("%");
        page_.element("span", {{"class", part.look}, {"style", length}}, "");
    }

    markup_writer& page_;
};

/// A table that may be wider than the page, and its rows.
template <class Write>
void put_table(markup_writer& page, std::initializer_list<std::string_view> head, Write&& write_rows) {
    page.element("div", {{"class", "wide"}}, [&] {
        page.element("table", {}, [&] {
            table_rows table{page};
            table.head(head);
            page.element("tbody", {}, [&] { write_rows(table); });
        });
    });
}

inline void put_tag_table(markup_writer& page, budget_report const& report, report_layers const& layers) {
    put_table(page, {"tag", "", "at the peak", "share", "most of the tag", "now", "acquired", "refused"},
              [&](table_rows& table) {
                  for (auto const number : layers.tags()) {
                      auto const& tag = report.tags[number];
                      auto const look = layer_class(layers.layer_of(number));
                      table.row(look, tag.name, {{look, percentage(tag.bytes_at_peak, report.peak)}},
                                {readable_bytes(tag.bytes_at_peak), readable_share(tag.bytes_at_peak, report.peak),
                                 readable_bytes(tag.peak), readable_bytes(tag.bytes), grouped(tag.acquisitions),
                                 grouped(tag.refusals)});
                  }
                  table.sum("asked for", {readable_bytes(report.peak), "", "", readable_bytes(report.used), "", ""});
                  table.sum("given by the source, such as whole pages",
                            {readable_bytes(report.source_peak), "", "", readable_bytes(report.source_bytes), "", ""});
              });
}

inline void put_phase_table(markup_writer& page, budget_report const& report) {
    put_table(page, {"phase", "began at", "took", ""}, [&](table_rows& table) {
        for (auto const& phase : report.phases)
            table.row("phase", phase.name, {},
                      {readable_time(phase.begin), readable_time(end_of(phase, report) - phase.begin),
                       is_finished(phase) ? "" : "so far"});
    });
}

inline void put_stage_table(markup_writer& page, budget_report const& report) {
    auto const whole = stage_time_of(report);
    put_table(page, {"stage", "", "time", "share", "rows/s", "rows", "batches", "rows/batch"}, [&](table_rows& table) {
        for (auto const& stage : report.stages)
            table.row(
                "stage", stage.name, {{"given", percentage(stage.time, whole)}},
                {readable_time(stage.time), readable_share(stage.time, whole), readable_rate(stage.rows, stage.time),
                 grouped(stage.rows), grouped(stage.batches), rows_per_batch(stage)});
    });
}

inline void put_refusal_table(markup_writer& page, budget_report const& report) {
    put_table(page, {"stage", "at", "requested", "available", "rows that fit"}, [&](table_rows& table) {
        for (auto const& refusal : report.refusals)
            table.row("stage", refusal.stage, {},
                      {readable_time(refusal.time), readable_bytes(refusal.requested),
                       readable_bytes(refusal.available), rows_that_fit(refusal)});
    });
}

/// The two peaks need not have been at one time: what was outside at the process's is that much or more.
inline void put_process_table(markup_writer& page, budget_report const& report) {
    auto const most = report.resident_peak;
    put_table(page, {"", "", "resident", "given by the source", "outside the budget"}, [&](table_rows& table) {
        auto const row = [&](std::string_view name, std::size_t resident, std::size_t given, short_text<64> relation) {
            auto const rest = outside(resident, given);
            table.row("process", name,
                      {{"given", percentage(resident - rest, most)}, {"outside", percentage(rest, most)}},
                      {readable_bytes(resident), readable_bytes(given), relation.append(readable_bytes(rest))});
        };
        row("now", report.resident_bytes, report.source_bytes, {});
        if (report.resident_peak != 0) row("at most", most, report.source_peak, {"≥ "});
    });
}

}  // namespace arenite::inline ARENITE_ABI::detail
