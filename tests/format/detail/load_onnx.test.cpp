// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_onnx.hpp>

#include "format/damaged_models.hpp"
#include "format/detail/onnx_files.hpp"
#include "format/trainer_answers.hpp"
#include "oracle.hpp"
#include "support/one_in.hpp"

#include <arenite/core/format_number.hpp>
#include <arenite/core/parse_number.hpp>
#include <arenite/format/load_model.hpp>
#include <arenite/model/describe_model.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::graph_model, arenite::load_model;

std::string const small = oracle::read_file(oracle::folder + "onnx/imputed_and_scaled.onnx");

oracle::verdict tried(std::string const& bytes) { return oracle::load(bytes, 1 << 20); }

/// Full trees of TreeEnsemble with whole numbers in their leaves, of features 0 and 1: one behind the other, each node
/// in front of its children; or all of that from back to front.
std::string forest_of(std::size_t trees, std::size_t depth, bool backwards = false) {
    std::size_t const splits = (std::size_t{1} << depth) - 1, leaves = splits + 1;
    auto const place = [=](std::size_t i, std::size_t size) { return backwards ? size - 1 - i : i; };
    auto const node = [=](std::size_t i) { return place(i, trees * splits); };
    auto const leaf = [=](std::size_t i) { return place(i, trees * leaves); };
    std::vector<std::int64_t> roots, features(trees * splits), yes(trees * splits), no(trees * splits);
    std::vector<std::int64_t> is_leaf(trees * splits), outputs(trees * leaves);
    std::vector<float> values(trees * splits), weights(trees * leaves);
    for (std::size_t t = 0; t != trees; ++t) {
        roots.push_back(static_cast<std::int64_t>(node(t * splits)));
        for (std::size_t i = 0; i != leaves; ++i) weights[leaf(t * leaves + i)] = static_cast<float>((t + 5 * i) % 64);
        for (std::size_t i = 0; i != splits; ++i) {
            auto const at = node(t * splits + i), child = 2 * i + 1;
            auto const child_place = [&](std::size_t c) {
                return static_cast<std::int64_t>(c < splits ? node(t * splits + c) : leaf(t * leaves + c - splits));
            };
            features[at] = static_cast<std::int64_t>(i % 2);
            values[at] = static_cast<float>((7 * t + i) % 100);
            is_leaf[at] = child >= splits;
            yes[at] = child_place(child);
            no[at] = child_place(child + 1);
        }
    }
    using namespace onnx_files;
    auto const numbers = [](std::string_view name, std::vector<float> const& of) {
        return tensor_attribute(name, tensor("", 1, {static_cast<std::int64_t>(of.size())}, raw(of)));
    };
    std::string const modes(values.size(), '\0');
    attributes const all{
        {"", integers("tree_roots", roots)},
        {"", integers("nodes_featureids", features)},
        {"", integers("nodes_truenodeids", yes)},
        {"", integers("nodes_falsenodeids", no)},
        {"", integers("nodes_trueleafs", is_leaf)},
        {"", integers("nodes_falseleafs", is_leaf)},
        {"", integers("leaf_targetids", outputs)},
        {"", numbers("nodes_splits", values)},
        {"", numbers("leaf_weights", weights)},
        {"", tensor_attribute("nodes_modes", tensor("", 2, {static_cast<std::int64_t>(modes.size())}, modes))},
        {"", integer("n_targets", 1)},
    };
    return model(graph_of("TreeEnsemble", all));
}

/// One stump after the other, each an operator of its own, whose leaves are its number or that and a half; and their
/// sum so far.
std::string chain_of(std::size_t ensembles) {
    using namespace onnx_files;
    std::string graph = input("x", 2) + output("sum" + std::to_string(ensembles - 1));
    for (std::size_t i = 0; i != ensembles; ++i) {
        auto const number = std::to_string(i), before = i < 2 ? "stump0" : "sum" + std::to_string(i - 1);
        auto const weight = static_cast<float>(i);
        graph += node("TreeEnsembleRegressor", {"x"}, {"stump" + number},
                      regressor.with("target_weights", reals("target_weights", {weight, weight + 0.5F, 3})).list());
        if (i != 0) graph += node("Add", {before, "stump" + number}, {"sum" + number}, {}, "");
    }
    return model(graph);
}

template <class Score>
void compare_scores(oracle::test_case const& of, arenite::model const& model, std::vector<double> const& x) {
    auto const scores = oracle::score<Score>(model, x), said = oracle::said<Score>(of, "prediction");
    REQUIRE(scores.size() == said.size());
    for (std::size_t i = 0; i != said.size(); ++i)
        REQUIRE(oracle::distance(scores[i], said[i]) <= (of.margins == "exact" ? 0 : 2));
}

/// What the file of labels calls this one: a number, or the class in that place.
std::string name_of(double label, std::span<std::string_view const> classes) {
    auto const is_number = classes.empty() || arenite::parse_number<double>(classes[0]);
    if (!is_number) return std::string{classes[static_cast<std::size_t>(label)]};
    return std::string{arenite::format_number(static_cast<std::int64_t>(label)).view()};
}

void compare_labels(oracle::test_case const& of, arenite::model const& model, std::vector<double> const& x) {
    auto const labels = oracle::score<double>(model.labels(), x);
    auto const lines = oracle::lines_of(of.stem + ".label.csv");
    REQUIRE(labels.size() == lines.size() * model.labels().outputs());
    auto const classes = model.describe().classes;
    for (std::size_t i = 0; i != labels.size(); ++i)
        REQUIRE(name_of(labels[i], classes) ==
                oracle::split(lines[i / model.labels().outputs()])[i % model.labels().outputs()]);
}

TEST_SUITE("format") {
    TEST_CASE("load_onnx: scores are those of ONNX Runtime: bits of trees, links within 2 units in the last place") {
        auto const all = oracle::cases("onnx.csv");
        REQUIRE(all.size() > 30);
        for (auto const& of : all) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            auto const x = oracle::rows_of(of, model);
            bool const in_float = model.info().output == arenite::precision::float32;
            in_float ? compare_scores<float>(of, model, x) : compare_scores<double>(of, model, x);
            if (model.labels().outputs() != 0) compare_labels(of, model, x);
        }
    }

    TEST_CASE("load_onnx: classes have their names, in the order of the labels' positions") {
        auto const texts = load_model(oracle::folder + "onnx/classes_of_texts.onnx");
        REQUIRE(texts.describe().classes.size() == 3);
        CHECK(texts.describe().classes[1] == "versicolor");
        auto const numbers = load_model(oracle::folder + "onnx/catboost_classes.onnx");
        REQUIRE(numbers.describe().classes.size() == 3);
        CHECK(numbers.describe().classes[2] == "2");
        CHECK(load_model(oracle::folder + "onnx/forest.onnx").outputs(arenite::output_kind::label) == 0);
        CHECK(load_model(oracle::folder + "onnx/two_targets.onnx").outputs(arenite::output_kind::label) == 2);
    }

    TEST_CASE("load_onnx: columns that the file does not count are as many as its operators read") {
        CHECK(load_model(oracle::folder + "onnx/any_columns.onnx").cols() == 4);
    }

    TEST_CASE("load_onnx: NaN is passed by the largest of a row, has no sign, and is a key from version 4 on") {
        using namespace onnx_files;
        auto const answer = [](std::string const& op, std::vector<std::string> const& attributes, std::int64_t version,
                               std::string_view domain = "ai.onnx.ml") {
            auto const graph = input("x", 3) + node(op, {"x"}, {"y"}, attributes, domain) + output("y");
            auto const file = whole(1, 8) + text(7, graph) + import("", 15) + import("ai.onnx.ml", version);
            auto const model = load_model(std::as_bytes(std::span{file}));
            return oracle::score<double>(model, {NAN, 0.5, -1});
        };
        auto const largest = answer("Normalizer", {word("norm", "MAX")}, 3), sign = answer("Sign", {}, 3, "");
        CHECK(std::isnan(largest[0]));
        CHECK(largest[1] == 1);
        CHECK(largest[2] == -2);
        CHECK(std::isnan(sign[0]));
        std::vector const encoder{reals("keys_floats", {0.5F, NAN}), reals("values_floats", {1, 2}),
                                  attribute("default_float", real(2, 9), 1)};
        CHECK(answer("LabelEncoder", encoder, 3) == std::vector<double>{9, 1, 9});
        CHECK(answer("LabelEncoder", encoder, 4) == std::vector<double>{2, 1, 9});
    }

    TEST_CASE("load_onnx: a file that is cut anywhere is refused") {
        auto const whole =
            small.size() - 32;  // behind the graph: domains and their versions, any number of which may be
        for (std::size_t size = 0; size < whole; size += one_in) {
            CAPTURE(size);
            CHECK(tried(small.substr(0, size)).refused);
        }
    }

    TEST_CASE("load_onnx: a file with any byte changed is refused or loads, within its budget") {
        constexpr int flips[] = {0x01, 0x80, 0xFF};
        for (std::size_t i = 0; i < small.size(); i += one_in) {
            auto damaged = small;
            damaged[i] = static_cast<char>(damaged[i] ^ flips[i % 3]);
            static_cast<void>(tried(damaged));
        }
    }

    TEST_CASE("load_onnx: an operator that is not there is named") {
        auto const refused = tried(oracle::replaced(small, "\"\6Scaler", "\"\6Sculpt"));  // its op_type
        CHECK(refused.refused);
        CHECK(refused.found.find("Sculpt") != std::string::npos);
    }

    TEST_CASE("load_onnx: TreeEnsemble is read tree by tree: beside the model, only the workspace is held") {
        auto const file = forest_of(1000, 6);
        arenite::budget memory{64 << 20};
        auto const model = load_model(std::as_bytes(std::span{file}), {}, memory);
        CHECK(model.bytes() > 1 << 20);
        CHECK(memory.peak() <= model.bytes() + arenite::load_workspace_bytes);
        CHECK(model.held().loading_bytes == arenite::load_workspace_bytes);
    }

    TEST_CASE("load_onnx: a budget of the model and what was held beside it loads a small TreeEnsemble again") {
        auto const file = forest_of(1, 8);
        auto const bytes = std::as_bytes(std::span{file});
        auto const held = load_model(bytes).held();
        arenite::budget exact{held.bytes + held.loading_bytes};
        CHECK(load_model(bytes, {}, exact).bytes() == held.bytes);
        CHECK(exact.peak() == held.bytes + held.loading_bytes);
    }

    TEST_CASE("load_onnx: TreeEnsemble may have its nodes and leaves in any order") {
        auto const file = forest_of(30, 3), backwards = forest_of(30, 3, true);
        std::vector<double> x;
        for (int i = 0; i != 128; ++i) x.push_back(i % 2 == 0 ? i : 127 - i);
        auto const scores = oracle::score<float>(load_model(std::as_bytes(std::span{file})), x);
        CHECK(scores == oracle::score<float>(load_model(std::as_bytes(std::span{backwards})), x));
        CHECK(scores.front() != scores.back());
    }

    TEST_CASE("load_onnx: a value that one operator reads twice gives its columns back once") {
        using namespace onnx_files;
        auto const of = [](std::string_view op, std::vector<std::string_view> const& inputs, std::string_view made) {
            return node(op, inputs, {made}, {}, "");
        };
        auto const file =
            model(input("x", 2) + of("Neg", {"x"}, "a") + of("Mul", {"a", "a"}, "b") + of("Neg", {"b"}, "c") +
                  of("Neg", {"c"}, "d") + of("Mul", {"d", "d"}, "e") + of("Sub", {"c", "e"}, "y") + output("y"));
        auto const model = load_model(std::as_bytes(std::span{file}));
        CHECK(oracle::score<float>(model, {1, -3}) == std::vector<float>{-2, -90});
    }

    TEST_CASE("load_onnx: a thousand ensembles take their memory when they are loaded, and the frame of a few") {
        auto const file = chain_of(1000);
        arenite::budget memory{64 << 20};
        auto const model = load_model(std::as_bytes(std::span{file}), {}, memory);
        auto const held = model.held();
        CHECK(memory.peak() == held.bytes + held.loading_bytes);
        CHECK(held.loading_bytes > arenite::load_workspace_bytes);
        auto const few = chain_of(3);
        CHECK(model.scratch_bytes(512) == load_model(std::as_bytes(std::span{few})).scratch_bytes(512));
        CHECK(oracle::score<float>(model, {0, 0, 0, 1}) == std::vector<float>{499500, 3000, 500000, 3000});
        arenite::budget less{held.bytes + held.loading_bytes - 1};
        CHECK_THROWS_AS(static_cast<void>(load_model(std::as_bytes(std::span{file}), {}, less)),
                        arenite::budget_exceeded);
    }

    TEST_CASE("load_onnx: holds what it says, and loads within it") {
        auto const model = load_model(std::as_bytes(std::span{small}));
        arenite::budget exact{model.bytes() + model.held().loading_bytes};
        CHECK(load_model(std::as_bytes(std::span{small}), {}, exact).bytes() == model.bytes());
        arenite::budget less{model.bytes() + model.held().loading_bytes - 1};
        CHECK_THROWS_AS(static_cast<void>(load_model(std::as_bytes(std::span{small}), {}, less)),
                        arenite::budget_exceeded);
    }
}

}  // namespace
