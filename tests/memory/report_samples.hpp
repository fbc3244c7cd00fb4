// SPDX-License-Identifier: MIT
#pragma once

// Reports for the tests of their views, made by hand: every figure in them is known.

#include <arenite/core/bytes.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/memory/budget_report.hpp>

#include <algorithm>
#include <limits>
#include <streambuf>
#include <string>

using namespace arenite::literals;
using namespace std::string_view_literals;

inline constexpr std::uint64_t microsecond = 1000, millisecond = 1000 * microsecond, second = 1000 * millisecond;

/// Writes a report as a budget's ledger does.
struct report_maker {
    arenite::budget_report report;

    /// From `time` on, the tag holds `more` bytes more.
    void acquire(std::uint64_t time, std::string_view name, std::size_t more) {
        auto& tag = tag_of(name);
        report.source_bytes += in_pages(tag.bytes + more) - in_pages(tag.bytes);
        tag.bytes += more;
        tag.peak = std::max(tag.peak, tag.bytes);
        ++tag.acquisitions;
        report.used += more;
        if (report.used > report.peak) keep_peak();
        report.source_peak = std::max(report.source_peak, report.source_bytes);
        change(time, tag);
    }
    void give_back(std::uint64_t time, std::string_view name, std::size_t fewer) {
        auto& tag = tag_of(name);
        report.source_bytes -= in_pages(tag.bytes) - in_pages(tag.bytes - fewer);
        tag.bytes -= fewer;
        report.used -= fewer;
        change(time, tag);
    }

private:
    static std::size_t in_pages(std::size_t bytes) { return arenite::round_up(bytes, 4096); }

    arenite::reported_tag& tag_of(std::string_view name) {
        for (auto& tag : report.tags)
            if (tag.name.view() == name) return tag;
        report.tags.push_back({name});
        return report.tags[report.tags.size() - 1];
    }
    void keep_peak() {
        report.peak = report.used;
        for (auto& tag : report.tags) tag.bytes_at_peak = tag.bytes;
    }
    void change(std::uint64_t time, arenite::reported_tag const& tag) {
        report.changes.push_back({time, static_cast<std::size_t>(&tag - report.tags.begin()), tag.bytes});
    }
};

/// A model is loaded, then scores two million rows.
inline arenite::budget_report typical_report() {
    report_maker made;
    auto& report = made.report;
    report.limit = 8_MiB;
    report.time = 2'150 * millisecond;
    made.acquire(2 * millisecond, "loading", 384_KiB);
    made.acquire(61 * millisecond, "model", 3_MiB);
    made.give_back(100 * millisecond, "loading", 384_KiB);
    made.acquire(110 * millisecond, "csv batch", 1_MiB);
    made.acquire(110 * millisecond, "csv buffer", 256_KiB);
    made.acquire(110 * millisecond, "scores", 32_KiB);
    made.acquire(110 * millisecond, "scratch", 64_KiB);
    made.acquire(110 * millisecond, "output buffer", 65'000);
    made.give_back(2'110 * millisecond, "csv batch", 1_MiB);
    made.give_back(2'110 * millisecond, "csv buffer", 256_KiB);
    made.give_back(2'110 * millisecond, "scores", 32_KiB);
    made.give_back(2'110 * millisecond, "scratch", 64_KiB);
    made.give_back(2'110 * millisecond, "output buffer", 65'000);
    report.planned_bytes = report.peak;
    report.planned_rows = 4096;
    report.resident_bytes = 9'400 * 1_KiB;
    report.resident_peak = 13'900 * 1_KiB;
    report.phases.push_back({"loading"sv, 0, 100 * millisecond});
    report.phases.push_back({"running"sv, 110 * millisecond, 2'110 * millisecond});
    report.stages.push_back({"csv"sv, 1'204 * millisecond, 489, 2'000'000});
    report.stages.push_back({"impute"sv, 96 * millisecond, 489, 2'000'000});
    report.stages.push_back({"score"sv, 611 * millisecond, 489, 2'000'000});
    report.stages.push_back({"write"sv, 81 * millisecond, 489, 2'000'000});
    return report;
}

inline arenite::short_text<40> named(std::string_view kind, std::size_t number) {
    return arenite::short_text<40>{kind}.append(" ").append(arenite::format_number(number));
}

/// As many tags as a report can have, no limit, phases beside one another, and changes until there is no room.
inline arenite::budget_report crowded_report() {
    report_maker made;
    auto& report = made.report;
    report.limit = std::numeric_limits<std::size_t>::max();
    report.time = 95 * second;
    for (std::size_t i = 0; i != report.tags.capacity; ++i)
        made.acquire(i * 200 * millisecond, named("tag number", i), (i * 7 % 24 + 1) * (i * 7 % 24 + 1) * 4_KiB);
    for (std::size_t i = 0; !report.changes.full(); ++i) {
        auto const& tag = report.tags[i * 5 % 24];
        std::string const name{tag.name.view()};
        auto const time = 6 * second + i * 350 * millisecond;
        i % 3 == 1 ? made.give_back(time, name, tag.bytes / 2) : made.acquire(time, name, 60_KiB * (i % 7));
    }
    for (std::size_t i = 0; i != report.phases.capacity; ++i)
        report.phases.push_back({named("run", i), i * 2'900 * millisecond, (i * 2'900 + 2'500) * millisecond});
    report.phases[5].end = 40 * second;
    report.phases[31].end = arenite::reported_phase::unfinished;
    for (std::size_t i = 0; i != report.stages.capacity; ++i)
        report.stages.push_back({named("stage", i), (i * i + 1) * 37 * millisecond, 20 + i, 81'920 * i});
    report.resident_bytes = report.resident_peak = 71_MiB;
    return report;
}

/// A service that is asked for more than it may have, in a budget far above what it holds.
inline arenite::budget_report refusing_report() {
    report_maker made;
    auto& report = made.report;
    report.limit = 2_GiB;
    report.time = 14'400 * second;
    made.acquire(5 * millisecond, "model", 201'326'593);
    made.acquire(9 * millisecond, "queue", 1'000);
    made.acquire(3'600 * second, "model swapped in", 190'000'000);
    made.give_back(3'660 * second, "model", 201'326'593);
    report.phases.push_back({"loading"sv, 5 * millisecond, 700 * millisecond});
    report.phases.push_back({"serving"sv, 700 * millisecond});
    report.phases.push_back({"swapping"sv, 3'600 * second, 3'660 * second});
    report.refusals.push_back({1'800 * second, "queue"sv, 4'194'304, 1'048'576, 3'812});
    report.refusals.push_back(
        {12'000 * second, "a stage with a name of forty characters"sv, 9'000'000'000, 1'957'483'648, 0});
    report.refused = 40;
    report.planned_bytes = 201'327'593;
    report.planned_rows = 64;
    report.resident_bytes = 240_MiB;
    report.resident_peak = 430_MiB;
    return report;
}

/// One change, and nothing else.
inline arenite::budget_report small_report() {
    report_maker made;
    made.report.limit = 64;
    made.acquire(0, "scores", 64);
    return made.report;
}

/// Names that mean something in every format.
inline arenite::budget_report hostile_report() {
    report_maker made;
    auto& report = made.report;
    report.limit = 1_MiB;
    report.time = second;
    made.acquire(1, "</style><script>alert('1')&amp;\"", 1000);
    made.acquire(2, "back\\slash \"quoted\"\nnext{a=\"b\"} 7", 2000);
    made.acquire(3, "\xFF\x80 stray, \xE2\x82 cut", 3000);
    made.acquire(4, "\xFE\x81 stray, \xE2\x82 cut", 4000);
    made.acquire(5, "nul \0, bell \a, escape \x1B[31m, del \x7F"sv, 5000);
    made.acquire(6, "\xED\xA0\x80 \xC0\xAF \xF4\x90\x80\x80 \xEF\xBF\xBF", 6000);
    made.acquire(7, "héllo wörld ✓ 𝄞 日本語", 7000);
    made.acquire(8, "", 8000);
    for (auto const& tag : report.tags) {
        report.stages.push_back({tag.name, 1000, 1, 10});
        report.phases.push_back({tag.name, 0, second});
        report.refusals.push_back({1, tag.name, 1, 1, 1});
    }
    report.refused = report.refusals.size();
    return report;
}

/// What a report prints goes here and nowhere else: no allocation but the printing's own.
class fixed_buffer : public std::streambuf {
public:
    fixed_buffer() { setp(text_, text_ + sizeof text_); }
    [[nodiscard]] std::string_view view() const { return {pbase(), static_cast<std::size_t>(pptr() - pbase())}; }

private:
    char text_[1 << 18];
};
