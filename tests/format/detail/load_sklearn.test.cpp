// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_sklearn.hpp>

#include "format/detail/sklearn_files.hpp"
#include "format/trainer_answers.hpp"
#include "oracle.hpp"
#include "temporary_file.hpp"

#include <arenite/model/describe_model.hpp>

#include <doctest/doctest.h>

#include <sstream>

namespace {

using arenite::blended_model, arenite::load_model;
using sklearn_files::load, sklearn_files::small;
using numbers = std::vector<double>;

/// How far the answers to a row may lie from scikit-learn's, relative to the larger of 1 and themselves: weighted sums,
/// which BLAS adds in an order of its own, by 1e-15 of their terms; what is made of exact sums by links, by 2 units in
/// the last place of 1. No link is steeper than itself and 1.
double bound_of(numbers const& terms, std::size_t row) { return 4.5e-16 + (terms.empty() ? 0 : 1e-15 * terms[row]); }

void compare(oracle::test_case const& of, std::size_t rows, numbers const& answers, numbers const& said,
             bool all_bits) {
    REQUIRE(answers.size() == said.size());
    auto const terms = oracle::said<double>(of, "terms");
    auto const outputs = answers.size() / rows;
    for (std::size_t i = 0; i != answers.size(); ++i) {
        if (all_bits) REQUIRE(oracle::bits_of(answers[i]) == oracle::bits_of(said[i]));
        else if (of.margins == "exact") REQUIRE(oracle::distance(answers[i], said[i]) <= 2);
        else REQUIRE(std::abs(answers[i] - said[i]) <= bound_of(terms, i / outputs) * std::max(1.0, std::abs(said[i])));
    }
}

TEST_SUITE("format") {
    TEST_CASE(
        "load_sklearn: margins of trees are scikit-learn's bits, weighted sums within their bound, labels and leaf "
        "ids exact") {
        auto const all = oracle::cases("sklearn.csv");
        REQUIRE(all.size() > 80);
        for (auto const& of : all) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            auto const cells = oracle::rows_of(of, model);
            auto const rows = cells.size() / model.cols();
            CHECK(model.info().format == "sklearn");
            auto const margins = oracle::said<double>(of, "margin");
            auto const predictions = oracle::said<double>(of, "prediction");
            if (!margins.empty()) {  // hard votes have no function of their own
                compare(of, rows, oracle::score<double>(model.margins(), cells), margins, of.margins == "exact");
                for (auto const& parts : oracle::margins_in_parts<double>(model, cells))
                    compare(of, rows, parts, margins, of.margins == "exact");
            }
            compare(of, rows, oracle::score<double>(model, cells), predictions, false);
            if (auto const labels = oracle::said<double>(of, "label"); !labels.empty())
                CHECK(oracle::score<double>(model.labels(), cells) == labels);
            else CHECK(model.labels().outputs() == 0);
            if (auto const leaves = oracle::said<std::int32_t>(of, "leaf"); !leaves.empty())
                CHECK(oracle::score<std::int32_t>(model.leaves(), cells) == leaves);
            else CHECK(model.leaves().outputs() == 0);
        }
    }

    TEST_CASE("load_sklearn: prepared columns, a forest, lines, and what formulas make of them") {
        auto const model = load(small);
        numbers const rows{1, 0, 4, NAN, 2, -2, 1.5, 1, 1, NAN, 2, 0};
        CHECK(oracle::score<double>(model.margins(), rows) ==
              numbers{1.5, 2, 200, 13.25, 3.5, 4, 100, 0.25, 1.5, 2, 100, 2.5, 3.5, 4, 100, 2.25});
        CHECK(oracle::score<double>(model, rows) == numbers{14.75, 4, 3.75, 8, 4, 4, 5.75, 8});
        CHECK(oracle::score<double>(model.labels(), rows) == numbers{1, 1, 1, 1});
        CHECK(oracle::score<std::int32_t>(model.leaves(), rows) == std::vector{1, 2, 2, 1, 1, 1, 2, 1});
    }

    TEST_CASE("load_sklearn: rows of float have the answers of the same rows of double") {
        auto const model = load(small);
        std::vector<float> const rows{1, 0, 4, 0.1f, 2, 0.3f, NAN, 1, 5};
        numbers from_float(12), from_double(12);
        arenite::predict(model.margins(), rows, from_float);
        arenite::predict(model.margins(), numbers(rows.begin(), rows.end()), from_double);
        CHECK(from_float == from_double);
        std::vector<std::int32_t> leaves(6);
        arenite::predict(model.leaves(), rows, leaves);
        CHECK(leaves == std::vector{1, 2, 1, 1, 2, 1});
    }

    TEST_CASE("load_sklearn: trees that round to float compare the rounded value, the others the value") {
        auto const model = load(sklearn_files::untested);
        auto const leaf = [&](double a, double code) {
            return oracle::score<std::int32_t>(model.leaves(), numbers{a, code, 0});
        };
        CHECK(leaf(1.5 + 1e-9, 0)[0] == 1);
        CHECK(leaf(1.5 + 1e-6, 0)[0] == 2);
        CHECK(leaf(1e39, 0)[0] == 2);
        CHECK(leaf(0, 1)[1] == 1);
        CHECK(leaf(0, 300)[1] == 1);  // no code of the set: where NaN goes
        CHECK(leaf(0, -1)[1] == 1);
        auto const exact = load(oracle::replaced(sklearn_files::untested, R"("float32":true)", R"("float32":false)"));
        CHECK(oracle::score<std::int32_t>(exact.leaves(), numbers{1.5 + 1e-9, 0, 0})[0] == 2);
    }

    TEST_CASE("load_sklearn: codes that a set does not list go right where NaN does") {
        auto const model =
            load(oracle::replaced(sklearn_files::untested, R"("missing_left":[0])", R"("missing_left":[])"));
        for (double const code : {double{NAN}, -1.0, 2.0, 255.0, 1e9})
            CHECK(oracle::score<std::int32_t>(model.leaves(), numbers{0, code, 0})[1] == 2);
        CHECK(oracle::score<std::int32_t>(model.leaves(), numbers{0, 1, 0})[1] == 1);
    }

    TEST_CASE("load_sklearn: a value that counts as missing is filled like one that is") {
        auto const model = arenite::load_model(std::as_bytes(std::span{sklearn_files::untested}),
                                               arenite::load_options{.missing = -9});
        CHECK(oracle::score<double>(model, {-9, 2, -2}) == numbers{3.75, 8});
    }

    TEST_CASE("load_sklearn: a CSV may hold the texts; one that is not listed is not missing") {
        auto const model = load(small);
        temporary_file const rows{"city,c,a\nBern,1,2\nLima,3,4\n,5,6\n"};
        numbers cells;
        for (auto const batch : arenite::csv_batches(rows.path(), model.schema()))
            for (std::size_t r = 0; r != batch.rows(); ++r) cells.push_back(batch(r, 1));
        REQUIRE(cells.size() == 3);
        CHECK(cells[0] == 1);
        CHECK(cells[1] == 2);
        CHECK(std::isnan(cells[2]));
    }

    TEST_CASE("load_sklearn: True and False of a data frame are 1 and 0") {
        auto const model = load(sklearn_files::untested);
        temporary_file const rows{"a,city,c\nTrue,Oslo,2\nFalse,Oslo,True\n"};
        numbers cells;
        for (auto const batch : arenite::csv_batches(rows.path(), model.schema()))
            for (std::size_t i = 0; i != batch.rows() * batch.cols(); ++i)
                cells.push_back(batch(i / batch.cols(), i % batch.cols()));
        CHECK(cells == numbers{1, 0, 2, 0, 0, 1});
    }

    TEST_CASE("load_sklearn: says what the file holds") {
        auto const model = load(small);
        CHECK(model.info().format == "sklearn");
        CHECK(model.info().trainer_version.view() == "1.9.1");
        CHECK(model.info().objective.view() == "Test(Forest)");
        CHECK(model.info().output == arenite::precision::float64);
        auto const description = model.describe();
        REQUIRE(description.classes.size() == 2);
        CHECK(description.classes[1] == "yes");
        std::ostringstream text;
        text << description;
        CHECK(text.str().find("prepared    4\n  fill      1\n  equals    1\n  copy      1\n") != std::string::npos);
        CHECK(text.str().find("classes     2\n  0         no\n  1         yes\n") != std::string::npos);
        std::size_t bytes = 0;
        for (auto const& part : description.parts) bytes += part.bytes;
        CHECK(bytes == model.bytes());
    }

    TEST_CASE("load_sklearn: columns that nothing reads are not used; where nothing is read all are") {
        auto const used_of = [](arenite::model const& model) {
            std::vector<bool> used;
            for (std::size_t c = 0; c != model.cols(); ++c) used.push_back(model.schema()[c].used);
            return used;
        };
        using marks = std::vector<bool>;
        CHECK(used_of(load(small)) == marks{true, true, true});
        auto const no_lines = sklearn_files::document({sklearn_files::columns,
                                                       R"("margin":{"at":0,"count":1},"prediction":{"at":0,"count":1})",
                                                       sklearn_files::preparation, sklearn_files::forest});
        CHECK(used_of(load(no_lines)) == marks{true, true, false});
        auto const constants = sklearn_files::document(
            {sklearn_files::columns,
             R"("margin":{"at":0,"count":1,"steps":[{"op":"set","at":0,"count":1,"values":[3]}]})",
             R"("prediction":{"at":0,"count":1})"});
        CHECK(used_of(load(constants)) == marks{false, false, false});
        auto const nameless = load(oracle::replaced(constants, sklearn_files::columns, R"("columns":[{},{},{}])"));
        CHECK(used_of(nameless) == marks{true, true, true});
        auto const few_weights =
            oracle::replaced(sklearn_files::untested, R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10]])");
        CHECK(used_of(load(few_weights)) == marks{true, true, false});
        CHECK(oracle::score<double>(load(constants), {1, 0, 1}) == numbers{0});
    }

    TEST_CASE("load_sklearn: holds the model, the workspace, and what its forest takes to be made ready") {
        for (auto const* const name :
             {"logistic_binary", "forest_digits", "voting_hard", "mixed_logistic", "dummy_constant"}) {
            CAPTURE(name);
            auto const path = oracle::folder + "sklearn/" + name + ".json";
            arenite::budget memory{16 << 20};
            auto const held = [&] {
                auto const model = load_model(path, memory);
                CHECK(memory.used() == model.bytes());
                return model.held();
            }();
            CHECK(memory.used() == 0);
            CHECK(memory.peak() == held.bytes + held.loading_bytes);
            CHECK(held.loading_bytes <= arenite::load_workspace_bytes + 65536);
            arenite::budget exact{memory.peak()}, short_of_one{memory.peak() - 1};
            CHECK(load_model(path, exact).bytes() == held.bytes);
            CHECK_THROWS_AS(static_cast<void>(load_model(path, short_of_one)), arenite::budget_exceeded);
            CHECK(short_of_one.used() == 0);
        }
    }

    TEST_CASE("load_sklearn: a row of the self-test that needs more than the workspace is replayed all the same") {
        constexpr std::size_t count = 40000;
        std::string columns = R"("columns":[{})", cells = "1", weights = "1";
        for (std::size_t i = 1; i != count; ++i) columns += ",{}", cells += ",1", weights += ",1";
        auto const text = [&](std::string const& expected) {
            return sklearn_files::document({columns + "]",
                                            R"("self_test":[{"row":[)" + cells + R"(],"margin":[)" + expected + "]}]",
                                            R"("margin":{"at":0,"count":1},"prediction":{"at":0,"count":1})",
                                            R"("lines":{"coef":[[)" + weights + R"(]],"intercept":[0.5]})"});
        };
        arenite::budget memory{4 << 20};
        {
            auto const model = load(text("40000.5"), memory);
            CHECK(memory.peak() == model.held().bytes + model.held().loading_bytes);
            CHECK(model.held().loading_bytes > arenite::load_workspace_bytes);
        }
        CHECK_THROWS_AS(static_cast<void>(load(text("40001.5"), memory)), arenite::model_error);
    }
}

}  // namespace
