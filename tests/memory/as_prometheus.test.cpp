// SPDX-License-Identifier: MIT
#include <arenite/memory/as_prometheus.hpp>

#include "memory/report_samples.hpp"
#include "memory/strict_utf8.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <sstream>

using arenite::as_prometheus;

namespace {

/// A text as Prometheus' format 0.0.4, with what its linter asks for: HELP and TYPE in front of a metric's samples,
/// all of them together, each series once, counters that end in _total.
struct strict_metrics {
    explicit strict_metrics(std::string const& text) {
        if (where_not_utf8(text) != text.npos) fail("not UTF-8", "");
        if (!text.ends_with('\n')) fail("no end of the last line", "");
        std::istringstream lines{text};
        for (std::string line; std::getline(lines, line);) take(line);
        for (auto const& [name, type] : types)
            if (std::ranges::none_of(samples, [&](auto const& one) { return one.first.starts_with(name); }))
                fail("no sample", name);
    }

    std::string error;
    std::map<std::string, std::string> types, samples;  ///< by name; by series as it is written

private:
    void fail(std::string const& what, std::string_view where) {
        if (error.empty()) error.append(what).append(": ").append(where);
    }

    void take(std::string_view line) {
        left_ = line;
        if (take_text("# HELP ")) return take_help();
        if (take_text("# TYPE ")) return take_type(take_name());
        take_sample(line);
    }

    void take_help() {
        helped_ = take_name();
        if (!take_text(" ") || !left_.ends_with('.') || left_.find('\\') != left_.npos) fail("no help", left_);
    }

    bool take_text(std::string_view expected) {
        if (!left_.starts_with(expected)) return false;
        left_.remove_prefix(expected.size());
        return true;
    }

    std::string take_while(std::string_view characters) {
        std::string const taken{left_.substr(0, left_.find_first_not_of(characters))};
        left_.remove_prefix(taken.size());
        return taken;
    }

    std::string take_name() {
        auto const name = take_while("abcdefghijklmnopqrstuvwxyz_");
        if (name.empty()) fail("no name", left_);
        return name;
    }

    void take_type(std::string const& name) {
        bool const is_counter = left_ == " counter";
        if (!is_counter && left_ != " gauge") fail("no type", left_);
        if (name != helped_) fail("no help in front of the type", name);
        if (!types.emplace(name, is_counter ? "counter" : "gauge").second) fail("a type twice", name);
        if (name.ends_with("_total") != is_counter) fail("only counters are totals", name);
        typed_ = name;
    }

    void take_sample(std::string_view line) {
        if (take_name() != typed_) fail("a sample without its type in front", line);
        if (take_text("{")) take_label();
        std::string const series{line.substr(0, line.size() - left_.size())};
        if (!take_text(" ")) fail("no number", line);
        std::string const number{left_};
        if (!take_text("+Inf")) take_number();
        if (!left_.empty() || !samples.emplace(series, number).second) fail("no sample, or a series twice", line);
    }

    /// `tag="…"}`: of escapes those of a backslash, a quote and a new line.
    void take_label() {
        take_name();
        if (!take_text("=\"")) fail("no label", left_);
        while (error.empty() && !take_text("\"")) {
            bool const is_escape = take_text("\\");
            if (left_.empty() || (is_escape && !left_.starts_with("\\") && !left_.starts_with("\"") && left_[0] != 'n'))
                return fail("the text of a label", left_);
            left_.remove_prefix(1);
        }
        if (!take_text("}")) fail("more than one label", left_);
    }

    void take_number() {
        constexpr std::string_view digits{"0123456789"};
        if (take_while(digits).empty()) fail("no number", left_);
        if (take_text(".") && take_while(digits).empty()) fail("no fraction", left_);
    }

    std::string_view left_;
    std::string helped_, typed_;
};

std::string metrics_of(arenite::budget_report const& report) {
    std::ostringstream out;
    out << as_prometheus(report);
    return out.str();
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("as_prometheus: every figure, in base units") {
        strict_metrics metrics{metrics_of(typical_report())};
        REQUIRE(metrics.error == "");
        auto& of = metrics.samples;
        CHECK(of["arenite_budget_limit_bytes"] == "8388608");
        CHECK(of["arenite_budget_used_bytes"] == "3145728");
        CHECK(of["arenite_budget_peak_bytes"] == "4619752");
        CHECK(of["arenite_budget_source_bytes"] == "3145728");
        CHECK(of["arenite_budget_source_peak_bytes"] == "4620288");
        CHECK(of["arenite_budget_planned_bytes"] == "4619752");
        CHECK(of["arenite_budget_planned_batch_rows"] == "4096");
        CHECK(of["arenite_budget_refusals_total"] == "0");
        CHECK(of["arenite_budget_process_resident_bytes"] == "9625600");
        CHECK(of["arenite_budget_process_resident_peak_bytes"] == "14233600");
        CHECK(of["arenite_budget_tag_bytes{tag=\"model\"}"] == "3145728");
        CHECK(of["arenite_budget_tag_peak_bytes{tag=\"csv batch\"}"] == "1048576");
        CHECK(of["arenite_budget_tag_acquisitions_total{tag=\"model\"}"] == "1");
        CHECK(of["arenite_budget_tag_refusals_total{tag=\"model\"}"] == "0");
        CHECK(of["arenite_budget_stage_seconds_total{stage=\"csv\"}"] == "1.204");
        CHECK(of["arenite_budget_stage_batches_total{stage=\"csv\"}"] == "489");
        CHECK(of["arenite_budget_stage_rows_total{stage=\"csv\"}"] == "2000000");
        CHECK(metrics.types["arenite_budget_stage_rows_total"] == "counter");
        CHECK(metrics.types["arenite_budget_peak_bytes"] == "gauge");
    }

    TEST_CASE("as_prometheus: no limit is infinite; what the system does not say is left out") {
        strict_metrics crowded{metrics_of(crowded_report())}, small{metrics_of(small_report())};
        CHECK(crowded.error == "");
        CHECK(crowded.samples["arenite_budget_limit_bytes"] == "+Inf");
        CHECK(small.error == "");
        CHECK(small.samples.count("arenite_budget_process_resident_bytes") == 0);
        CHECK(small.samples.count("arenite_budget_process_resident_peak_bytes") == 0);
    }

    TEST_CASE("as_prometheus: seconds are exact") {
        arenite::budget_report report;
        report.stages.push_back({"one"sv, 1});
        report.stages.push_back({"long"sv, 18'446'744'073'709'551'615u});
        strict_metrics metrics{metrics_of(report)};
        auto& of = metrics.samples;
        CHECK(of["arenite_budget_stage_seconds_total{stage=\"one\"}"] == "0.000000001");
        CHECK(of["arenite_budget_stage_seconds_total{stage=\"long\"}"] == "18446744073.709551615");
    }

    TEST_CASE("as_prometheus: any name is a label") {
        strict_metrics metrics{metrics_of(hostile_report())};
        REQUIRE(metrics.error == "");
        auto& of = metrics.samples;
        CHECK(of[R"(arenite_budget_tag_bytes{tag="</style><script>alert('1')&amp;\""})"] == "1000");
        CHECK(of[R"(arenite_budget_tag_bytes{tag="back\\slash \"quoted\"\nnext{a=\"b\"} 7"})"] == "2000");
        CHECK(of["arenite_budget_tag_bytes{tag=\"nul \uFFFD, bell \uFFFD, escape \uFFFD[31m, del \uFFFD\"}"] == "5000");
        CHECK(of["arenite_budget_tag_bytes{tag=\"\"}"] == "8000");
    }

    TEST_CASE("as_prometheus: names that look the same are one series with their sum") {
        strict_metrics metrics{metrics_of(hostile_report())};
        auto& of = metrics.samples;
        CHECK(of["arenite_budget_tag_bytes{tag=\"\uFFFD\uFFFD stray, \uFFFD\uFFFD cut\"}"] == "7000");
        CHECK(of["arenite_budget_stage_rows_total{stage=\"\uFFFD\uFFFD stray, \uFFFD\uFFFD cut\"}"] == "20");
    }

    TEST_CASE("as_prometheus: a report with nothing in it") {
        strict_metrics const metrics{metrics_of({})};
        CHECK(metrics.error == "");
        CHECK(metrics.samples.size() == 8);
    }

    TEST_CASE("as_prometheus: a temporary report is kept, and the stream's state changes nothing") {
        std::ostringstream kept;
        kept.setf(std::ios::hex, std::ios::basefield);
        kept.width(30);
        auto const view = as_prometheus(typical_report());
        kept << view;
        CHECK(kept.str() == metrics_of(typical_report()));
        CHECK(kept.width() == 30);
    }

    TEST_CASE("as_prometheus: printing allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        fixed_buffer target;
        std::ostream out{&target};
        auto const crowded = crowded_report(), hostile = hostile_report();
        allocation_count const counted;
        out << as_prometheus(crowded) << as_prometheus(hostile);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(out.good());
        CHECK(target.view().size() > 10'000);
    }
}
