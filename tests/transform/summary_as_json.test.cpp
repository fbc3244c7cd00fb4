// SPDX-License-Identifier: MIT
#include <arenite/transform/summary_as_json.hpp>

#include "memory/strict_json.hpp"
#include "support/malloc_probe.hpp"
#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace {

std::string json_of(arenite::summary const& seen) {
    std::ostringstream out;
    out << arenite::as_json(seen);
    return out.str();
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("as_json: every figure of a summary, under the name of its member") {
        auto const seen = summary_of_people();
        auto const text = json_of(seen);
        strict_json const json{text};
        REQUIRE(json.error == "");
        CHECK(text.find('\n') == text.npos);
        CHECK(json["rows"] == "5");
        CHECK(json["bytes"] == std::to_string(seen.bytes()));
        CHECK(json.size("columns") == 4);
        CHECK(json["columns.0.name"] == "age");
        CHECK(json["columns.0.kind"] == "number");
        CHECK(json["columns.0.count"] == "4");
        CHECK(json["columns.0.missing"] == "1");
        CHECK(json["columns.0.mean"] == "16.125");
        CHECK(json["columns.0.sd"] == std::string{arenite::format_number(seen["age"].sd).view()});
        CHECK(json["columns.0.sample_sd"] == std::string{arenite::format_number(seen["age"].sample_sd).view()});
        CHECK(json["columns.0.minimum"] == "-2.5");
        CHECK(json["columns.0.lower_quartile"] == "4.625");
        CHECK(json["columns.0.median"] == "18.5");
        CHECK(json["columns.0.upper_quartile"] == "30");
        CHECK(json["columns.0.maximum"] == "30");
        CHECK(json["columns.0.rank_error"] == "0");
        CHECK(json["columns.0.distinct"] == "3");
        CHECK(json["columns.0.listed.0.value"] == "-2.5");
        CHECK(json["columns.0.listed.2.count"] == "2");
        CHECK(json["columns.1.kind"] == "text");
        CHECK(json["columns.1.mean"] == "(none)");
        CHECK(json["columns.1.listed.0.value"] == "\"Lima\" & <co>");
        CHECK(json["columns.2.kind"] == "category");
        CHECK(json["columns.2.listed.0.value"] == "m");
        CHECK(json["columns.2.listed.0.count"] == "1");
        CHECK(json["columns.3.missing"] == "5");
        CHECK(json["columns.3.mean"] == "null");
        CHECK(json.size("columns.3.listed") == 0);
    }

    TEST_CASE("as_json: of too much that is different, null") {
        strict_json const json{json_of(summary_of_people({.most_values = 2, .most_categories = 2}))};
        REQUIRE(json.error == "");
        CHECK(json["columns.0.listed"] == "null");
        CHECK(json["columns.1.listed"] == "null");
        CHECK(json["columns.2.listed.1.count"] == "3");
    }

    TEST_CASE("as_json: printing a summary allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        auto const seen = summary_of_people();
        std::ostringstream out;
        out << std::string(10'000, ' ');
        out.seekp(0);
        allocation_count const counted;
        out << arenite::as_json(seen);
        auto const calls = counted.calls();
        CHECK(calls == 0);
    }
}
