// SPDX-License-Identifier: MIT
#include <arenite/format/save_stages.hpp>

#include "format/stages_file.hpp"
#include "support/temporary_file.hpp"
#include "transform/patients.hpp"

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/bucketize.hpp>
#include <arenite/transform/clip.hpp>
#include <arenite/transform/drop.hpp>
#include <arenite/transform/fitted_stages.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/ordinal_encode.hpp>
#include <arenite/transform/polynomial_features.hpp>
#include <arenite/transform/rename_columns.hpp>
#include <arenite/transform/reorder.hpp>
#include <arenite/transform/select.hpp>
#include <arenite/transform/summarize.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::impute, arenite::one_hot, arenite::number, arenite::category, arenite::schema, arenite::standardize;
using stages_file::loaded, stages_file::saved;

/// The columns and the bits of what a file gives back are those of the stages.
template <class Stages>
void check_kept(Stages const& stages) {
    auto const columns = patients::columns();
    auto const kept = loaded(saved(columns, stages));
    auto const rows = patients::rows("rows");
    for (std::size_t const batch_rows : {1U, 7U, 1000U}) {
        auto const expected = made_by(stages, rows, columns, batch_rows);
        auto const found = made_by(kept.stage(), rows, kept.schema(), batch_rows);
        CHECK(found.names == expected.names);
        CHECK(same_rows(found.rows, expected.rows));
    }
}

TEST_SUITE("format") {
    TEST_CASE("save_stages: a chain has the same bits when it comes back") {
        auto const columns = patients::columns();
        auto const seen =
            arenite::summarize(arenite::batches_from(patients::rows("rows"), arenite::row_options{.schema = columns}));
        check_kept(impute(seen.medians()) | standardize(seen) | one_hot());
        check_kept(arenite::min_max_scale(seen, {.clip = true}) | arenite::polynomial_features({.degree = 3}));
        check_kept(arenite::drop("ward") | arenite::robust_scale(seen) | one_hot({.drop_first = true}, "sex") |
                   arenite::reorder("bp"));
        check_kept(arenite::rename_columns("bmi", "mass") | arenite::bucketize("mass", {20.0, 25.0, 30.0}) |
                   arenite::ordinal_encode() | arenite::clip(0.0, 60.0));
        check_kept(arenite::select("bp", "decade", "bp"));  // one column twice
    }

    TEST_CASE("save_stages: with the columns that a reader of rows needs, texts and tokens too") {
        std::string_view const gone[] = {"gone", ""};
        arenite::column age = number("age");
        age.missing = gone;
        schema const columns{age, arenite::text("id"), category("city", {"Bern", "Lima"})};
        auto const kept = loaded(saved(columns, impute(30.0) | one_hot({.separator = ":"})));
        arenite::memory_source file{"id,city,age\nx,Lima,gone\ny,Oslo,40\n"};
        auto prepared = arenite::csv_batches(file, kept.schema()) | kept;
        CHECK(names_in(prepared.schema()) == std::vector<std::string>{"age", "city:Bern", "city:Lima", "id"});
        auto at = prepared.begin();
        CHECK((*at)(0, 0) == 30);
        CHECK((*at)(0, 2) == 1);
        CHECK((*at)(1, 2) == 0);
        CHECK((*at).text(0, 1) == "y");
    }

    TEST_CASE("save_stages: a category that is refused is refused afterwards, with its row and column") {
        schema const columns{number("age"), category("city", {"Bern", "Lima"})};
        std::vector<std::vector<double>> const rows{{1, 0}, {2, missing}};
        auto const refusal = [&](auto const& stages) -> std::string {
            try {
                static_cast<void>(made_by(stages, rows, columns));
            } catch (arenite::data_error const& refused) {
                return refused.what();
            }
            return {};
        };
        auto const one_hot_kept = loaded(saved(columns, one_hot({.unseen = arenite::unseen_category::refused})));
        auto const codes_kept =
            loaded(saved(columns, arenite::ordinal_encode({.unseen = arenite::unseen_category::refused})));
        for (auto const* kept : {&one_hot_kept, &codes_kept}) {
            auto const said = refusal(kept->stage());
            CAPTURE(said);
            CHECK(said.find("stored stages: row 1, column city") != said.npos);
            CHECK(said.find("a category that is missing or unknown") != said.npos);
        }
    }

    TEST_CASE("save_stages: columns without names, and more than have room on the stack") {
        constexpr std::size_t count = 3000;
        auto const columns = schema::unnamed(count);
        auto const kept = loaded(saved(columns, arenite::clip(2.0, 3.0)));
        std::vector<std::vector<double>> rows(3, std::vector<double>(count));
        for (std::size_t c = 0; c != count; ++c) rows[c % 3][c] = static_cast<double>(c % 5);
        auto const expected = made_by(arenite::clip(2.0, 3.0), rows, columns);
        CHECK(same_rows(made_by(kept.stage(), rows, columns).rows, expected.rows));
    }

    TEST_CASE("save_stages: to a file, the same bytes each time") {
        temporary_file const file{""};
        auto const columns = patients::columns();
        auto const stages = impute(1.0) | one_hot();
        arenite::save_stages(file.path(), columns, stages);
        auto const kept = arenite::load_stages(file.path());
        CHECK(names_in(kept.schema()) == names_in(columns));
        CHECK(saved(columns, stages) == saved(columns, stages));
        CHECK(saved(columns, stages).size() <= kept.bytes());
        CHECK_THROWS_AS(arenite::save_stages("/no/such/folder/file", columns, stages), std::system_error);
    }

    TEST_CASE("save_stages: holds what it says of a budget, and gives it back") {
        arenite::budget memory{arenite::budget::unlimited};
        stages_file::memory_sink sink;
        auto const columns = patients::columns();
        arenite::save_stages(sink, columns, impute(1.0), memory);
        CHECK(memory.peak() > 0);
        CHECK(memory.used() == 0);
        arenite::budget small{memory.peak() - 1};
        CHECK_THROWS_AS(arenite::save_stages(sink, columns, impute(1.0), small), arenite::budget_exceeded);
        CHECK(small.used() == 0);
    }

    TEST_CASE("save_stages: refuses stages that do not fit, and a column that is made of too many") {
        stages_file::memory_sink sink;
        schema const x{number("x")};
        CHECK_THROWS_AS(arenite::save_stages(sink, x, one_hot("nowhere")), arenite::shape_error);
        auto const squared = [] { return arenite::polynomial_features({.bias = false}) | arenite::select("x^2"); };
        auto const renamed = squared() | arenite::rename_columns("x^2", "x");
        auto const often = renamed | renamed | renamed | renamed | renamed | renamed | renamed | renamed | renamed;
        CHECK_NOTHROW(arenite::save_stages(sink, x, often));
        CHECK_THROWS_WITH_AS(arenite::save_stages(sink, x, often | renamed),
                             "save_stages: a column is made of more than 1024 others", arenite::shape_error);
        CHECK(sink.bytes.size() < 100'000);
    }
}

}  // namespace
