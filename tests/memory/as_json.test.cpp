// SPDX-License-Identifier: MIT
#include <arenite/memory/as_json.hpp>

#include "memory/report_samples.hpp"
#include "memory/strict_json.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <sstream>

using arenite::as_json;

namespace {

std::string json_of(arenite::budget_report const& report) {
    std::ostringstream out;
    out << as_json(report);
    return out.str();
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("as_json: every figure, under the name of its member") {
        auto const text = json_of(typical_report());
        strict_json const json{text};
        REQUIRE(json.error == "");
        CHECK(text.find('\n') == text.npos);
        CHECK(json["limit"] == "8388608");
        CHECK(json["used"] == "3145728");
        CHECK(json["peak"] == "4619752");
        CHECK(json["refused"] == "0");
        CHECK(json["source_bytes"] == "3145728");
        CHECK(json["source_peak"] == "4620288");
        CHECK(json["planned_bytes"] == "4619752");
        CHECK(json["planned_rows"] == "4096");
        CHECK(json["resident_bytes"] == "9625600");
        CHECK(json["resident_peak"] == "14233600");
        CHECK(json["time"] == "2150000000");
        CHECK(json.size("tags") == 7);
        CHECK(json["tags.2.name"] == "csv batch");
        CHECK(json["tags.2.bytes"] == "0");
        CHECK(json["tags.2.peak"] == "1048576");
        CHECK(json["tags.2.bytes_at_peak"] == "1048576");
        CHECK(json["tags.2.acquisitions"] == "1");
        CHECK(json["tags.2.refusals"] == "0");
        CHECK(json.size("changes") == 13);
        CHECK(json["changes.2.time"] == "100000000");
        CHECK(json["changes.2.tag"] == "0");
        CHECK(json["changes.1.bytes"] == "3145728");
        CHECK(json["phases.1.name"] == "running");
        CHECK(json["phases.1.begin"] == "110000000");
        CHECK(json["phases.1.end"] == "2110000000");
        CHECK(json["stages.0.time"] == "1204000000");
        CHECK(json["stages.0.batches"] == "489");
        CHECK(json["stages.0.rows"] == "2000000");
        CHECK(json.size("refusals") == 0);
    }

    TEST_CASE("as_json: what is not known or has no end is null") {
        strict_json const crowded{json_of(crowded_report())}, small{json_of(small_report())};
        REQUIRE(crowded.error == "");
        CHECK(crowded["limit"] == "null");
        CHECK(crowded["phases.31.end"] == "null");
        CHECK(crowded["phases.30.end"] != "null");
        CHECK(small["resident_bytes"] == "null");
        CHECK(small["resident_peak"] == "null");
        CHECK(small["limit"] == "64");
    }

    TEST_CASE("as_json: refusals") {
        strict_json const json{json_of(refusing_report())};
        REQUIRE(json.error == "");
        CHECK(json["refused"] == "40");
        CHECK(json["refusals.0.time"] == "1800000000000");
        CHECK(json["refusals.0.stage"] == "queue");
        CHECK(json["refusals.0.requested"] == "4194304");
        CHECK(json["refusals.0.available"] == "1048576");
        CHECK(json["refusals.0.largest_batch_rows"] == "3812");
        CHECK(json["refusals.1.largest_batch_rows"] == "0");
    }

    TEST_CASE("as_json: a text comes back as it was; bytes that are no text are U+FFFD") {
        strict_json const json{json_of(hostile_report())};
        REQUIRE(json.error == "");
        CHECK(json["tags.0.name"] == "</style><script>alert('1')&amp;\"");
        CHECK(json["tags.1.name"] == "back\\slash \"quoted\"\nnext{a=\"b\"} 7");
        CHECK(json["tags.2.name"] == "\uFFFD\uFFFD stray, \uFFFD\uFFFD cut");
        CHECK(json["tags.4.name"] == "nul \0, bell \a, escape \x1B[31m, del \x7F"sv);
        CHECK(json["tags.5.name"] == "\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD \uFFFF");
        CHECK(json["tags.6.name"] == "héllo wörld ✓ 𝄞 日本語");
    }

    TEST_CASE("as_json: a report with nothing in it") {
        strict_json const json{json_of({})};
        CHECK(json.error == "");
        CHECK(json.size("tags") == 0);
    }

    TEST_CASE("as_json: a temporary report is kept") {
        std::ostringstream kept, borrowed;
        auto const view = as_json(typical_report());
        kept << view;
        auto const report = typical_report();
        borrowed << as_json(report);
        CHECK(kept.str() == borrowed.str());
        static_assert(sizeof(as_json(typical_report())) == sizeof report && sizeof(as_json(report)) == sizeof(void*));
    }

    TEST_CASE("as_json: printing allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        fixed_buffer target;
        std::ostream out{&target};
        auto const crowded = crowded_report(), hostile = hostile_report();
        allocation_count const counted;
        out << as_json(crowded) << as_json(hostile);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(out.good());
        CHECK(target.view().size() > 10'000);
    }

    TEST_CASE("as_json: a plan, part by part") {
        arenite::memory_plan plan;
        plan.add("buffer", 640);
        plan.add("names", 128, arenite::part_life::start);
        plan.next_step();
        plan.add("scores", 64, arenite::part_life::batch);
        plan.add_model(192, 1000);
        std::ostringstream out;
        out << as_json(plan) << as_json(arenite::memory_plan{});
        auto const text = out.str();
        auto const end = text.find("}{") + 1;
        auto const first = text.substr(0, end), second = text.substr(end);
        strict_json const json{first}, empty{second};
        REQUIRE(json.error == "");
        REQUIRE(empty.error == "");
        CHECK(json["total"] == "1192");
        CHECK(json["model"] == "192");
        CHECK(json["model_loading"] == "1000");
        CHECK(json["admission"] == "768");
        CHECK(json["live"] == "768");
        CHECK(json.size("parts") == 3);
        CHECK(json["parts.1.stage"] == "names");
        CHECK(json["parts.1.bytes"] == "128");
        CHECK(json["parts.1.life"] == "start");
        CHECK(json["parts.1.offset"] == "640");
        CHECK(json["parts.1.added"] == "64");
        CHECK(json["parts.2.step"] == "1");
        CHECK(empty["total"] == "0");
        CHECK(empty.size("parts") == 0);
    }
}
