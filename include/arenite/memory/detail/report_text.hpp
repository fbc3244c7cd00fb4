// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/escaped_text.hpp>
#include <arenite/memory/detail/report_figures.hpp>

#include <initializer_list>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Lines of a name, and of texts that end where their column ends.
class text_table {
public:
    text_table(text_writer& borrowed_writer, std::size_t width_of_names,
               std::span<std::size_t const> column_widths) noexcept
        : out_(borrowed_writer), name_width_(width_of_names), columns_(column_widths) {}

    /// The first line, behind an empty one.
    void head(std::string_view name, std::initializer_list<std::string_view> texts) {
        out_ << '\n';
        row(name, texts);
    }

    void row(std::string_view name, std::initializer_list<std::string_view> texts) {
        out_ << "\n ";
        put_plain(out_, name);
        pad(shown_width(name), name_width_);
        auto column = columns_.begin();
        for (auto const text : texts) {
            if (text.empty()) break;
            pad(shown_width(text) + 1, *column++);
            out_ << ' ' << text;
        }
    }

private:
    void pad(std::size_t width, std::size_t up_to) { out_.fill(up_to - std::min(width, up_to)); }

    text_writer& out_;
    std::size_t name_width_;
    std::span<std::size_t const> columns_;
};

/// One for all tables of a report, so that their columns are one below the other.
[[nodiscard]] inline std::size_t name_width(budget_report const& report) noexcept {
    std::size_t widest = std::string_view{"given by the source"}.size();
    auto const widen = [&widest](std::string_view name) { widest = std::max(widest, shown_width(name)); };
    for (auto const& tag : report.tags) widen(tag.name);
    for (auto const& phase : report.phases) widen(phase.name);
    for (auto const& stage : report.stages) widen(stage.name);
    for (auto const& refusal : report.refusals) widen(refusal.stage);
    return widest;
}

inline void put_head(text_writer& out, budget_report const& report) {
    out << "budget " << limit_text(report) << "   used " << readable_bytes(report.used) << "   peak "
        << readable_bytes(report.peak);
    if (report.limit != no_limit) out << " (" << readable_share(report.peak, report.limit) << ')';
    out << "   refused " << report.refused;
    if (report.planned_bytes == 0) return;
    out << "   plan " << readable_bytes(report.planned_bytes);
    if (report.planned_bytes == report.peak) out << " (exact)";
}

inline void put_tags(text_writer& out, budget_report const& report, std::size_t width) {
    if (report.tags.empty()) return;
    constexpr std::array<std::size_t, 5> columns{15, 15, 9, 10, 9};
    text_table table{out, width, columns};
    table.head("tag", {"bytes now", "peak", "of peak", "acquired", "refused"});
    for (auto const& tag : report.tags)
        table.row(tag.name, {grouped(tag.bytes), grouped(tag.peak), readable_share(tag.bytes_at_peak, report.peak),
                             grouped(tag.acquisitions), grouped(tag.refusals)});
    table.row("asked for", {grouped(report.used), grouped(report.peak)});
    table.row("given by the source", {grouped(report.source_bytes), grouped(report.source_peak)});
}

inline void put_phases(text_writer& out, budget_report const& report, std::size_t width) {
    if (report.phases.empty()) return;
    constexpr std::array<std::size_t, 3> columns{16, 16, 9};
    text_table table{out, width, columns};
    table.head("phase", {"began at", "took"});
    for (auto const& phase : report.phases)
        table.row(phase.name, {readable_time(phase.begin), readable_time(end_of(phase, report) - phase.begin),
                               is_finished(phase) ? std::string_view{} : "so far"});
}

inline void put_stages(text_writer& out, budget_report const& report, std::size_t width) {
    if (report.stages.empty()) return;
    constexpr std::array<std::size_t, 5> columns{16, 8, 10, 14, 9};
    text_table table{out, width, columns};
    table.head("stage", {"time", "share", "batches", "rows", "rows/s"});
    for (auto const& stage : report.stages)
        table.row(stage.name, {readable_time(stage.time), readable_share(stage.time, stage_time_of(report)),
                               grouped(stage.batches), grouped(stage.rows), readable_rate(stage.rows, stage.time)});
    if (report.planned_rows != 0) out << "\n batches of up to " << grouped(report.planned_rows) << " rows";
}

inline void put_refusals(text_writer& out, budget_report const& report, std::size_t width) {
    if (report.refusals.empty()) return;
    constexpr std::array<std::size_t, 4> columns{16, 14, 12, 15};
    text_table table{out, width, columns};
    table.head("refused", {"requested", "available", "at", "rows that fit"});
    for (auto const& refusal : report.refusals)
        table.row(refusal.stage, {grouped(refusal.requested), grouped(refusal.available), readable_time(refusal.time),
                                  rows_that_fit(refusal)});
    if (report.refused > report.refusals.size())
        out << "\n the latest " << report.refusals.size() << " of " << grouped(report.refused);
}

inline void put_process(text_writer& out, budget_report const& report) {
    if (report.resident_bytes == 0) return;
    out << "\n\n process: resident " << readable_bytes(report.resident_bytes);
    if (report.resident_peak != 0) out << ", at most " << readable_bytes(report.resident_peak);
    out << "; outside budget " << readable_bytes(outside(report.resident_bytes, report.source_bytes));
}

inline void write_text(text_writer& out, budget_report const& report) {
    auto const width = name_width(report);
    put_head(out, report);
    put_tags(out, report, width);
    put_phases(out, report, width);
    put_stages(out, report, width);
    put_refusals(out, report, width);
    put_process(out, report);
}

}  // namespace arenite::inline ARENITE_ABI::detail

namespace arenite::inline ARENITE_ABI {

/// Tables for people, at most 100 columns wide unless numbers are longer than they are likely to be; the last line has
/// no end. Allocates: nothing of its own.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, budget_report const& report) {
    return out << detail::streamed_view<budget_report const&, detail::write_text>{report};
}

}  // namespace arenite::inline ARENITE_ABI
