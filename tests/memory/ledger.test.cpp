// SPDX-License-Identifier: MIT
#include <arenite/memory/ledger.hpp>

#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using arenite::budget_report, arenite::ledger, arenite::memory_plan, arenite::part_life;

namespace {

arenite::reported_tag const* tag_of(budget_report const& report, std::string_view name) {
    for (auto const& tag : report.tags)
        if (tag.name.view() == name) return &tag;
    return nullptr;
}

std::size_t sum_now(budget_report const& report) {
    std::size_t sum = 0;
    for (auto const& tag : report.tags) sum += tag.bytes;
    return sum;
}

std::size_t sum_at_peak(budget_report const& report) {
    std::size_t sum = 0;
    for (auto const& tag : report.tags) sum += tag.bytes_at_peak;
    return sum;
}

/// What each tag holds after all changes.
std::vector<std::size_t> replayed(budget_report const& report) {
    std::vector<std::size_t> bytes(report.tags.size());
    for (auto const& change : report.changes) bytes[change.tag] = change.bytes;
    return bytes;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("ledger: who holds how much, now and at most, and at the peak of all") {
        ledger book;
        auto const model = book.acquire("model", 100, 4096);
        auto const loading = book.acquire("loading", 50, 4096);
        book.give_back(loading, 50, 4096);
        auto const second = book.acquire("model", 30, 4096);
        auto const report = book.report();
        CHECK(report.used == 130);
        CHECK(report.peak == 150);
        CHECK(book.peak() == 150);
        CHECK(report.source_bytes == 8192);
        CHECK(report.source_peak == 8192);
        CHECK(second == model);
        CHECK(tag_of(report, "model")->bytes == 130);
        CHECK(tag_of(report, "model")->peak == 130);
        CHECK(tag_of(report, "model")->bytes_at_peak == 100);
        CHECK(tag_of(report, "model")->acquisitions == 2);
        CHECK(tag_of(report, "loading")->bytes == 0);
        CHECK(tag_of(report, "loading")->bytes_at_peak == 50);
        CHECK(report.changes.size() == 4);
        CHECK(report.time >= report.changes[3].time);
    }

    TEST_CASE("ledger: the parts of a pipeline sum up to its one region, also where they share bytes") {
        ledger book;
        memory_plan plan;
        plan.add("buffer", 640);
        plan.add("names", 320, part_life::start);
        plan.add("rows", 256, part_life::batch);
        auto const run = book.begin_run(plan, 7);
        auto const running = book.report();
        CHECK(running.used == plan.admission());
        CHECK(tag_of(running, "rows")->bytes == 256);
        CHECK(tag_of(running, "names")->bytes == 64);  // beyond those that it shares with the rows
        CHECK(running.planned_bytes == plan.total());
        CHECK(running.planned_rows == 7);
        CHECK(running.phases[0].end == arenite::reported_phase::unfinished);
        book.end_run(plan, run);
        auto const ended = book.report();
        CHECK(ended.used == 0);
        CHECK(sum_now(ended) == 0);
        CHECK(sum_at_peak(ended) == plan.admission());
        CHECK(ended.phases[0].name.view() == "running");
        CHECK(ended.phases[0].end <= ended.time);
    }

    TEST_CASE("ledger: more tags than it has room for are others, and the sums stay right") {
        ledger book;
        std::vector<ledger::tag> tags;
        for (std::size_t i = 0; i != 100; ++i) tags.push_back(book.acquire("tag " + std::to_string(i), 64, 64));
        auto const report = book.report();
        CHECK(report.tags.full());
        CHECK(tag_of(report, "others")->bytes == 64 * (100 - (report.tags.capacity - 1)));
        CHECK(sum_now(report) == 6400);
        for (auto const tag : tags) book.give_back(tag, 64, 64);
        CHECK(sum_now(book.report()) == 0);
        CHECK(sum_at_peak(book.report()) == 6400);
    }

    TEST_CASE("ledger: a name that is too long keeps its beginning, and stays one tag") {
        ledger book;
        std::string const name(100, 'x');
        book.acquire(name, 64, 64);
        book.acquire(name, 64, 64);
        CHECK(book.report().tags.size() == 1);
        CHECK(book.report().tags[0].bytes == 128);
    }

    TEST_CASE("ledger: older changes are thinned out, what is held now stays right") {
        ledger book;
        book.acquire("first", 64, 64);
        book.acquire("second", 128, 128);
        for (std::size_t i = 0; i != 5000; ++i) {
            auto const tag = book.acquire(i % 2 == 0 ? "even" : "odd", 64 * (i % 7), 0);
            if (i % 3 != 0) book.give_back(tag, 64 * (i % 7), 0);
        }
        auto const report = book.report();
        auto const bytes = replayed(report);
        for (std::size_t i = 0; i != bytes.size(); ++i) CHECK(bytes[i] == report.tags[i].bytes);
        for (std::size_t i = 1; i < report.changes.size(); ++i)
            CHECK(report.changes[i - 1].time <= report.changes[i].time);
        CHECK(report.changes.size() > 100);
    }

    TEST_CASE("ledger: of phases and refusals it keeps the latest, and counts all") {
        ledger book;
        auto const first = book.begin_phase("first");
        for (std::size_t i = 0; i != 100; ++i) {
            book.end_phase(book.begin_phase("phase"));
            book.refuse({"stage " + std::to_string(i), i, 0, i + 1});
        }
        book.end_phase(first);  // long gone
        auto const report = book.report();
        CHECK(report.phases.full());
        for (auto const& phase : report.phases) CHECK(phase.end != arenite::reported_phase::unfinished);
        CHECK(report.refused == 100);
        CHECK(tag_of(report, "stage 7")->refusals == 1);
        CHECK(tag_of(report, "others")->refusals == 100 - (report.tags.capacity - 1));
        CHECK(report.refusals[report.refusals.size() - 1].stage.view() == "stage 99");
        CHECK(report.refusals[0].requested == 100 - report.refusals.capacity);
        CHECK(report.refusals[0].largest_batch_rows == report.refusals[0].requested + 1);
    }

    TEST_CASE("ledger: stages of one name are added up") {
        ledger book;
        book.add_stage("csv", 10, 1, 100);
        book.add_stage("scoring", 5, 1, 100);
        book.add_stage("csv", 20, 2, 150);
        auto const report = book.report();
        REQUIRE(report.stages.size() == 2);
        CHECK(report.stages[0].time == 30);
        CHECK(report.stages[0].batches == 3);
        CHECK(report.stages[0].rows == 250);
    }

    TEST_CASE("ledger: counting and reporting ask the memory for nothing") {
        if (skipped_without_malloc_probe()) return;
        ledger book;
        allocation_count const counted;
        for (int i = 0; i != 1000; ++i) book.give_back(book.acquire("tag", 64, 64), 64, 64);
        auto const report = book.report();
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(report.peak == 64);
    }

    TEST_CASE("ledger: under threads, nothing is lost") {
        ledger book;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t != 8; ++t)
                threads.emplace_back([&book, t] {
                    for (int i = 0; i != 500; ++i) {
                        auto const tag = book.acquire(t % 2 == 0 ? "even" : "odd", 64, 64);
                        if (i != 0) book.give_back(tag, 64, 64);
                    }
                });
        }
        auto const report = book.report();
        CHECK(report.used == 8 * 64);
        CHECK(sum_now(report) == 8 * 64);
        CHECK(report.source_bytes == 8 * 64);
        CHECK(sum_at_peak(report) == report.peak);
        CHECK(report.tags[0].acquisitions + report.tags[1].acquisitions == 8 * 500);
    }
}
