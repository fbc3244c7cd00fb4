// SPDX-License-Identifier: MIT
// Memory is refused at every place where it is asked for, once, and from there on: nothing leaks, and what was there
// before is there after.
#include <arenite/arenite.hpp>

#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "small_ensemble.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace arenite::literals;

std::string const model_path = oracle::folder + "xgboost/binary.json",
                  other_path = oracle::folder + "lightgbm/digits.txt",
                  rows_path = oracle::folder + "rows/breast_cancer.csv";
std::vector<double> const some_rows(30 * 10, 1.5);

std::vector<double> scores_of(arenite::model const& model) {
    std::vector<double> scores(10);
    arenite::predict(model, some_rows, scores);
    return scores;
}

/// Every place of `operation`, which says how many there are at least.
template <class Operation>
void walk(std::size_t least_places, Operation const& operation) {
    auto const walked = arenite::walk_refusals(operation);
    INFO(walked);
    CHECK(walked);
    CHECK(walked.places >= least_places);
}

TEST_SUITE("refusals") {
    TEST_CASE("refusals: loading, each format") {
        for (auto const* const name : {"xgboost/binary.json", "xgboost/linear.ubj", "lightgbm/multiclass.txt"})
            walk(2, [&](auto& source) {
                arenite::budget memory{64_MiB, source};
                static_cast<void>(arenite::load_model(oracle::folder + name, memory));
            });
    }

    TEST_CASE("refusals: an old model stays what it was when the new one is refused") {
        auto const expected = scores_of(arenite::load_model(model_path));
        walk(4, [&](auto& source) {
            arenite::budget memory{64_MiB, source};
            auto model = arenite::load_model(model_path, memory);
            auto const before = memory.used();
            try {
                model = arenite::load_model(other_path, memory);
            } catch (arenite::budget_exceeded const&) {
                CHECK(scores_of(model) == expected);
                CHECK(memory.used() == before);
                throw;
            }
            CHECK(model.cols() == 64);
        });
    }

    TEST_CASE("refusals: load, admit, run, unload") {
        walk(3, [](auto& source) {
            arenite::budget memory{64_MiB, source};
            {
                auto const model = arenite::load_model(model_path, memory);
                auto rows = arenite::csv_batches(rows_path, model.schema());
                auto scoring = rows | arenite::score_with(model) | arenite::with_output_buffer(4096);
                auto tried = arenite::try_admit(scoring, memory);
                if (!tried) {
                    CHECK(!rows.placed());
                    CHECK(memory.used() == model.bytes());
                    CHECK(scores_of(model).size() == 10);
                    return;
                }
                std::size_t seen = 0;
                for (auto const [batch, scores] : *tried) seen += scores.rows();
                CHECK(seen == 80);
            }
            CHECK(memory.used() == 0);
            CHECK(memory.report().used == 0);
        });
    }

    TEST_CASE("refusals: a pipeline that was refused is admitted when there is memory again") {
        walk(1, [](auto& source) {
            auto const model = arenite::load_model(model_path);
            auto scoring = arenite::csv_batches(rows_path, model.schema()) | arenite::score_with(model);
            arenite::budget memory{64_MiB, source};
            if (!arenite::try_admit(scoring, memory)) CHECK(!scoring.placed());
            auto run = arenite::admit(scoring, arenite::system_memory());
            std::size_t seen = 0;
            for (auto const [batch, scores] : run) seen += scores.rows();
            CHECK(seen == 80);
        });
    }

    TEST_CASE("refusals: what owns memory besides: schema, batch, scratch, linear models, shares") {
        walk(4, [](auto& source) {
            arenite::budget memory{64_MiB, source};
            arenite::schema const columns{{arenite::number("age"), arenite::number("income")}, memory};
            arenite::batch<double> const batch{100, 3, memory};
            std::vector<double> const weights{1, 2, 3};
            arenite::linear_regression<double> const model{std::span<double const>{weights}, 0.5, memory};
            arenite::budget share{1_MiB, memory};
            auto const held = share.acquire("tenant", 100);
            CHECK(memory.report().used == memory.used());
        });
    }

    TEST_CASE("refusals: one byte less at a time, from what loading and running need down to nothing") {
        auto const run_in = [](std::size_t bytes) {
            arenite::budget memory{bytes};
            auto const model = arenite::load_model(model_path, memory);
            auto rows = arenite::csv_batches(rows_path, model.schema(), {.batch_rows = 3, .buffer_bytes = 1000});
            auto run = arenite::admit(rows | arenite::score_with(model), memory);
            std::size_t seen = 0;
            for (auto const [batch, scores] : run) seen += scores.rows();
            return seen;
        };
        auto const total = [&] {
            arenite::budget memory{arenite::budget::unlimited};
            auto const model = arenite::load_model(model_path, memory);
            auto rows = arenite::csv_batches(rows_path, model.schema(), {.batch_rows = 3, .buffer_bytes = 1000});
            return arenite::plan(rows | arenite::score_with(model)).total();
        }();
        CHECK(run_in(total) == 80);
        for (std::size_t bytes = total; bytes > total - 200; --bytes)
            if (bytes != total) CHECK_THROWS_AS(static_cast<void>(run_in(bytes)), arenite::budget_exceeded);
        for (std::size_t bytes = 0; bytes < total; bytes += 1021)
            CHECK_THROWS_AS(static_cast<void>(run_in(bytes)), arenite::budget_exceeded);
    }
}

}  // namespace
