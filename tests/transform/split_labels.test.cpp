// SPDX-License-Identifier: MIT
#include <arenite/transform/split_labels.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/filter.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/standardize.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::split_labels;

arenite::schema const people{arenite::number("weight"), arenite::number("age"),
                             arenite::category("city", {"Bern", "Lima"}), arenite::number("y")};
std::vector<std::vector<double>> const rows{{0.5, 30, 1, 7}, {1, 40, 0, 8}, {2, 50, missing, 9}};

TEST_SUITE("transform") {
    TEST_CASE("split_labels: stages behind it see the other columns; the range keeps the labels of the batch") {
        for (std::size_t const batch_rows : {1U, 2U, 100U}) {
            auto labelled =
                arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = people}) | split_labels("y", "weight");
            CHECK(names_in(labelled.schema()) == std::vector<std::string>{"age", "city"});
            CHECK(labelled.schema()[1].vocabulary.size() == 2);
            std::vector<std::vector<double>> seen;
            for (auto const batch : labelled | arenite::standardize(20, 10) | arenite::one_hot()) {
                REQUIRE(labelled.labels().rows() == batch.rows());
                for (std::size_t r = 0; r != batch.rows(); ++r)
                    seen.push_back(
                        {batch(r, 0), batch(r, 1), batch(r, 2), labelled.labels()(r, 0), labelled.labels()(r, 1)});
            }
            CHECK(same_rows(seen, {{1, 0, 1, 7, 0.5}, {2, 1, 0, 8, 1}, {3, 0, 0, 9, 2}}));
            CHECK(labelled.labels().rows() == 0);
        }
    }

    TEST_CASE("split_labels: texts go along, wherever they are") {
        arenite::schema const columns{arenite::text("id"), arenite::number("y"), arenite::text("note"),
                                      arenite::number("x")};
        arenite::memory_source source{"a,1,p,10\nb,2,q,20\n"};
        auto labelled = arenite::csv_batches(source, columns, {.header = arenite::csv_header::no}) | split_labels("y");
        CHECK(names_in(labelled.schema()) == std::vector<std::string>{"id", "note", "x"});
        std::string seen;
        for (auto const batch : labelled)
            for (std::size_t r = 0; r != batch.rows(); ++r)
                seen.append(batch.text(0, r))
                    .append(batch.text(1, r))
                    .append(batch(r, 0) == 10 * labelled.labels()(r, 0) ? " " : "?");
        CHECK(seen == "ap bq ");
    }

    TEST_CASE("split_labels: rows keep their numbers") {
        auto const third = arenite::filter("n", [](double x) noexcept { return static_cast<int>(x) % 3 == 0; });
        auto const some = numbered_rows(10);
        auto labelled = arenite::batches_from(some, {.batch_rows = 4, .schema = numbered}) | third | split_labels("n");
        for (auto const batch : labelled)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                CHECK(static_cast<double>(labelled.row_ids()[r]) == labelled.labels()(r, 0));
                CHECK(batch(r, 0) == 2 * labelled.labels()(r, 0));
            }
    }

    TEST_CASE("split_labels: refuses what is not there, a text, or to leave nothing") {
        CHECK(refusal_of(split_labels("z"), people) ==
              "split_labels: there is no column 'z'; the columns are 'weight', 'age', 'city', 'y'");
        CHECK(refusal_of(split_labels("n", "twice"), numbered) == "split_labels: no column but labels is left");
        arenite::schema const columns{arenite::text("id"), arenite::number("y")};
        arenite::memory_source source{"a,1\n"};
        auto read = arenite::csv_batches(source, columns);
        CHECK_THROWS_WITH_AS(static_cast<void>(read | split_labels("id")),
                             "split_labels: column 'id' is a text, not a number or a category", arenite::shape_error);
    }

    TEST_CASE("split_labels: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(split_labels("twice"));
    }
}

}  // namespace
