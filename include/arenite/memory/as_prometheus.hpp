// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/escaped_text.hpp>
#include <arenite/memory/detail/report_figures.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// What Prometheus is told of the samples of one name.
struct metric {
    std::string_view name, type, help, label = {};

    void put_head(text_writer& out) const {
        out << "# HELP arenite_budget_" << name << ' ' << help << '\n';
        out << "# TYPE arenite_budget_" << name << ' ' << type << '\n';
    }
};

inline void put_sample(text_writer& out, metric const& of, std::string_view number) {
    of.put_head(out);
    out << "arenite_budget_" << of.name << ' ' << number << '\n';
}

/// Of all entries that are shown under the name of `entry`; nothing, where an earlier one had them: a series has one
/// sample.
template <class Entries, class Entry, class Number>
void put_labelled(text_writer& out, metric const& of, Entries const& entries, Entry const& entry, Number Entry::*number,
                  std::uint64_t per_unit) {
    std::uint64_t sum = 0;
    for (auto const& other : entries) {
        if (!shown_alike(other.name, entry.name)) continue;
        if (&other < &entry) return;
        sum += other.*number;
    }
    out << "arenite_budget_" << of.name << '{' << of.label << "=\"";
    put_label(out, entry.name);
    out << "\"} " << exact_decimal(sum, per_unit) << '\n';
}

template <class Entries, class Entry, class Number>
void put_samples(text_writer& out, metric const& of, Entries const& entries, Number Entry::*number,
                 std::uint64_t per_unit = 1) {
    if (entries.empty()) return;
    of.put_head(out);
    for (auto const& entry : entries) put_labelled(out, of, entries, entry, number, per_unit);
}

inline void put_total_samples(text_writer& out, budget_report const& report) {
    auto const put = [&out](std::string_view name, std::string_view help, std::uint64_t number) {
        put_sample(out, {name, "gauge", help}, format_number(number));
    };
    auto const limit = format_number(report.limit);
    put_sample(out, {"limit_bytes", "gauge", "The most that may be held at once."},
               report.limit == no_limit ? "+Inf" : limit.view());
    put("used_bytes", "Held now, as asked for.", report.used);
    put("peak_bytes", "The most that was held at once.", report.peak);
    put("source_bytes", "What the source gave for the bytes held now.", report.source_bytes);
    put("source_peak_bytes", "The most that the source gave at once.", report.source_peak);
    put("planned_bytes", "Plan of the pipeline that was admitted last.", report.planned_bytes);
    put("planned_batch_rows", "Rows in a batch of that pipeline.", report.planned_rows);
    put_sample(out, {"refusals_total", "counter", "Acquisitions that were refused."}, format_number(report.refused));
    if (report.resident_bytes != 0) put("process_resident_bytes", "Of the process, now.", report.resident_bytes);
    if (report.resident_peak != 0) put("process_resident_peak_bytes", "Of the process, at most.", report.resident_peak);
}

inline void write_report_prometheus(text_writer& out, budget_report const& report) {
    put_total_samples(out, report);
    auto const& tags = report.tags;
    auto const& stages = report.stages;
    put_samples(out, {"tag_bytes", "gauge", "Held now, by tag.", "tag"}, tags, &reported_tag::bytes);
    put_samples(out, {"tag_peak_bytes", "gauge", "The most of the tag.", "tag"}, tags, &reported_tag::peak);
    put_samples(out, {"tag_acquisitions_total", "counter", "Acquisitions, by tag.", "tag"}, tags,
                &reported_tag::acquisitions);
    put_samples(out, {"tag_refusals_total", "counter", "Acquisitions that were refused, by tag.", "tag"}, tags,
                &reported_tag::refusals);
    put_samples(out, {"stage_seconds_total", "counter", "Time that a stage took.", "stage"}, stages,
                &reported_stage::time, 1'000'000'000);
    put_samples(out, {"stage_batches_total", "counter", "Batches that a stage made.", "stage"}, stages,
                &reported_stage::batches);
    put_samples(out, {"stage_rows_total", "counter", "Rows that a stage made.", "stage"}, stages,
                &reported_stage::rows);
}

}  // namespace detail

/// A report in the text format of Prometheus, version 0.0.4, for a stream: metrics named arenite_budget_…, in bytes
/// and seconds, with the labels `tag` and `stage`. The last line has its end, as the format asks for.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the report; keeps a temporary one.
[[nodiscard]] inline auto as_prometheus(budget_report const& report) noexcept {
    return detail::streamed_view<budget_report const&, detail::write_report_prometheus>{report};
}
[[nodiscard]] inline auto as_prometheus(budget_report const&& report) noexcept {
    return detail::streamed_view<budget_report, detail::write_report_prometheus>{report};
}

}  // namespace arenite::inline ARENITE_ABI
