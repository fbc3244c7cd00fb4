// SPDX-License-Identifier: MIT
#include <arenite/format/save_model.hpp>

#include "format/trainer_answers.hpp"
#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "own_files.hpp"
#include "process_memory.hpp"
#include "random_ensemble.hpp"
#include "temporary_file.hpp"

#include <arenite/batch/admit.hpp>
#include <arenite/batch/schema_hash.hpp>
#include <arenite/format/load_model.hpp>
#include <arenite/load/batches_from.hpp>
#include <arenite/model/describe_model.hpp>
#include <arenite/predict/score_with.hpp>

#include <doctest/doctest.h>

#include <set>
#include <sstream>

namespace {

using namespace arenite::literals;
using arenite::file_checks, arenite::file_use, arenite::load_model, arenite::save_model;
using own_files::load, own_files::saved;

std::vector<oracle::test_case> all_cases() {
    auto all = oracle::cases();
    for (auto const* const list : {"sklearn.csv", "onnx.csv"})
        for (auto& more : oracle::cases(list)) all.push_back(std::move(more));
    return all;
}

template <class Number>
void require_same_bits(std::vector<Number> const& one, std::vector<Number> const& other) {
    REQUIRE(one.size() == other.size());
    REQUIRE((one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(Number)) == 0));
}

void require_same_answers(arenite::model const& one, arenite::model const& other, std::vector<double> const& rows) {
    using oracle::score;
    require_same_bits(score<double>(one, rows), score<double>(other, rows));
    if (one.margins().outputs() != 0)
        require_same_bits(score<double>(one.margins(), rows), score<double>(other.margins(), rows));
    REQUIRE(one.labels().outputs() == other.labels().outputs());
    if (one.labels().outputs() != 0)
        require_same_bits(score<double>(one.labels(), rows), score<double>(other.labels(), rows));
    REQUIRE(one.leaves().outputs() == other.leaves().outputs());
    if (one.leaves().outputs() != 0)
        require_same_bits(score<std::int32_t>(one.leaves(), rows), score<std::int32_t>(other.leaves(), rows));
}

/// Without what is said of the file and what the parts take beside what is counted.
std::string description(arenite::model const& model) {
    std::stringstream text;
    text << model.describe();
    std::string kept;
    for (std::string line; std::getline(text, line);)
        if (!line.starts_with("format") && !line.starts_with("origin") && !line.starts_with("bytes") &&
            !line.starts_with("  others") && !line.starts_with("  recoding") && !line.starts_with("  linear functions"))
            kept += line + '\n';
    return kept;
}

TEST_SUITE("format") {
    TEST_CASE("save_model: every stored model gives the same answers from its own file, read and mapped") {
        std::set<std::string> types;
        for (auto const& of : all_cases()) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            auto const text = saved(model);
            auto const read = load(text);
            auto const rows = oracle::rows_of(of, model);
            require_same_answers(model, read, rows);
            REQUIRE(description(model) == description(read));
            REQUIRE(read.info().format == "arenite");
            REQUIRE(read.info().origin.view() == model.info().format);
            REQUIRE(schema_hash(read.schema()) == schema_hash(model.schema()));
            REQUIRE((saved(read) == text));  // another name for the format, and that is not in the file

            temporary_file const file{text};
            auto const mapped = load_model(file.path(), {.use = file_use::mapped});
            require_same_answers(model, mapped, rows);
            REQUIRE((saved(mapped) == text));
            types.insert(own_files::type_of(text));
        }
        CHECK(types == std::set<std::string>{"blend", "double trees", "float booster", "float trees", "graph",
                                             "linear trees", "recoded trees"});
    }

    TEST_CASE("save_model: files of every release load, and are still what is written") {
        for (auto const& [name, model] : own_files::stored) {
            CAPTURE(name);
            auto const text = oracle::read_file(oracle::folder + "own/1/" + std::string{name} + ".arenite");
            auto const read = load(text);
            auto const now = saved(load_model(oracle::folder + std::string{model}));
            for (auto const* const section : {"info", "schema", "model"})
                CHECK((own_files::section_of(text, section) == own_files::section_of(now, section)));
            require_same_bits(
                oracle::score<double>(read, own_files::rows_in(text)),
                oracle::score<double>(load_model(oracle::folder + std::string{model}), own_files::rows_in(text)));
        }
    }

    TEST_CASE("save_model: the caller's golden rows are kept, and replayed") {
        auto const model = load_model(oracle::folder + "xgboost/squarederror.json");
        std::vector<double> rows(3 * model.cols());
        for (std::size_t i = 0; i != rows.size(); ++i) rows[i] = 0.01 * static_cast<double>(i);
        own_files::text_sink sink;
        save_model(model, sink, {rows.data(), 3, model.cols()});
        CHECK(own_files::rows_in(sink.text) == rows);
        CHECK(load(sink.text).trees() == model.trees());
        CHECK(own_files::rows_in(saved(model)).size() == 8 * model.cols());
    }

    TEST_CASE("save_model: a file of a model with another answer is refused, unless that is not asked for") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            auto const text = saved(load_model(oracle::folder + std::string{original}));
            auto const damaged = own_files::with_other_answer(text);
            CHECK(own_files::complaint(damaged).find("another answer to a golden row") != std::string::npos);
            CHECK(own_files::complaint(damaged, file_checks::structure).empty());
        }
    }

    TEST_CASE("save_model: a predictor of the caller's own is refused") {
        own_files::text_sink sink;
        arenite::linear_booster<double> mine{{.features = 1}, arenite::system_memory()};
        arenite::model const model{std::move(mine), {}};
        CHECK_THROWS_AS(save_model(model, sink), arenite::model_error);
        CHECK(sink.text.empty());
    }

    TEST_CASE("save_model: a path names a file that replaces what was there") {
        temporary_file const file{"something else"};
        auto const model = load_model(oracle::folder + "lightgbm/regression.txt");
        save_model(model, file.path());
        CHECK((oracle::read_file(file.path()) == saved(model)));
    }

    TEST_CASE("save_model: saving gives back what it held") {
        arenite::budget memory{64_MiB};
        auto const model = load_model(oracle::folder + "xgboost/squarederror.json");
        own_files::text_sink sink;
        save_model(model, sink, {}, memory);
        CHECK(memory.used() == 0);
        CHECK(memory.peak() != 0);
        arenite::budget short_of_one{memory.peak() - 1};
        CHECK_THROWS_AS(save_model(model, sink, {}, short_of_one), arenite::budget_exceeded);
    }

    TEST_CASE("load_model: holds exactly what a model of its own file says, and nothing after a refusal") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            temporary_file const file{saved(load_model(oracle::folder + std::string{original}))};
            for (auto const use : {file_use::read, file_use::mapped})
                for (auto const checks : {file_checks::all, file_checks::structure, file_checks::none}) {
                    arenite::load_options const options{.use = use, .checks = checks};
                    arenite::budget memory{64_MiB};
                    {
                        auto const model = load_model(file.path(), options, memory);
                        CHECK(memory.used() == model.bytes());
                        CHECK(model.held().owner == &memory);
                        CHECK(memory.peak() <= model.held().bytes + model.held().loading_bytes);
                        CHECK(model.held().mapped.size() ==
                              (use == file_use::mapped ? std::filesystem::file_size(file.path()) : 0));
                    }
                    CHECK(memory.used() == 0);
                    arenite::budget short_of_one{memory.peak() - 1};
                    CHECK_THROWS_AS(static_cast<void>(load_model(file.path(), options, short_of_one)),
                                    arenite::budget_exceeded);
                    CHECK(short_of_one.used() == 0);
                }
        }
    }

    TEST_CASE("load_model: mapped bytes are a line of their own") {
        temporary_file const file{saved(load_model(oracle::folder + "xgboost/squarederror.json"))};
        arenite::budget memory{64_MiB};
        auto const model = load_model(file.path(), {.use = file_use::mapped}, memory);
        auto const report = memory.report();
        auto const* const line =
            std::ranges::find_if(report.tags, [](auto const& tag) { return tag.name.view() == "mapped model"; });
        REQUIRE(line != report.tags.end());
        CHECK(line->bytes == std::filesystem::file_size(file.path()));
    }

    TEST_CASE("load_model: admission brings the pages of a mapped model in") {
        if (skipped_without_malloc_probe()) return;  // a sanitizer touches pages of its own
        random_ensemble<float> const made{1, {.trees = 2000, .most_leaves = 300}};
        temporary_file const file{saved({made.made_for(arenite::detail::best_instruction_set()), {}})};
        auto const model = load_model(file.path(), {.use = file_use::mapped, .checks = file_checks::none});
        auto const mapped = model.held().mapped;
        REQUIRE(mapped.size() > 1_MiB);
        std::vector<std::array<double, 20>> const rows(1);
        arenite::budget memory{64_MiB};
        auto run = arenite::admit(arenite::batches_from(rows) | arenite::score_with(model), memory);
        std::size_t sum = 0;
        auto const before = minor_faults();
        for (std::size_t i = 0; i < mapped.size(); i += 4096) sum += static_cast<unsigned char>(mapped[i]);
        CHECK(minor_faults() - before == 0);
        CHECK(sum != 0);
    }

    TEST_CASE("load_model: what a file of its own, or of others, cannot be asked for") {
        auto const path = oracle::folder + "xgboost/squarederror.json";
        temporary_file const file{saved(load_model(path))}, empty{""};
        auto const refusal = [](std::string const& name, arenite::load_options const& options) -> std::string {
            try {
                static_cast<void>(load_model(name, options));
                return {};
            } catch (arenite::model_error const& error) {
                return std::string{error.found()};
            }
        };
        CHECK(refusal(file.path(), {.rounds = 2}) == "rounds asked of a file of arenite's own");
        CHECK(refusal(file.path(), {.missing = 0}) == "a missing value asked of a file of arenite's own");
        CHECK(refusal(path, {.use = file_use::mapped}) == "no file of arenite's own");
        CHECK(refusal(path, {.format = arenite::model_format::arenite}) == "no file of arenite's own");
        CHECK(refusal(empty.path(), {.use = file_use::mapped}) == "an empty file");
        CHECK(refusal(empty.path(), {.format = arenite::model_format::arenite}) == "an empty file");
        CHECK(refusal(file.path(), {.format = arenite::model_format::lightgbm}) != "");
        CHECK_THROWS_AS(static_cast<void>(load_model(std::as_bytes(std::span{"x"}), {.use = file_use::mapped})),
                        arenite::model_error);
    }
}

}  // namespace
