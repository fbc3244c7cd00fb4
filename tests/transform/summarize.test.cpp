// SPDX-License-Identifier: MIT
#include <arenite/transform/summarize.hpp>

#include <arenite/load/batches_from.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>

#include "support/counting_source.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <string>
#include <vector>

namespace {

using arenite::plan_summary, arenite::summarize, arenite::summary, arenite::summary_options;

constexpr std::string_view towns =
    "age,town,sex,note\n"
    "30,Bern,f,a\n"
    ",Lima,m,\n"
    "-2.5,Oslo,x,b\n"
    "30,,f,NA\n"
    "7,Bern,f, a\n";
arenite::schema const columns{arenite::number("age"), arenite::text("town"), arenite::category("sex", {"m", "f"}),
                              arenite::text("note")};

summary of_towns(arenite::csv_options const& options = {}) {
    arenite::memory_source text{towns};
    return summarize(arenite::csv_batches(text, columns, options));
}

std::vector<std::array<double, 2>> many_rows(std::size_t count) {
    std::vector<std::array<double, 2>> rows(count);
    for (std::size_t i = 0; i != count; ++i) {
        auto const number = static_cast<double>(i * 7919 % 10007) / 7;
        rows[i] = {i % 11 == 0 ? std::nan("") : number, static_cast<double>(i % 3)};
    }
    return rows;
}

bool same_figures(summary const& one, summary const& other) {
    for (std::size_t i = 0; i != one.size(); ++i) {
        auto const& a = one[i];
        auto const& b = other[i];
        for (auto const figure : {&arenite::column_summary::mean, &arenite::column_summary::sd,
                                  &arenite::column_summary::sample_sd, &arenite::column_summary::minimum,
                                  &arenite::column_summary::lower_quartile, &arenite::column_summary::median,
                                  &arenite::column_summary::upper_quartile, &arenite::column_summary::maximum,
                                  &arenite::column_summary::most_frequent, &arenite::column_summary::rank_error})
            if (std::bit_cast<std::uint64_t>(a.*figure) != std::bit_cast<std::uint64_t>(b.*figure)) return false;
        if (a.count != b.count || a.missing != b.missing || a.distinct != b.distinct) return false;
    }
    return one.rows() == other.rows();
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("summarize: what is in each column") {
        auto const seen = of_towns();
        CHECK(seen.rows() == 5);
        REQUIRE(seen.size() == 4);
        auto const& age = seen["age"];
        CHECK(age.count == 4);
        CHECK(age.missing == 1);
        CHECK(age.mean == 64.5 / 4);
        CHECK(age.minimum == -2.5);
        CHECK(age.maximum == 30);
        CHECK(age.median == 18.5);
        CHECK(age.distinct == 3);
        CHECK(age.most_frequent == 30);
        CHECK(age.most_frequent_count == 2);
        CHECK(std::ranges::equal(age.values, std::vector{-2.5, 7.0, 30.0}));
        CHECK(std::ranges::equal(seen["town"].vocabulary, std::vector{"Bern", "Lima", "Oslo"}));
        CHECK(std::ranges::equal(seen["town"].counts, std::vector{2, 1, 1}));
        CHECK(seen["town"].missing == 1);
        CHECK(seen["town"].most_frequent == 0);
        CHECK(std::ranges::equal(seen["sex"].vocabulary, std::vector{"m", "f"}));
        CHECK(std::ranges::equal(seen["sex"].counts, std::vector{1, 3}));
        CHECK(seen["sex"].missing == 1);
        CHECK(seen["sex"].most_frequent == 1);
        CHECK(std::isnan(seen["sex"].mean));
        CHECK(std::ranges::equal(seen["note"].vocabulary, std::vector{"a", "b"}));  // blanks do not count
        CHECK(seen["note"].missing == 2);
        CHECK(seen["note"].count == 3);
    }

    TEST_CASE("summarize: texts behind an id column") {
        auto const seen = of_towns({.id_column = "age"});
        CHECK(std::ranges::equal(seen["town"].vocabulary, std::vector{"Bern", "Lima", "Oslo"}));
        CHECK(seen["age"].mean == 64.5 / 4);
    }

    TEST_CASE("summarize: the bits do not depend on batches, nor on who admits") {
        auto const rows = many_rows(20'000);
        auto const whole = summarize(arenite::batches_from(rows, {.batch_rows = 20'000}));
        CHECK(whole[0].rank_error > 0);
        CHECK(whole[0].missing == 1819);
        for (std::size_t const batch_rows : {1U, 7U, 255U, 256U, 257U, 4096U})
            CHECK(same_figures(summarize(arenite::batches_from(rows, {.batch_rows = batch_rows})), whole));
        arenite::budget memory{arenite::budget::unlimited};
        auto run = arenite::admit(arenite::batches_from(rows), memory);
        CHECK(same_figures(summarize(run), whole));
        auto lvalue = arenite::batches_from(rows);
        CHECK(same_figures(summarize(lvalue), whole));
    }

    TEST_CASE("summarize: rows of float are taken as they are") {
        std::vector<std::array<float, 1>> const rows{{0.1f}, {0.2f}, {std::nanf("")}};
        auto const seen = summarize(arenite::batches_from(rows));
        CHECK(seen[0].count == 2);
        CHECK(seen[0].minimum == double(0.1f));
        CHECK(seen[0].mean == (double(0.1f) + double(0.2f)) / 2);
    }

    TEST_CASE("summarize: infinities are there, as IEEE 754 has them") {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        std::vector<std::array<double, 3>> const rows{{infinity, 1, -0.0}, {2, -infinity, 0}, {3, infinity, 0}};
        auto const seen = summarize(arenite::batches_from(rows));
        CHECK(seen[0].mean == infinity);
        CHECK(std::isnan(seen[0].sd));
        CHECK(seen[0].count == 3);
        CHECK(seen[0].maximum == infinity);
        CHECK(seen[0].median == 3);
        CHECK(seen.quantile(std::size_t{0}, 0.75) == infinity);
        CHECK(std::isnan(seen[1].mean));
        CHECK(seen[1].minimum == -infinity);
        CHECK(seen[2].distinct == 1);
        CHECK_FALSE(std::signbit(seen[2].minimum));
    }

    TEST_CASE("summarize: no rows") {
        std::vector<std::array<double, 1>> const none;
        auto const seen = summarize(arenite::batches_from(none));
        CHECK(seen.rows() == 0);
        CHECK(seen[0].count == 0);
        CHECK(std::isnan(seen[0].mean));
        CHECK(std::isnan(seen[0].minimum));
        CHECK(std::isnan(seen[0].median));
        CHECK(std::isnan(seen[0].most_frequent));
        CHECK(std::isnan(seen.quantile(std::size_t{0}, 0.5)));
    }

    TEST_CASE("summarize: exactly the plan suffices, and one byte less is refused") {
        counting_source source;
        auto const rows = [](arenite::memory_source& text) {
            return arenite::csv_batches(text, columns, {.batch_rows = 3, .buffer_bytes = 4096});
        };
        arenite::memory_source planned_text{towns};
        auto const planned = plan_summary(rows(planned_text));
        CHECK(planned.parts().back().stage == "summary");
        {
            arenite::memory_source text{towns};
            arenite::budget exact{planned.total(), source};
            auto const seen = summarize(rows(text), exact);
            CHECK(exact.peak() == planned.total());
            CHECK(exact.used() == seen.bytes());
            CHECK(seen.bytes() == arenite::summary_bytes(columns));
            CHECK(seen["age"].count == 4);
        }
        arenite::memory_source text{towns};
        arenite::budget short_of_one{planned.total() - 1, source};
        CHECK_THROWS_AS(static_cast<void>(summarize(rows(text), short_of_one)), arenite::budget_exceeded);
        CHECK(short_of_one.used() == 0);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("summarize: a summary that does not fit is refused by its name") {
        arenite::memory_source text{towns};
        arenite::budget small{1000};
        try {
            static_cast<void>(summarize(arenite::csv_batches(text, columns), small));
            FAIL("was summarized");
        } catch (arenite::budget_exceeded const& refused) {
            CHECK(refused.stage() == "summary");
            CHECK(refused.requested() == arenite::summary_bytes(columns));
        }
    }

    TEST_CASE("summarize: nothing is allocated during the pass, and what is held does not grow with the rows") {
        if (skipped_without_malloc_probe()) return;
        auto const rows = many_rows(50'000);
        arenite::budget memory{arenite::budget::unlimited};
        auto run = arenite::admit(arenite::batches_from(rows), memory);
        arenite::budget for_summary{arenite::budget::unlimited};
        arenite::summarizer seen{run.pipeline().schema(), {}, for_summary};
        auto const held = for_summary.used();
        allocation_count const counted;
        for (auto const batch : run) seen.add(batch);
        auto const found = std::move(seen).finish();
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(for_summary.used() == held);
        CHECK(found.rows() == 50'000);
    }

    TEST_CASE("summarize: the report has its time beside the reader's") {
        arenite::budget memory{arenite::budget::unlimited};
        static_cast<void>(summarize(arenite::batches_from(many_rows(5000)), memory));
        auto const report = memory.report();
        REQUIRE(report.stages.size() == 2);
        CHECK(report.stages[1].name.view() == "summary");
        CHECK(report.stages[1].rows == 5000);
        CHECK(memory.used() == 0);
    }
}
