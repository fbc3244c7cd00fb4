// SPDX-License-Identifier: MIT
#include <arenite/transform/prepared_batches.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/impute.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/select.hpp>
#include <arenite/transform/standardize.hpp>
#include <arenite/transform/transform_batch.hpp>

#include "support/never_read.hpp"
#include "support/claim_that_ends.hpp"
#include "support/malloc_probe.hpp"
#include "support/process_memory.hpp"
#include "support/sample_range.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <ranges>
#include <sstream>

namespace {

using arenite::impute, arenite::one_hot, arenite::standardize;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima", "Oslo"}),
                             arenite::number("income")};
constexpr std::string_view text = "age,city,income\n30,Lima,100\n,Rome,200\n50,Oslo,\n70,,400\n90,Bern,500\n";
auto const prepare = impute(40) | standardize({{"age", 40}}, {{"age", 10}}) | one_hot("city");
std::vector<std::vector<double>> const prepared{
    {-1, 0, 1, 0, 100}, {0, 0, 0, 0, 200}, {1, 0, 0, 1, 40}, {3, 0, 0, 0, 400}, {5, 1, 0, 0, 500}};

using range = decltype(sample_range{1, 1, 1} | impute(0));
static_assert(arenite::batch_range<range> && std::ranges::input_range<range> && !std::ranges::forward_range<range>);
static_assert(!std::copy_constructible<range> && std::movable<range>);
static_assert(!arenite::adaptive_batch_range<range>);
using csv_range = decltype(std::declval<arenite::csv_batches<double>>() | impute(0));
static_assert(arenite::adaptive_batch_range<csv_range>);

/// The part of a plan; 0 bytes: there is none.
std::size_t bytes_of(arenite::memory_plan const& plan, std::string_view name) {
    for (auto const& part : plan.parts())
        if (part.stage == name) return part.bytes;
    return 0;
}

/// What is asked for from the second batch on.
template <class Range>
std::size_t calls_from_second_batch(Range& run) {
    auto at = run.begin();
    ++at;
    allocation_count const counted;
    auto const faults = minor_faults();
    for (; at != run.end(); ++at) {
    }
    auto const calls = counted.calls();
    CHECK(minor_faults() == faults);
    return calls;
}

TEST_SUITE("transform") {
    TEST_CASE("prepared_batches: from a file to prepared rows, whatever the batches are") {
        for (std::size_t const batch_rows : {1U, 2U, 3U, 1000U}) {
            arenite::memory_source source{text};
            auto rows = arenite::csv_batches(source, people, {.batch_rows = batch_rows});
            auto const made = table_of(rows | prepare);
            CHECK(same_rows(made.rows, prepared));
            CHECK(rows.position().row == 5);  // rows stay with the caller
        }
    }

    TEST_CASE("prepared_batches: the columns are known before anything is read") {
        never_read source;
        auto made = arenite::csv_batches(source, people) | prepare;
        std::ostringstream out;
        out << made.schema();
        CHECK(out.str() ==
              "age                     number\ncity=Bern               number\n"
              "city=Lima               number\ncity=Oslo               number\nincome                  number");
        auto const moved_to = std::make_unique<decltype(made)>(std::move(made));
        CHECK(names_in(moved_to->schema())[2] == "city=Lima");
        CHECK_THROWS_AS(static_cast<void>(std::move(*moved_to) | arenite::select("town")), arenite::shape_error);
    }

    TEST_CASE("prepared_batches: stages join the stages before them: one tile, whatever their number is") {
        auto rows = sample_range{100, 3, 10};
        auto const one = rows | impute(0);
        auto const two = sample_range{100, 3, 10} | impute(0) | standardize(1, 2);
        static_assert(std::same_as<std::remove_const_t<decltype(two)>,
                                   arenite::prepared_batches<sample_range, arenite::impute_stage<double>,
                                                             arenite::standardize_stage<double, double>>>);
        auto const one_plan = arenite::plan(one), two_plan = arenite::plan(two);
        CHECK(bytes_of(one_plan, "prepared batch") == arenite::round_up(10 * 3 * sizeof(double)));
        CHECK(bytes_of(two_plan, "prepared batch") == bytes_of(one_plan, "prepared batch"));
        CHECK(bytes_of(one_plan, "impute") == arenite::round_up(3 * sizeof(double)));
        CHECK(bytes_of(two_plan, "standardize") == arenite::round_up(2 * 3 * sizeof(double)));
        CHECK(bytes_of(two_plan, "prepared rows") == 0);
        CHECK(two_plan.parts().size() == one_plan.parts().size() + 1);
    }

    TEST_CASE("prepared_batches: between stages that change columns there are blocks of rows, two at most") {
        std::vector<std::vector<double>> const none;
        auto const selects = [&](auto const& stages) {
            auto const range = arenite::batches_from(none, {.batch_rows = 4000, .schema = people}) | stages;
            return bytes_of(arenite::plan(range), "prepared rows");
        };
        auto const select = arenite::select("age", "income", "city");
        auto const block = std::size_t{256} * 3 * sizeof(double);
        CHECK(selects(select) == 0);
        CHECK(selects(select | impute(0)) == 0);
        CHECK(selects(impute(0) | select) == block);
        CHECK(selects(impute(0) | standardize(1, 2) | select) == block);
        CHECK(selects(select | impute(0) | select) == block);
        CHECK(selects(impute(0) | select | select) == 2 * block);
        CHECK(selects(select | select | select | select) == 2 * block);
    }

    TEST_CASE("prepared_batches: more stages than are in one cache line keep the rows in order") {
        std::vector<std::vector<double>> rows, expected;
        for (int i = 0; i != 1000; ++i) {
            rows.push_back({i * 1.0, i % 3 * 1.0, missing});
            expected.push_back({7, i * 1.0, i % 3 * 1.0});
        }
        auto const turn = arenite::select("income", "age", "city"), back = arenite::select("age", "city", "income");
        for (std::size_t const batch_rows : {1U, 255U, 256U, 257U, 1000U})
            CHECK(same_rows(made_by(turn | impute(7) | back | turn | back | turn, rows, people, batch_rows).rows,
                            expected));
    }

    TEST_CASE("prepared_batches: a range that is borrowed keeps its own tile") {
        auto first = sample_range{5, 2, 2} | impute(0);
        auto second = first | standardize(1, 2);
        auto const made = table_of(second);
        CHECK(same_rows(made.rows, {{-0.5, -0.5}, {0, 0}, {0.5, 0.5}, {1, 1}, {1.5, 1.5}}));
    }

    TEST_CASE("prepared_batches: runs in exactly what was planned, and is refused one byte less") {
        for (std::size_t const batch_rows : {1U, 7U, 256U}) {
            arenite::memory_source source{text};
            auto rows = arenite::csv_batches(source, people, {.batch_rows = batch_rows, .buffer_bytes = 100});
            auto made = rows | impute(40) | arenite::select("income", "city", "age") | one_hot();
            auto const planned = arenite::plan(made);
            arenite::budget exact{planned.total()}, short_of_one{planned.total() - 1};
            CHECK_FALSE(arenite::try_admit(made, short_of_one));
            {
                auto run = arenite::admit(made, exact);
                std::size_t count = 0;
                for (auto const batch : run) count += batch.rows();
                CHECK(count == 5);
                CHECK(exact.peak() == planned.total());
            }
            CHECK(exact.used() == 0);
        }
    }

    TEST_CASE("prepared_batches: batches as large as the budget allows") {
        arenite::memory_source source{text};
        auto rows = arenite::csv_batches(source, people, {.batch_rows = arenite::automatic_batch_rows});
        auto made = rows | prepare;
        auto const exact = arenite::plan(made, 100).admission();
        arenite::budget memory{exact};
        auto run = arenite::admit(made, memory);
        CHECK(rows.batch_rows() >= 100);
        CHECK(memory.used() == exact);
    }

    TEST_CASE("prepared_batches: asks for nothing from the second batch on") {
        if (skipped_without_malloc_probe()) return;
        std::string lines = "age,city,income\n";
        for (int i = 0; i != 5000; ++i) lines += "30,Lima,\n,Rome,100\n";
        for (std::size_t const batch_rows : {1U, 7U, 1000U}) {
            arenite::memory_source source{lines};
            auto rows = arenite::csv_batches(source, people, {.batch_rows = batch_rows});
            arenite::budget memory{1 << 22};
            auto run = arenite::admit(rows | prepare | arenite::select("age", "city=Bern"), memory);
            CHECK(calls_from_second_batch(run) == 0);
        }
    }

    TEST_CASE("prepared_batches: a reader of rows and twenty-four stages are planned as one") {
        auto const six = impute(1) | standardize(0.0, 1.0) | impute(2) | standardize(0.0, 1.0) | impute(3) | impute(4);
        arenite::memory_source source{text};
        arenite::budget memory{1 << 22};
        auto run = arenite::admit(arenite::csv_batches(source, people) | (six | six | six | six), memory);
        std::size_t rows = 0;
        for (auto const batch : run) rows += batch.rows();
        CHECK(rows == 5);
    }

    TEST_CASE("prepared_batches: planning and asking for columns allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        std::vector<std::vector<double>> const none;
        auto const made = arenite::batches_from(none, {.schema = people}) | prepare;
        allocation_count const counted;
        auto const planned = arenite::plan(made);
        bool const found = made.schema().find("city=Oslo") == 3 && made.schema().named();
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(found);
        CHECK(planned.total() != 0);
    }

    TEST_CASE("prepared_batches: texts go along, and their columns come last where others are made") {
        arenite::schema const columns{arenite::text("id"), arenite::number("age"), arenite::text("note"),
                                      arenite::category("city", {"Bern", "Lima"})};
        auto const rows_of = [](arenite::memory_source& source, arenite::schema_view of) {
            return arenite::csv_batches(source, of, {.batch_rows = 2, .header = arenite::csv_header::no});
        };
        std::string_view const lines = "a,1,x,Lima\nb,,y,Bern\nc,3,z,\n";
        arenite::memory_source source{lines}, again{lines};
        auto stays = rows_of(source, columns) | impute(2);
        CHECK(names_in(stays.schema()) == std::vector<std::string>{"id", "age", "note", "city"});
        auto made = rows_of(again, columns) | impute({{"age", 2}}) | one_hot();
        CHECK(names_in(made.schema()) == std::vector<std::string>{"age", "city=Bern", "city=Lima", "id", "note"});
        CHECK((made.schema()[3].kind == arenite::column_kind::text));
        CHECK(made.schema().tile_cols() == 3);
        std::string seen;
        for (auto const batch : made)
            for (std::size_t r = 0; r != batch.rows(); ++r)
                seen.append(batch.text(0, r))
                    .append(batch.text(1, r))
                    .append(batch(r, 0) == 2 ? "2" : "")
                    .append(batch(r, 2) == 1 ? "L " : " ");
        CHECK(seen == "axL by2 cz ");
        arenite::memory_source third{lines};
        CHECK_THROWS_WITH_AS(static_cast<void>(rows_of(third, columns) | impute({{"note", 1}})),
                             "impute: there is no column 'note'; the columns are 'age', 'city'", arenite::shape_error);
    }

    TEST_CASE("prepared_batches: the ledger knows how long each stage took, and how many rows it had") {
        arenite::budget memory{1 << 20};
        {
            auto run = arenite::admit(sample_range{100, 3, 30} | impute(0) | standardize(1, 2), memory);
            CHECK(std::ranges::distance(run | std::views::transform([](auto const& batch) { return batch.rows(); })) ==
                  4);
        }
        std::size_t found = 0;
        auto const report = memory.report();
        for (auto const& stage : report.stages)
            if (stage.name.view() == "impute" || stage.name.view() == "standardize") {
                ++found;
                CHECK(stage.rows == 100);
                CHECK(stage.batches == 4);
                CHECK(stage.time != 0);
            }
        CHECK(found == 2);
    }

    TEST_CASE("prepared_batches: a range that has begun takes no more stages") {
        CHECK(claim_that_ends([] {
                  auto made = sample_range{5, 2, 2} | impute(0);
                  static_cast<void>(made.begin());
                  static_cast<void>(std::move(made) | impute(1));
              }) == "stages are put behind rows that have not begun");
    }

    TEST_CASE("prepared_batches: std adaptors work behind it") {
        auto made = sample_range{5, 1, 1} | impute(0) | standardize(0, 2);
        std::vector<double> seen;
        for (double const x : made | std::views::transform([](auto const& batch) { return batch(0, 0); }))
            seen.push_back(x);
        CHECK(seen == std::vector{0.0, 0.5, 1.0, 1.5, 2.0});
        std::size_t taken = 0;
        for (auto const batch : sample_range{5, 1, 1} | impute(0) | std::views::take(2)) taken += batch.rows();
        CHECK(taken == 2);
    }
}

}  // namespace
