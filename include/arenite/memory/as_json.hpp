// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/json_writer.hpp>
#include <arenite/memory/detail/report_figures.hpp>
#include <arenite/memory/memory_plan.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

inline void write_json_totals(json_writer& json, budget_report const& report) {
    json.member("limit", report.limit, no_limit);
    json.member("used", report.used);
    json.member("peak", report.peak);
    json.member("refused", report.refused);
    json.member("source_bytes", report.source_bytes);
    json.member("source_peak", report.source_peak);
    json.member("planned_bytes", report.planned_bytes);
    json.member("planned_rows", report.planned_rows);
    json.member("resident_bytes", report.resident_bytes, 0);
    json.member("resident_peak", report.resident_peak, 0);
    json.member("time", report.time);
}

inline void write_json_holders(json_writer& json, budget_report const& report) {
    json.list("tags", report.tags, [&json](reported_tag const& tag) {
        json.member("name", tag.name.view());
        json.member("bytes", tag.bytes);
        json.member("peak", tag.peak);
        json.member("bytes_at_peak", tag.bytes_at_peak);
        json.member("acquisitions", tag.acquisitions);
        json.member("refusals", tag.refusals);
    });
    json.list("changes", report.changes, [&json](reported_change const& change) {
        json.member("time", change.time);
        json.member("tag", change.tag);
        json.member("bytes", change.bytes);
    });
}

inline void write_json_events(json_writer& json, budget_report const& report) {
    json.list("phases", report.phases, [&json](reported_phase const& phase) {
        json.member("name", phase.name.view());
        json.member("begin", phase.begin);
        json.member("end", phase.end, reported_phase::unfinished);
    });
    json.list("stages", report.stages, [&json](reported_stage const& stage) {
        json.member("name", stage.name.view());
        json.member("time", stage.time);
        json.member("batches", stage.batches);
        json.member("rows", stage.rows);
    });
    json.list("refusals", report.refusals, [&json](reported_refusal const& refusal) {
        json.member("time", refusal.time);
        json.member("stage", refusal.stage.view());
        json.member("requested", refusal.requested);
        json.member("available", refusal.available);
        json.member("largest_batch_rows", refusal.largest_batch_rows);
    });
}

inline void write_report_json(text_writer& out, budget_report const& report) {
    json_writer json{out};
    json.object([&] {
        write_json_totals(json, report);
        write_json_holders(json, report);
        write_json_events(json, report);
    });
}

inline void write_plan_json(text_writer& out, memory_plan const& plan) {
    auto const layout = plan.layout();
    json_writer json{out};
    json.object([&] {
        json.member("total", plan.total());
        json.member("model", plan.model_bytes());
        json.member("model_loading", plan.loading_bytes());
        json.member("admission", layout.bytes);
        json.member("live", plan.live_bytes());
        json.list("parts", plan.parts(), [&](planned_part const& of) {
            auto const i = static_cast<std::size_t>(&of - plan.parts().data());
            json.member("stage", of.stage);
            json.member("bytes", of.bytes);
            json.member("life", name_of(of.life));
            json.member("step", of.step);
            json.member("offset", layout.offsets[i]);
            json.member("added", layout.charged[i]);
        });
    });
}

}  // namespace detail

/// A report as one JSON object on one line, for a stream: `out << as_json(memory.report())`. Its keys are the names of
/// the members of budget_report and its entries; the lists are arrays of objects, numbers are integers in the same
/// units. `null` are: no limit, a resident size that the system does not say, the end of a phase that goes on.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the report; keeps a temporary one.
[[nodiscard]] inline auto as_json(budget_report const& report) noexcept {
    return detail::streamed_view<budget_report const&, detail::write_report_json>{report};
}
[[nodiscard]] inline auto as_json(budget_report const&& report) noexcept {
    return detail::streamed_view<budget_report, detail::write_report_json>{report};
}

/// A plan as one JSON object on one line: `total`, `model`, `model_loading` (held before the run), `admission` (the one
/// region), `live` (no layout is smaller), and `parts` with `stage`, `bytes`, `life`, `step`, `offset` in the region,
/// and the bytes `added` to what longer-lived parts hold. Allocates and borrows as above.
[[nodiscard]] inline auto as_json(memory_plan const& plan) noexcept {
    return detail::streamed_view<memory_plan const&, detail::write_plan_json>{plan};
}
[[nodiscard]] inline auto as_json(memory_plan const&& plan) noexcept {
    return detail::streamed_view<memory_plan, detail::write_plan_json>{plan};
}

}  // namespace arenite::inline ARENITE_ABI
