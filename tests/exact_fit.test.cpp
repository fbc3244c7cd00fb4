// SPDX-License-Identifier: MIT
// A budget of exactly the plan suffices to load and to run, and one byte less is refused: for every stored model, every
// kind of input, and batches of 1, 7, 256 and 4096 rows.
#include <arenite/arenite.hpp>

#include "counting_source.hpp"
#include "oracle.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr std::size_t batch_sizes[]{1, 7, 256, 4096};

/// What a run is made of besides its rows.
struct fit_case {
    std::string model;
    arenite::csv_options options;
};

template <class Rows>
std::size_t count_rows(Rows&& run) {
    std::size_t rows = 0;
    for (auto const [batch, scores] : run) rows += scores.rows();
    return rows;
}

/// The rows of a run for which `memory` holds everything. `with_rows(model, options, use)` is `use(scoring)`.
template <class WithRows>
std::size_t run_in(arenite::budget& memory, fit_case const& of, WithRows const& with_rows) {
    auto const model = arenite::load_model(of.model, memory);
    return with_rows(model, of.options, [&](auto&& scoring) { return count_rows(arenite::admit(scoring, memory)); });
}

/// The total that the plan states when the budget holds the model.
template <class WithRows>
std::size_t planned_total(fit_case const& of, WithRows const& with_rows) {
    arenite::budget memory{arenite::budget::unlimited};
    auto const model = arenite::load_model(of.model, memory);
    return with_rows(model, of.options, [](auto&& scoring) { return arenite::plan(scoring).total(); });
}

template <class WithRows>
void check_fit(fit_case const& of, std::size_t rows, WithRows const& with_rows) {
    CAPTURE(of.model);
    CAPTURE(of.options.batch_rows);
    auto const total = planned_total(of, with_rows);
    counting_source source;
    arenite::budget exact{total, source}, short_of_one{total - 1, source};
    CHECK(run_in(exact, of, with_rows) == rows);
    CHECK(exact.peak() == total);
    CHECK(exact.used() == 0);
    CHECK_THROWS_AS(static_cast<void>(run_in(short_of_one, of, with_rows)), arenite::budget_exceeded);
    CHECK(short_of_one.refused() == 1);
    CHECK(source.outstanding == 0);

    // The same in a caller's buffer that begins one byte behind a multiple of 64.
    std::vector<std::byte> buffer(total + 192);
    auto const address = reinterpret_cast<std::uintptr_t>(buffer.data());
    auto const bytes = std::span{buffer}.subspan(arenite::round_up(address, 64) - address + 1);
    {
        arenite::budget in_buffer{bytes.first(total + 63)};
        CHECK(in_buffer.limit() == total);
        CHECK(run_in(in_buffer, of, with_rows) == rows);
    }
    arenite::budget too_small{bytes.first(total + 62)};
    CHECK_THROWS_AS(static_cast<void>(run_in(too_small, of, with_rows)), arenite::budget_exceeded);
}

/// Hands `use` the pipeline over rows of T in memory, scored with what `predictor_of` makes of the model.
template <class T, class PredictorOf>
auto from_memory(std::string const& text, PredictorOf const& predictor_of) {
    return [&text, predictor_of](arenite::model const& model, arenite::csv_options const& options, auto const& use) {
        arenite::memory_source source{text};
        arenite::csv_batches<T> rows{source, model.schema(), options};
        auto const predictor = predictor_of(model);
        return use(rows | arenite::score_with(predictor));
    };
}

auto const predictions = [](arenite::model const& model) {
    return arenite::output_of<arenite::model, arenite::output_kind::prediction>{model};
};
auto const margins = [](arenite::model const& model) { return model.margins(); };
auto const leaves = [](arenite::model const& model) { return model.leaves(); };

TEST_SUITE("exact_fit") {
    TEST_CASE("exact fit: every stored model") {
        std::size_t number = 0;
        for (auto const& of : oracle::cases()) {
            auto const text = oracle::read_file(of.rows);
            auto const rows = oracle::lines_of(of.rows).size() - 1;
            auto const batch_rows = batch_sizes[number++ % 4];
            check_fit({of.model, {.batch_rows = batch_rows}}, rows, from_memory<double>(text, predictions));
        }
        CHECK(number == 282);
    }

    TEST_CASE("exact fit: each kind of model, of output, of number, and all batch sizes") {
        for (auto const* const name : {"xgboost/binary.json", "xgboost/softprob.ubj", "xgboost/linear_softprob.json",
                                       "xgboost/dart.json", "lightgbm/multiclass.txt", "lightgbm/forest_binary.txt"})
            for (auto const& of : oracle::cases()) {
                if (of.model != oracle::folder + name) continue;
                auto const text = oracle::read_file(of.rows);
                auto const rows = oracle::lines_of(of.rows).size() - 1;
                bool const has_trees = arenite::load_model(of.model).trees() != 0;
                for (auto const batch_rows : batch_sizes) {
                    fit_case const fitted{of.model, {.batch_rows = batch_rows}};
                    check_fit(fitted, rows, from_memory<double>(text, margins));
                    check_fit(fitted, rows, from_memory<float>(text, predictions));
                    if (has_trees) check_fit(fitted, rows, from_memory<double>(text, leaves));
                }
            }
    }

    TEST_CASE("exact fit: models that are written in code") {
        constexpr arenite::linear_regression<double, 2> rent{.weights = {12, -3}, .intercept = 400};
        constexpr arenite::logistic_regression<double, 2> churn{.weights = {0.8, -1.1}, .intercept = 0.2};
        constexpr arenite::decision_tree<double, 3> grade{{
            arenite::split{.feature = 1, .threshold = 60, .left = 1, .right = 2},
            arenite::leaf{.value = 0},
            arenite::leaf{.value = 1},
        }};
        std::vector<double> const weights{1, 2};
        arenite::budget for_weights{128};
        arenite::linear_regression<double> const in_a_budget{std::span{weights}, 0.5, for_weights};
        std::string const text = "income,debt\n1,2\n3,4\n5,6\n";
        arenite::schema const columns{arenite::number("income"), arenite::number("debt")};
        auto const check = [&](auto const& predictor, std::size_t held_bytes) {
            for (auto const batch_rows : batch_sizes) {
                CAPTURE(batch_rows);
                arenite::memory_source source{text};
                auto rows = arenite::csv_batches(source, columns, {.batch_rows = batch_rows, .buffer_bytes = 100});
                auto scoring = rows | arenite::score_with(predictor);
                auto const planned = arenite::plan(scoring);
                CHECK(planned.total() == planned.admission() + held_bytes);
                arenite::budget exact{planned.admission()}, short_of_one{planned.admission() - 1};
                CHECK_FALSE(arenite::try_admit(scoring, short_of_one));
                CHECK(count_rows(arenite::admit(scoring, exact)) == 3);
                CHECK(exact.peak() == planned.admission());
            }
        };
        check(rent, 0);
        check(churn, 0);
        check(grade, 0);
        check(in_a_budget, 128);
    }

    TEST_CASE("exact fit: each kind of input") {
        auto const model_path = oracle::folder + "xgboost/binary.json";
        auto const rows_path = oracle::folder + "rows/breast_cancer.csv";
        auto const text = oracle::read_file(rows_path);
        auto const scored = [](auto&& rows, arenite::model const& model, auto const& use) {
            return use(rows | arenite::score_with(model));
        };
        for (auto const batch_rows : batch_sizes) {
            fit_case const of{model_path, {.batch_rows = batch_rows, .buffer_bytes = 4096}};
            check_fit(of, 80, [&](auto const& model, auto const& options, auto const& use) {
                return scored(arenite::csv_batches(rows_path, model.schema(), options), model, use);
            });
            check_fit(of, 80, [&](auto const& model, auto const& options, auto const& use) {
                std::istringstream stream{text};
                arenite::istream_source source{stream};
                return scored(arenite::csv_batches(source, model.schema(), options), model, use);
            });
            check_fit(of, 80, [&](auto const& model, auto const& options, auto const& use) {
                int const file = ::open(rows_path.c_str(), O_RDONLY | O_CLOEXEC);
                arenite::descriptor_source source{file};
                auto const result = scored(arenite::csv_batches(source, model.schema(), options), model, use);
                ::close(file);
                return result;
            });
        }
    }

    TEST_CASE("exact fit: each option that holds memory") {
        auto const model_path = oracle::folder + "xgboost/binary.json";
        auto const text = oracle::read_file(oracle::folder + "rows/breast_cancer.csv");
        for (auto const batch_rows : batch_sizes) {
            auto const with = [&](arenite::csv_options options) {
                options.batch_rows = batch_rows;
                check_fit({model_path, options}, 80, from_memory<double>(text, predictions));
            };
            with({.on_bad = arenite::on_bad::null});
            with({.id_column = "mean_radius", .text_bytes = 4096});
            with({.buffer_bytes = 1000});
        }
    }

    TEST_CASE("exact fit: a batch size that is left to admission is the largest that fits, at most 4096") {
        auto const text = oracle::read_file(oracle::folder + "rows/breast_cancer.csv");
        arenite::memory_source source{text};
        auto const model = arenite::load_model(oracle::folder + "xgboost/binary.json");
        arenite::csv_options const automatic{.batch_rows = arenite::automatic_batch_rows};
        auto const of = [&](std::size_t bytes) {
            arenite::memory_source again{text};
            auto rows = arenite::csv_batches(again, model.schema(), automatic);
            arenite::budget memory{bytes};
            auto run = arenite::admit(rows | arenite::score_with(model), memory);
            CHECK(memory.used() <= bytes);
            CHECK(count_rows(run) == 80);
            return rows.batch_rows();
        };
        auto const scoring = arenite::csv_batches(source, model.schema(), automatic) | arenite::score_with(model);
        for (std::size_t const rows : {1U, 2U, 100U, 4095U, 4096U}) {
            auto const exact = arenite::plan(scoring, rows).admission();
            CHECK(of(exact) >= rows);  // a few more may fit into the same bytes
            CHECK(arenite::plan(scoring, of(exact)).admission() == exact);
            if (rows != 1) CHECK(of(exact - 1) < rows);
        }
        CHECK(of(std::size_t{1} << 30) == 4096);
    }
}

}  // namespace
