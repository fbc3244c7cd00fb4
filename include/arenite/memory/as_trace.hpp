// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/json_writer.hpp>
#include <arenite/memory/detail/lanes.hpp>
#include <arenite/memory/detail/report_figures.hpp>
#include <arenite/memory/detail/report_layers.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// One event; `write_more()` writes the members that only its kind has.
template <class Write>
void write_event(json_writer& json, std::string_view kind, std::string_view name, std::uint64_t time,
                 Write&& write_more) {
    json.object([&] {
        json.member("ph", kind);
        json.member("name", name);
        json.member("pid", 1u);
        json.key("ts");
        json.literal(exact_decimal(time, 1000));
        write_more();
    });
}

/// A point of a counter track; `write_series()` writes a member for each of its series.
template <class Write>
void write_counter(json_writer& json, std::string_view name, std::uint64_t time, Write&& write_series) {
    write_event(json, "C", name, time, [&] {
        json.key("args");
        json.object(write_series);
    });
}

/// Tags that are shown alike are one series.
inline void write_series(json_writer& json, budget_report const& report, held_by_tag const& held, std::size_t tag) {
    std::size_t sum = 0;
    for (std::size_t other = 0; other != report.tags.size(); ++other) {
        if (!shown_alike(report.tags[other].name, report.tags[tag].name)) continue;
        if (other < tag) return;
        sum += held[other];
    }
    json.member(report.tags[tag].name, sum);
}

inline void write_held(json_writer& json, budget_report const& report, held_by_tag const& held, std::uint64_t time) {
    write_counter(json, "bytes", time, [&] {
        for (std::size_t tag = 0; tag != report.tags.size(); ++tag) write_series(json, report, held, tag);
    });
}

/// What changed at one moment is one point.
inline void write_changes(json_writer& json, budget_report const& report) {
    held_by_tag held{};
    auto const& changes = report.changes;
    for (std::size_t i = 0; i != changes.size(); ++i) {
        apply(changes[i], held);
        if (is_last_of_its_time(changes, i)) write_held(json, report, held, changes[i].time);
    }
    if (!changes.empty()) write_held(json, report, held, report.time);
}

inline void write_limit(json_writer& json, budget_report const& report) {
    if (report.limit == no_limit) return;
    for (std::uint64_t const time : {std::uint64_t{0}, report.time})
        write_counter(json, "limit", time, [&] { json.member("bytes", report.limit); });
}

/// Those that overlap are on tracks of their own: on one, the inner has to end before the outer.
inline void write_phases(json_writer& json, budget_report const& report) {
    lanes<std::uint64_t, decltype(budget_report::phases)::capacity> tracks;
    for (auto const& phase : report.phases) {
        auto const end = end_of(phase, report);
        write_event(json, "X", phase.name, phase.begin, [&] {
            json.key("dur");
            json.literal(exact_decimal(end - phase.begin, 1000));
            json.member("tid", tracks.place(phase.begin, end) + 1);
        });
    }
}

inline void write_refusals(json_writer& json, budget_report const& report) {
    for (auto const& refusal : report.refusals)
        write_event(json, "i", "refused", refusal.time, [&] {
            json.member("s", std::string_view{"p"});
            json.key("args");
            json.object([&] {
                json.member("stage", refusal.stage.view());
                json.member("requested", refusal.requested);
                json.member("available", refusal.available);
                json.member("largest_batch_rows", refusal.largest_batch_rows);
            });
        });
}

inline void write_report_trace(text_writer& out, budget_report const& report) {
    json_writer json{out};
    json.object([&] {
        json.member("displayTimeUnit", std::string_view{"ms"});
        json.key("traceEvents");
        json.array([&] {
            write_limit(json, report);
            write_changes(json, report);
            write_phases(json, report);
            write_refusals(json, report);
        });
    });
}

}  // namespace detail

/// A report as trace events in JSON, for ui.perfetto.dev or chrome://tracing: what each tag held as a stacked counter,
/// the limit as another (where there is one), phases as slices, refusals as instants; times in microseconds.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the report; keeps a temporary one.
[[nodiscard]] inline auto as_trace(budget_report const& report) noexcept {
    return detail::streamed_view<budget_report const&, detail::write_report_trace>{report};
}
[[nodiscard]] inline auto as_trace(budget_report const&& report) noexcept {
    return detail::streamed_view<budget_report, detail::write_report_trace>{report};
}

}  // namespace arenite::inline ARENITE_ABI
