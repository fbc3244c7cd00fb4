// SPDX-License-Identifier: MIT
#include <arenite/transform/summary_as_html.hpp>

#include <arenite/load/batches_from.hpp>

#include "memory/strict_xml.hpp"
#include "support/malloc_probe.hpp"
#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

namespace {

std::string page_of(arenite::summary const& seen) {
    std::ostringstream out;
    out << arenite::as_html(seen);
    return out.str();
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("as_html: a row for each column, with its figures") {
        strict_xml const page{page_of(summary_of_people())};
        REQUIRE(page.error == "");
        CHECK(page.count("table") == 2);
        CHECK(page.count("tr") == 2 + 4);
        CHECK(page.count("svg") == 1);  // nothing is spread in a column in which nothing is
        for (auto const* const text : {"5 rows", "16.125", "18.5", "-2.5", "\"Lima\" & <co>", "Bern", "75.0 %"}) {
            CAPTURE(text);
            if (text != std::string{"\"Lima\" & <co>"}) CHECK(page.text.find(text) != page.text.npos);
        }
    }

    TEST_CASE("as_html: the picture shows how numbers are spread") {
        std::vector<double> numbers(24, 0.0);
        for (std::size_t i = 0; i != 24; ++i) numbers[i] = static_cast<double>(i);
        numbers.insert(numbers.end(), 12, 0.5);  // in the first bar, which is thirteen times as high
        strict_xml const page{page_of(arenite::summarize(arenite::batches_from(numbers)))};
        REQUIRE(page.error == "");
        auto const bars = page.all("path").at(0)["d"];
        CHECK(bars.starts_with("M0 24v-24h4v24z"));
        CHECK(bars.find("M115 24v-1.8h4v1.8z") != bars.npos);
        CHECK(std::ranges::count(bars, 'M') == 24);
    }

    TEST_CASE("as_html: printing a summary allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        auto const seen = summary_of_people();
        std::ostringstream out;
        out << std::string(30'000, ' ');
        out.seekp(0);
        allocation_count const counted;
        out << arenite::as_html(seen);
        auto const calls = counted.calls();
        CHECK(calls == 0);
    }
}
