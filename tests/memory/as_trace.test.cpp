// SPDX-License-Identifier: MIT
#include <arenite/memory/as_trace.hpp>

#include "memory/report_samples.hpp"
#include "memory/strict_json.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

using arenite::as_trace;

namespace {

std::string trace_of(arenite::budget_report const& report) {
    std::ostringstream out;
    out << as_trace(report);
    return out.str();
}

/// The paths of all events of a kind and, unless it is empty, of a name.
std::vector<std::string> events(strict_json const& trace, std::string_view kind, std::string_view name = {}) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i != trace.size("traceEvents"); ++i) {
        auto const path = "traceEvents." + std::to_string(i) + ".";
        if (trace[path + "ph"] == kind && (name.empty() || trace[path + "name"] == name)) found.push_back(path);
    }
    return found;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("as_trace: what each tag held, one point for each moment, and one for the report") {
        strict_json const trace{trace_of(typical_report())};
        REQUIRE(trace.error == "");
        auto const points = events(trace, "C", "bytes");
        REQUIRE(points.size() == 6);
        CHECK(trace[points[0] + "ts"] == "2000");
        CHECK(trace[points[0] + "args.loading"] == "393216");
        CHECK(trace[points[0] + "args.model"] == "0");
        CHECK(trace[points[3] + "ts"] == "110000");
        CHECK(trace[points[3] + "args.loading"] == "0");
        CHECK(trace[points[3] + "args.csv batch"] == "1048576");
        CHECK(trace[points[3] + "args.output buffer"] == "65000");
        CHECK(trace[points[5] + "ts"] == "2150000");
        CHECK(trace[points[5] + "args.model"] == "3145728");
    }

    TEST_CASE("as_trace: the limit from the beginning to the end, where there is one") {
        strict_json const trace{trace_of(typical_report())}, unlimited{trace_of(crowded_report())};
        auto const points = events(trace, "C", "limit");
        REQUIRE(points.size() == 2);
        CHECK(trace[points[0] + "ts"] == "0");
        CHECK(trace[points[1] + "ts"] == "2150000");
        CHECK(trace[points[1] + "args.bytes"] == "8388608");
        CHECK(unlimited.error == "");
        CHECK(events(unlimited, "C", "limit").empty());
    }

    TEST_CASE("as_trace: phases are slices; those that overlap are on tracks of their own") {
        strict_json const trace{trace_of(crowded_report())};
        auto const slices = events(trace, "X");
        REQUIRE(slices.size() == 32);
        CHECK(trace[slices[1] + "name"] == "run 1");
        CHECK(trace[slices[1] + "ts"] == "2900000");
        CHECK(trace[slices[1] + "dur"] == "2500000");
        CHECK(trace[slices[31] + "dur"] == "5100000");
        CHECK(trace[slices[5] + "tid"] == "1");
        CHECK(trace[slices[6] + "tid"] == "2");
        CHECK(trace[slices[13] + "tid"] == "2");
        CHECK(trace[slices[14] + "tid"] == "1");
    }

    TEST_CASE("as_trace: refusals are instants; times have their nanoseconds") {
        auto report = refusing_report();
        report.refusals[0].time = 1'000'050;
        strict_json const trace{trace_of(report)};
        auto const instants = events(trace, "i", "refused");
        REQUIRE(instants.size() == 2);
        CHECK(trace[instants[0] + "ts"] == "1000.05");
        CHECK(trace[instants[0] + "s"] == "p");
        CHECK(trace[instants[0] + "args.stage"] == "queue");
        CHECK(trace[instants[0] + "args.requested"] == "4194304");
        CHECK(trace[instants[0] + "args.largest_batch_rows"] == "3812");
    }

    TEST_CASE("as_trace: any names; those that look the same are one series with their sum") {
        strict_json const trace{trace_of(hostile_report())};
        REQUIRE(trace.error == "");
        auto const points = events(trace, "C", "bytes");
        CHECK(trace[points.back() + "args.\uFFFD\uFFFD stray, \uFFFD\uFFFD cut"] == "7000");
        CHECK(trace[points.back() + "args.back\\slash \"quoted\"\nnext{a=\"b\"} 7"] == "2000");
        CHECK(events(trace, "X").size() == 8);
    }

    TEST_CASE("as_trace: a report with nothing in it, and a temporary one") {
        CHECK(strict_json{trace_of({})}.error == "");
        auto const view = as_trace(typical_report());
        std::ostringstream kept;
        kept << view;
        CHECK(kept.str() == trace_of(typical_report()));
    }

    TEST_CASE("as_trace: printing allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        fixed_buffer target;
        std::ostream out{&target};
        auto const crowded = crowded_report(), hostile = hostile_report();
        allocation_count const counted;
        out << as_trace(crowded) << as_trace(hostile);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(out.good());
        CHECK(target.view().size() > 10'000);
    }
}
