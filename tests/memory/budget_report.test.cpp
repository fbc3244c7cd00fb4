// SPDX-License-Identifier: MIT
#include <arenite/memory/budget_report.hpp>

#include "memory/report_samples.hpp"
#include "memory/strict_utf8.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <iomanip>
#include <locale>
#include <sstream>

namespace {

std::string text_of(arenite::budget_report const& report) {
    std::ostringstream out;
    out << report;
    return out.str();
}

/// The line that begins so, without what is around it.
std::string line_of(std::string const& text, std::string const& begin) {
    auto const at = text.find("\n " + begin);
    if (at == text.npos) return "(none)";
    return text.substr(at + 2, text.find('\n', at + 1) - at - 2);
}

struct dotted : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

struct narrow_traits : std::char_traits<char> {};

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("budget_report: the text has the figures, column below column") {
        auto const text = text_of(typical_report());
        auto const line = [&text](std::string const& begin) { return line_of(text, begin); };
        CHECK(text.starts_with(
            "budget 8 MiB   used 3 MiB   peak 4.41 MiB (55.1 %)   refused 0   plan 4.41 MiB (exact)\n"));
        CHECK(line("tag") == "tag                      bytes now           peak  of peak  acquired  refused");
        CHECK(line("csv batch") == "csv batch                        0      1 048 576   22.7 %         1        0");
        CHECK(line("loading  ") == "loading                          0        393 216      0 %         1        0");
        CHECK(line("asked for") == "asked for                3 145 728      4 619 752");
        CHECK(line("given by") == "given by the source      3 145 728      4 620 288");
        CHECK(line("running") == "running                      110 ms             2 s");
        CHECK(line("csv   ") == "csv                          1.20 s  60.4 %       489     2 000 000   1.66 M");
        CHECK(line("batches of") == "batches of up to 4 096 rows");
        CHECK(text.ends_with("\n process: resident 9.18 MiB, at most 13.6 MiB; outside budget 6.18 MiB"));
    }

    TEST_CASE("budget_report: refusals say what would have fit") {
        auto const text = text_of(refusing_report());
        CHECK(text.starts_with("budget 2 GiB   used 181 MiB   peak 373 MiB (18.2 %)   refused 40   plan 192 MiB\n"));
        CHECK(line_of(text, "queue        ").find("1 000") != text.npos);
        CHECK(line_of(text.substr(text.find("\n refused")), "queue") ==
              "queue                                         4 194 304     1 048 576      30 min          3 812");
        CHECK(line_of(text, "the latest") == "the latest 2 of 40");
        CHECK(line_of(text, "serving").ends_with(" 4.00 h   so far"));
    }

    TEST_CASE("budget_report: no limit, and nothing at all") {
        CHECK(text_of(crowded_report()).starts_with("budget no limit   used 39.0 MiB   peak 39.0 MiB   refused 0\n"));
        CHECK(text_of({}) == "budget 0 B   used 0 B   peak 0 B (0 %)   refused 0");
    }

    TEST_CASE("budget_report: no line is longer than 100 columns, none ends in a blank") {
        for (auto const& report : {typical_report(), crowded_report(), refusing_report(), small_report()}) {
            std::istringstream lines{text_of(report)};
            for (std::string line; std::getline(lines, line);) {
                CHECK_MESSAGE(line.size() <= 100, line);
                CHECK_MESSAGE(!line.ends_with(' '), line);
            }
        }
    }

    TEST_CASE("budget_report: a name makes no line and no control character of its own") {
        auto const hostile = hostile_report();
        auto const text = text_of(hostile);
        CHECK(where_not_utf8(text) == text.npos);
        for (char const one : text) CHECK((one == '\n' || static_cast<unsigned char>(one) >= 0x20));
        CHECK(text.find("\x7F") == text.npos);
        CHECK(line_of(text, "back\\slash").starts_with("back\\slash \"quoted\"\uFFFDnext{a=\"b\"} 7 "));
        CHECK(std::ranges::count(text, '\n') == 42);  // 4 tables of 8 names, their heads, empty lines, and 2 sums
    }

    TEST_CASE("budget_report: the stream's state changes nothing and is kept") {
        std::ostringstream plain, changed;
        plain << typical_report();
        changed.imbue(std::locale{std::locale::classic(), new dotted});
        changed << std::hex << std::showbase << std::setprecision(2) << std::setfill('*') << std::setw(200);
        auto const flags = changed.flags();
        changed << typical_report();
        CHECK(changed.str() == plain.str());
        CHECK(changed.flags() == flags);
        CHECK(changed.width() == 200);
        CHECK(changed.precision() == 2);
    }

    TEST_CASE("budget_report: a stream of other traits will do") {
        std::basic_stringbuf<char, narrow_traits> buffer;
        std::basic_ostream<char, narrow_traits> out{&buffer};
        out << small_report();
        CHECK(std::string{buffer.str().data()}.starts_with("budget 64 B"));
    }

    TEST_CASE("budget_report: a stream that fails stops nothing and says so") {
        fixed_buffer target;
        std::ostream out{&target};
        out.setstate(std::ios::failbit);
        out << typical_report();
        CHECK(target.view().empty());
        CHECK(out.fail());
    }

    TEST_CASE("budget_report: printing allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        fixed_buffer target;
        std::ostream out{&target};
        auto const crowded = crowded_report(), hostile = hostile_report();
        allocation_count const counted;
        out << crowded << hostile;
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(out.good());
        CHECK(target.view().size() > 3000);
    }
}
