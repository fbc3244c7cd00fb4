// SPDX-License-Identifier: MIT
#include <arenite/memory/as_html.hpp>

#include "memory/report_samples.hpp"
#include "memory/strict_xml.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <sstream>

using arenite::as_html;

namespace {

std::string page_of(arenite::budget_report const& report) {
    std::ostringstream out;
    out << as_html(report);
    return out.str();
}

/// The texts of the picture that have this class, a blank behind each.
std::string labels_of(arenite::budget_report const& report, std::string const& look) {
    auto const page = page_of(report);
    std::string labels;
    auto const begin = "<text class=\"" + look + "\"";
    for (std::size_t at = 0; (at = page.find(begin, at)) != page.npos;) {
        at = page.find('>', at) + 1;
        labels += page.substr(at, page.find('<', at) - at) + " ";
    }
    return labels;
}

/// From where to where something of the strip of phases goes, and how high it is.
struct extent {
    double begin, end, y;
};

std::vector<extent> phase_bars(strict_xml const& page) {
    std::vector<extent> bars;
    for (auto const& rect : page.all("rect")) {
        if (rect["class"] != "phase") continue;
        auto const begin = std::stod(rect["x"]);
        bars.push_back({begin, begin + std::stod(rect["width"]), std::stod(rect["y"])});
    }
    return bars;
}

/// Of the labels of `report`'s phases, at most, in the order of the phases that have one.
std::vector<extent> phase_labels(strict_xml const& page, arenite::budget_report const& report) {
    std::vector<extent> labels;
    auto const texts = page.all("text");
    std::size_t next = 0;
    for (auto const& phase : report.phases) {
        auto const width = arenite::detail::drawn_width(arenite::detail::label_of(phase, report));
        auto const x = std::stod(texts.at(next)["x"]), y = std::stod(texts.at(next)["y"]) - 13;
        if (texts[next]["class"] != "label") break;
        bool const is_in_front = texts[next]["text-anchor"] == "end";
        labels.push_back({is_in_front ? x - width : x, is_in_front ? x : x + width, y});
        ++next;
    }
    return labels;
}

bool touch(extent const& one, extent const& other) {
    return one.y == other.y && one.begin < other.end && other.begin < one.end;
}

/// One thing after another, each of `length`, in a report of `time`.
arenite::budget_report report_of_phases(std::uint64_t time, std::initializer_list<arenite::reported_phase> phases) {
    report_maker made;
    made.acquire(0, "model", 1_MiB);
    made.report.time = time;
    for (auto const& phase : phases) made.report.phases.push_back(phase);
    return made.report;
}

void check_labels_are_apart(arenite::budget_report const& report) {
    strict_xml const page{page_of(report)};
    REQUIRE(page.error == "");
    auto const bars = phase_bars(page), labels = phase_labels(page, report);
    REQUIRE(bars.size() == report.phases.size());
    REQUIRE(labels.size() == report.phases.size());
    for (std::size_t i = 0; i != labels.size(); ++i) {
        CHECK(labels[i].begin >= 66);
        CHECK(labels[i].end <= 852);
        for (std::size_t j = 0; j != labels.size(); ++j) {
            if (i == j) continue;
            CHECK_FALSE(touch(labels[i], labels[j]));
            CHECK_FALSE(touch(labels[i], bars[j]));
            CHECK_FALSE(touch(bars[i], bars[j]));
        }
    }
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("as_html: every page is well-formed XML, and needs nothing that is not in it") {
        for (auto const& report : {typical_report(), crowded_report(), refusing_report(), small_report(),
                                   hostile_report(), arenite::budget_report{}}) {
            auto const text = page_of(report);
            strict_xml const page{text};
            CHECK(page.error == "");
            CHECK(text.size() < 60'000);
            CHECK(page.tags.at(0)["xmlns"] == "http://www.w3.org/1999/xhtml");
            CHECK(page.count("script") + page.count("link") + page.count("img") + page.count("image") == 0);
            for (auto const& tag : page.tags) CHECK((tag["href"] + tag["src"] + tag["onload"]) == "(none)(none)(none)");
            for (auto const* fetched : {"url(", "@import", "@font-face"}) CHECK(text.find(fetched) == text.npos);
        }
    }

    TEST_CASE("as_html: one sentence has the key figures") {
        CHECK(strict_xml{page_of(typical_report())}.text.find(
                  "At most 4.41 MiB were held at once, 55.1 % of the budget of 8 MiB, exactly as planned for batches "
                  "of 4 096 rows; nothing was refused.") != std::string::npos);
        CHECK(strict_xml{page_of(refusing_report())}.text.find(
                  "At most 373 MiB were held at once, 18.2 % of the budget of 2 GiB; the plan was 192 MiB for batches "
                  "of 64 rows; 40 acquisitions were refused.") != std::string::npos);
        CHECK(strict_xml{page_of(crowded_report())}.text.find(
                  "At most 39.0 MiB were held at once, without a limit; nothing was refused.") != std::string::npos);
        CHECK(strict_xml{page_of({})}.text.find("Nothing was acquired of the budget of 0 B; nothing was refused.") !=
              std::string::npos);
    }

    TEST_CASE("as_html: the tables have the figures") {
        auto const text = strict_xml{page_of(typical_report())}.text;
        CHECK(text.find("csv batch1 MiB22.7 %1 MiB0 B1") != text.npos);
        CHECK(text.find("scores32 KiB0.7 %32 KiB0 B10loading0 B0 %384 KiB0 B10") !=
              text.npos);  // by what is at the peak
        CHECK(text.find("csv1.20 s60.4 %1.66 M2 000 0004894 090") != text.npos);
        CHECK(text.find("RefusalsNothing was refused.") != text.npos);
        CHECK(text.find("now9.18 MiB3 MiB6.18 MiB") != text.npos);
        CHECK(text.find("at most13.6 MiB4.41 MiB≥ 9.17 MiB") != text.npos);
        auto const refusing = strict_xml{page_of(refusing_report())}.text;
        CHECK(refusing.find("queue30 min4 MiB1 MiB3 812") != text.npos);
        CHECK(refusing.find("The latest 2 of 40.") != text.npos);
    }

    TEST_CASE("as_html: areas are steps from the moment of a change, in the scale of the axes") {
        strict_xml const page{page_of(typical_report())};
        auto const areas = page.all("path");
        REQUIRE(areas.size() == 7);
        CHECK(areas[6]["class"] == "c0");
        CHECK(areas[6]["d"] == "M66 338H88.3V233H852V338Z");  // 3 of 8 MiB of 280, from 61 of 2150 ms of 786
        CHECK(areas[5]["class"] == "c1");
        CHECK(areas[5]["d"] == "M66 338H88.3V233H106.2V198H837.4V233H852V338Z");
        CHECK(areas[0]["class"] == "c6");
        CHECK(areas[0]["d"] == "M66 338H66.7V324.9H88.3V219.9H102.6V233H106.2V183.8H837.4V233H852V338Z");
    }

    TEST_CASE("as_html: axes have round numbers") {
        CHECK(labels_of(typical_report(), "axis") == "0 2 MiB 4 MiB 6 MiB 8 MiB 0 0.5 s 1.0 s 1.5 s 2.0 s ");
        CHECK(labels_of(crowded_report(), "axis") == "0 8 MiB 16 MiB 24 MiB 32 MiB 40 MiB 0 20 s 40 s 60 s 80 s ");
        CHECK(labels_of(small_report(), "axis") == "0 16 B 32 B 48 B 64 B 0 1 ns ");
    }

    TEST_CASE("as_html: budget and peak are lines with their figures") {
        CHECK(labels_of(typical_report(), "label") == "loading 100 ms running 2 s budget 8 MiB peak 4.41 MiB ");
        CHECK(labels_of(small_report(), "label") == "budget 64 B peak 64 B ");
        auto const texts = strict_xml{page_of(small_report())}.all("text");
        CHECK(std::stod(texts.back()["y"]) - std::stod(texts[texts.size() - 2]["y"]) >= 15);
    }

    TEST_CASE("as_html: a limit far above the peak does not squash the picture") {
        strict_xml const page{page_of(refusing_report())};
        CHECK(labels_of(refusing_report(), "axis").find(" 320 MiB 384 MiB 0 ") != std::string::npos);
        CHECK(labels_of(refusing_report(), "axis").ends_with(" not to scale "));
        for (auto const& line : page.all("line"))
            if (line["class"] == "limit") CHECK(line["y1"] == "60");
    }

    TEST_CASE("as_html: tags without a layer of their own share the last") {
        strict_xml const page{page_of(crowded_report())};
        CHECK(page.all("path").size() == 8);
        CHECK(page.all("path")[0]["class"] == "c7");
        CHECK(page.text.find("17 others") != std::string::npos);
        CHECK(std::ranges::count(page.all("th"), "c7", [](auto const& tag) { return tag["class"]; }) == 17);
    }

    TEST_CASE("as_html: no label of a phase touches another, nor another's bar") {
        using phase = arenite::reported_phase;
        check_labels_are_apart(typical_report());
        check_labels_are_apart(refusing_report());
        check_labels_are_apart(
            report_of_phases(second, {{"a"sv, 0, 1}, {"b"sv, 1, 2}, {"c"sv, 2, 3}, {"d"sv, 3, second}}));
        check_labels_are_apart(
            report_of_phases(second, {{"flush"sv, second - 2, second - 1}, {"end"sv, second - 1, second}}));
        check_labels_are_apart(report_of_phases(second, {{"IN BROAD LETTERS: MMMM"sv, 0, second / 2},
                                                         {"日本語のとても長い名前"sv, second / 4, second / 3},
                                                         phase{"runs"sv, second / 2}}));
        check_labels_are_apart(report_of_phases(0, {{"no time at all"sv, 0, 0}}));
    }

    TEST_CASE("as_html: phases without room for a label have a table") {
        strict_xml const crowded{page_of(crowded_report())}, typical{page_of(typical_report())};
        CHECK(crowded.text.find("phasebegan attookrun 00 s2.50 srun 12.90 s2.50 s") != std::string::npos);
        CHECK(crowded.text.find("run 3189.9 s5.10 sso far") != std::string::npos);
        CHECK(typical.text.find("began at") == std::string::npos);
    }

    TEST_CASE("as_html: names are text, never markup") {
        strict_xml const page{page_of(hostile_report())};
        REQUIRE(page.error == "");
        CHECK(page.text.find("</style><script>alert('1')&amp;\"") != std::string::npos);
        CHECK(page.text.find("nul \uFFFD, bell \uFFFD, escape \uFFFD[31m, del \uFFFD") != std::string::npos);
        CHECK(page.count("style") == 1);
    }

    TEST_CASE("as_html: the picture says in words what it shows") {
        strict_xml const page{page_of(typical_report())};
        auto const picture = page.all("svg").at(0);
        CHECK(picture["role"] == "img");
        CHECK(picture["aria-labelledby"] == "chart-title chart-text");
        CHECK(page.text.find("Bytes held over time, stacked by tagAt most 4.41 MiB in 2.15 s; limit: 8 MiB") !=
              std::string::npos);
    }

    TEST_CASE("as_html: changes of a tag that is not there, or behind the report's time, stay inside the picture") {
        auto report = typical_report();
        report.changes.push_back({report.time * 2, 1, 0});
        report.changes.push_back({report.time * 2, 99, 1_GiB});
        strict_xml const page{page_of(report)};
        CHECK(page.error == "");
        CHECK(page.all("path")[6]["d"] == "M66 338H88.3V233H852V338H852V338Z");
    }

    TEST_CASE("as_html: a temporary report is kept, and the stream's state changes nothing") {
        auto const view = as_html(typical_report());
        std::ostringstream kept;
        kept.setf(std::ios::hex, std::ios::basefield);
        kept.width(30);
        kept << view;
        CHECK(kept.str() == page_of(typical_report()));
        CHECK(kept.width() == 30);
    }

    TEST_CASE("as_html: printing allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        fixed_buffer target;
        std::ostream out{&target};
        auto const crowded = crowded_report(), hostile = hostile_report();
        allocation_count const counted;
        out << as_html(crowded) << as_html(hostile);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(out.good());
        CHECK(target.view().size() > 30'000);
    }
}
