// SPDX-License-Identifier: MIT
#include <arenite/format/loaded_stages.hpp>

#include "format/stages_file.hpp"
#include "support/malloc_probe.hpp"
#include "transform/table.hpp"

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/clip.hpp>
#include <arenite/transform/impute.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/standardize.hpp>
#include <arenite/transform/summarize.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::category, arenite::number, arenite::schema;
using stages_file::loaded, stages_file::saved;

static_assert(!std::is_copy_constructible_v<arenite::loaded_stages>);
static_assert(arenite::named_stage<arenite::loaded_stages>);

TEST_SUITE("format") {
    TEST_CASE("loaded_stages: rows of other columns do not compose, and the error names the columns") {
        schema const columns{number("age"), number("income"), category("city", {"Bern", "Lima"})};
        auto const kept = loaded(saved(columns, arenite::impute(30.0)));
        auto const refusal = [&](schema const& found) { return refusal_of(kept.stage(), found); };
        CHECK(refusal(columns).empty());
        CHECK(refusal(schema{number("age"), category("city", {"Bern", "Lima"})}) ==
              "stored stages: the rows have other columns than those that the stages were saved for; not there: "
              "'income'; column 1 is 'city', a category of 2 texts, not 'income', a number");
        CHECK(refusal(schema{number("age"), number("wage"), category("city", {"Bern", "Lima"})}) ==
              "stored stages: the rows have other columns than those that the stages were saved for; not there: "
              "'income'; not expected: 'wage'; column 1 is 'wage', a number, not 'income', a number");
        CHECK(refusal(schema{number("income"), number("age"), category("city", {"Bern", "Lima"})}) ==
              "stored stages: the rows have other columns than those that the stages were saved for; column 0 is "
              "'income', a number, not 'age', a number");
        CHECK(refusal(schema{number("age"), number("income"), category("city", {"Lima", "Bern"})}) ==
              "stored stages: the rows have other columns than those that the stages were saved for; column 2 is "
              "'city', a category of 2 texts, not 'city', a category of 2 texts: the first that differs is 'Lima', not "
              "'Bern'");
        CHECK(refusal(schema::unnamed(3)).find("'age'") != std::string::npos);
    }

    TEST_CASE("loaded_stages: survive a move; stages go in front and behind, and know what was made") {
        schema const columns{number("age"), category("city", {"Bern", "Lima"})};
        auto kept = loaded(saved(columns, arenite::impute(30.0) | arenite::one_hot()));
        auto const stage = kept.stage();
        auto const moved = std::move(kept);
        std::vector<std::vector<double>> const rows{{missing, 1}, {50, 0}};
        auto const found = made_by(stage | arenite::clip(0.0, 40.0), rows, columns).rows;
        CHECK(same_rows(found, {{30, 0, 1}, {40, 1, 0}}));
        auto clipped = arenite::batches_from(rows, arenite::row_options{.schema = columns}) | arenite::clip(0.0, 40.0);
        CHECK(same_rows(table_of(std::move(clipped) | moved).rows, {{30, 0, 1}, {40, 1, 0}}));

        // an indicator was made by a stage: what is fitted to the columns of rows need not have it
        schema const ages{number("age")};
        auto const seen = arenite::summarize(
            arenite::batches_from(std::vector<std::vector<double>>{{1}, {3}}, arenite::row_options{.schema = ages}));
        auto const scaled = made_by(stage | arenite::standardize(seen.means(), seen.sds()), rows, columns).rows;
        CHECK(same_rows(scaled, {{28, 0, 1}, {48, 1, 0}}));
    }

    TEST_CASE("loaded_stages: ask for nothing from the second batch on") {
        if (skipped_without_malloc_probe()) return;
        schema const columns{number("age"), category("city", {"Bern", "Lima"})};
        auto const kept = loaded(saved(columns, arenite::impute(30.0) | arenite::one_hot()));
        std::string lines = "age,city\n";
        for (int i = 0; i != 3000; ++i) lines += "30,Lima\n,Rome\n";
        arenite::memory_source source{lines};
        auto rows = arenite::csv_batches(source, kept.schema(), {.batch_rows = 100});
        arenite::budget memory{1 << 22};
        auto run = arenite::admit(rows | kept, memory);
        auto at = run.begin();
        ++at;
        allocation_count const from_second_batch;
        double sum = 0;
        for (; at != run.end(); ++at) sum += (*at)(0, 0);
        auto const calls = from_second_batch.calls();
        CHECK(calls == 0);
        CHECK(sum == 30 * 59);
    }

    TEST_CASE("loaded_stages: say which columns they need, and which they make") {
        schema const columns{number("age"), category("city", {"Bern", "Lima"})};
        auto const kept = loaded(saved(columns, arenite::one_hot()));
        CHECK(names_in(kept.schema()) == std::vector<std::string>{"age", "city"});
        CHECK(names_in(kept.made_columns()) == std::vector<std::string>{"age", "city=Bern", "city=Lima"});
        CHECK(kept.schema()[1].vocabulary[1] == "Lima");
        CHECK(!kept.made_columns()[0].made);
        CHECK(kept.made_columns()[2].made);
    }
}

}  // namespace
