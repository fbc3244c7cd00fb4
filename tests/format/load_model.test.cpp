// SPDX-License-Identifier: MIT
#include <arenite/format/load_model.hpp>

#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "process_memory.hpp"
#include "trainer_answers.hpp"
#include "treelite_checkpoint.hpp"

#include <arenite/model/tree_ensemble_size.hpp>
#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <span>

#include <sys/stat.h>
#include <unistd.h>

namespace {

using arenite::load_model;
using oracle::score;

std::span<std::byte const> as_bytes(std::string const& text) { return std::as_bytes(std::span{text}); }

/// A LightGBM model of one split on its only feature: 1 on the left, 2 on the right.
std::string lightgbm_stump(std::string const& threshold, std::string const& decision_line,
                           std::string const& objective = "regression") {
    return "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=" + objective +
           "\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=" + threshold + "\n" + decision_line +
           "left_child=-1\nright_child=-2\nleaf_value=1 2\n\nend of trees\n";
}

/// An XGBoost model of a tree with one leaf for each of its outputs.
std::string xgboost_leaves(std::string const& objective, std::string const& base, std::string const& version,
                           std::vector<std::string> const& leaves) {
    std::string trees, outputs;
    for (std::size_t t = 0; t != leaves.size(); ++t) {
        trees += std::string{t == 0 ? "" : ","} +
                 R"({"left_children":[-1],"right_children":[-1],"split_indices":[0],)" +
                 R"("default_left":[0],"split_conditions":[)" + leaves[t] + R"(],"tree_param":{"num_nodes":"1"}})";
        outputs += (t == 0 ? "" : ",") + std::to_string(t);
    }
    return R"({"learner":{"learner_model_param":{"base_score":")" + base + R"(","num_feature":"1","num_target":")" +
           std::to_string(leaves.size()) + R"("},"objective":{"name":")" + objective +
           R"("},"gradient_booster":{"name":"gbtree","model":{"tree_info":[)" + outputs + R"(],"trees":[)" + trees +
           R"(]}}},"version":)" + version + "}";
}

/// What the model in `text` predicts for a row of one feature.
std::vector<double> predictions_of(std::string const& text, double x) {
    return score<double>(load_model(as_bytes(text)), {x});
}

double margin_of(std::string const& text, double x) {
    auto const model = load_model(as_bytes(text));
    return score<double>(model.margins(), {x})[0];
}

/// The numbers of all nodes, or splits, of a tree.
template <class Function>
std::string list_of(std::size_t size, char separator, Function const& number) {
    std::string list;
    for (std::size_t i = 0; i != size; ++i) {
        if (i != 0) list += separator;
        list += std::to_string(number(i));
    }
    return list;
}

/// One tree, whose nodes lie level by level, and all leaves are 7; with `width` values if not 1.
std::string xgboost_tree(std::size_t leaves, std::size_t width = 1) {
    auto const nodes = 2 * leaves - 1;
    auto const children = [&](int which) {
        return list_of(nodes, ',', [&](std::size_t i) { return i < leaves - 1 ? int(2 * i) + which : -1; });
    };
    auto const vectors =
        width == 1 ? "" : "\"base_weights\":[" + list_of(width * nodes, ',', [](auto) { return 7; }) + "],";
    auto const outputs = std::to_string(width);
    return R"({"learner":{"learner_model_param":{"base_score":"0","num_feature":"2","num_target":")" + outputs +
           R"("},"objective":{"name":"reg:squarederror"},"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],)" +
           R"("trees":[{)" + vectors + R"("left_children":[)" + children(1) + R"(],"right_children":[)" + children(2) +
           R"(],"split_indices":[)" + list_of(nodes, ',', [](auto i) { return i % 2; }) + R"(],"default_left":[)" +
           list_of(nodes, ',', [](auto i) { return i % 3 == 0 ? 1 : 0; }) + R"(],"split_conditions":[)" +
           list_of(nodes, ',', [&](auto i) { return i < leaves - 1 ? i % 99 : 7; }) +
           R"(],"tree_param":{"num_nodes":")" + std::to_string(nodes) + R"(","size_leaf_vector":")" + outputs +
           R"("}}]}}},"version":[3,0,0]})";
}

std::string lightgbm_tree(std::size_t leaves) {
    auto const splits = leaves - 1;
    auto const child = [&](std::size_t node) { return node < splits ? int(node) : ~int(node - splits); };
    return "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\nobjective=regression\n\n"
           "Tree=0\nnum_leaves=" +
           std::to_string(leaves) + "\nnum_cat=0\nsplit_feature=" + list_of(splits, ' ', [](auto i) { return i % 2; }) +
           "\nthreshold=" + list_of(splits, ' ', [](auto i) { return i % 99; }) +
           "\nleft_child=" + list_of(splits, ' ', [&](auto i) { return child(2 * i + 1); }) +
           "\nright_child=" + list_of(splits, ' ', [&](auto i) { return child(2 * i + 2); }) +
           "\nleaf_value=" + list_of(leaves, ' ', [](auto) { return 7; }) + "\n\nend of trees\n";
}

std::string treelite_tree(std::size_t leaves) {
    arenite::test::treelite_checkpoint<double> made;
    auto& tree = made.trees[0];
    auto const nodes = 2 * leaves - 1;
    tree.nodes = static_cast<std::int32_t>(nodes);
    tree.types.assign(nodes, 0), tree.left.assign(nodes, -1), tree.right.assign(nodes, -1);
    tree.features.assign(nodes, 1), tree.default_left.assign(nodes, 0), tree.leaves.assign(nodes, 7);
    tree.thresholds.assign(nodes, 0.5), tree.operators.assign(nodes, 2), tree.right_children.assign(nodes, 0);
    for (auto* const bounds : {&tree.vector_begins, &tree.vector_ends, &tree.category_begins, &tree.category_ends})
        bounds->assign(nodes, 0);
    for (std::size_t i = 0; i != leaves - 1; ++i) {
        tree.types[i] = 1;
        tree.left[i] = static_cast<std::int32_t>(2 * i + 1), tree.right[i] = static_cast<std::int32_t>(2 * i + 2);
    }
    return made.bytes();
}

std::string const catboost_features =
    R"({"features_info":{"float_features":[{"feature_index":0,"flat_feature_index":0,"borders":[0.5],)"
    R"("has_nans":false,"nan_value_treatment":"AsIs"}]},"model_info":{"params":{"loss_function":{"type":"RMSE",)"
    R"("params":{}}}},)";
std::string const catboost_split =
    R"({"split_type":"FloatFeature","split_index":0,"float_feature_index":0,"border":0.5})";

std::string catboost_tree(std::size_t depth) {
    std::string splits = catboost_split;
    for (std::size_t i = 1; i != depth; ++i) splits += "," + catboost_split;
    return catboost_features + R"("oblivious_trees":[{"leaf_values":[)" +
           list_of(std::size_t{1} << depth, ',', [](auto) { return 7; }) + R"(],"splits":[)" + splits + "]}]}";
}

std::string catboost_nested_tree(std::size_t depth) {
    std::string tree = R"({"value":7})";
    for (std::size_t i = 0; i != depth; ++i)
        tree = R"({"left":)" + tree + R"(,"right":)" + tree + R"(,"split":)" + catboost_split + "}";
    return catboost_features + R"("trees":[)" + tree + "]}";
}

TEST_SUITE("format") {
    TEST_CASE("load_model: margins and leaf ids are the trainer's bits, predictions within 2 units in the last place") {
        auto const cases = oracle::cases();
        REQUIRE(cases.size() > 100);
        for (auto const& of : cases) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            oracle::compare_with_trainer(of, model);
        }
    }

    TEST_CASE("load_model: margins are the trainer's bits whatever instructions a processor has") {
        using arenite::detail::instruction_set;
        for (auto const& of : oracle::cases())
            for (auto const set : {instruction_set::portable, instruction_set::avx2}) {
                if (set >= arenite::detail::best_instruction_set()) continue;  // the best was tested above
                CAPTURE(of.model);
                auto model = load_model(of.model);
                if (auto* const trees = model.get_if<arenite::tree_ensemble<float>>())
                    trees->prepare_for(set, arenite::system_memory());
                if (auto* const trees = model.get_if<arenite::tree_ensemble<double>>())
                    trees->prepare_for(set, arenite::system_memory());
                oracle::compare_with_trainer(of, model);
            }
    }

    TEST_CASE("load_model: bytes in memory give the same model as the file") {
        for (auto const& of : oracle::cases()) {
            CAPTURE(of.model);
            auto const text = oracle::read_file(of.model);
            auto const from_bytes = load_model(as_bytes(text)), from_file = load_model(of.model);
            auto const rows = oracle::rows_of(of, from_file);
            CHECK(score<double>(from_bytes.margins(), rows) == score<double>(from_file.margins(), rows));
            CHECK(from_bytes.bytes() == from_file.bytes());
        }
    }

    TEST_CASE("load_model: LightGBM's zeros and missing values go where LightGBM sends them") {
        struct expected {
            std::string decision_line;
            double nan_below_zero, nan_above_zero, zero_below_zero;  ///< by a threshold of -1, of 1, of -1
        };
        for (auto const& [decision_line, nan_below_zero, nan_above_zero, zero_below_zero] : {
                 expected{"", 2, 1, 2},                    // nothing is missing: NaN is 0
                 expected{"decision_type=0\n", 2, 1, 2},   //
                 expected{"decision_type=2\n", 2, 1, 2},   // whatever the default direction
                 expected{"decision_type=4\n", 2, 2, 2},   // zero and NaN are missing, and go right
                 expected{"decision_type=6\n", 1, 1, 1},   // or left
                 expected{"decision_type=8\n", 2, 2, 2},   // NaN is missing, and goes right
                 expected{"decision_type=10\n", 1, 1, 2},  // or left
             }) {
            CAPTURE(decision_line);
            CHECK(margin_of(lightgbm_stump("-1", decision_line), NAN) == nan_below_zero);
            CHECK(margin_of(lightgbm_stump("1", decision_line), NAN) == nan_above_zero);
            for (double const zero : {0.0, -0.0, 1e-36, -1e-36})
                CHECK(margin_of(lightgbm_stump("-1", decision_line), zero) == zero_below_zero);
            CHECK(margin_of(lightgbm_stump("-1", decision_line), -2) == 1);
            CHECK(margin_of(lightgbm_stump("1", decision_line), 2) == 2);
        }
        CHECK(margin_of(lightgbm_stump("0", ""), 1e-36) == 1);  // read as 0, which is not above 0
        CHECK(margin_of(lightgbm_stump("0", ""), 1e-34) == 2);
        CHECK(margin_of(lightgbm_stump("-2e-36", ""), -3e-36) == 2);
    }

    TEST_CASE("load_model: LightGBM's objective line says more than a name") {
        CHECK(predictions_of(lightgbm_stump("0", ""), 1) == std::vector{2.0});
        CHECK(predictions_of(lightgbm_stump("0", "", "regression sqrt"), 1) == std::vector{4.0});
        CHECK(predictions_of(lightgbm_stump("0", "", "poisson sqrt"), 1) == std::vector{std::exp(2.0)});
        CHECK(predictions_of(lightgbm_stump("0", "", "binary sigmoid:0.5"), 1) ==
              std::vector{1 / (1 + std::exp(-1.0))});
        CHECK(predictions_of(lightgbm_stump("0", "", ""), 1) == std::vector{2.0});
    }

    TEST_CASE("load_model: expectiles start from their base scores and rise") {
        auto const text = xgboost_leaves("reg:expectileerror", "[1E0,2.5E0,2.5E0]", "[3,3,0]", {"0", "0", "0"});
        auto const predictions = predictions_of(text, 0);
        CHECK(predictions[0] == 1);
        CHECK(predictions[1] == doctest::Approx(2.5).epsilon(1e-6));
        CHECK(predictions[2] == doctest::Approx(2.5).epsilon(2e-6));
        CHECK(predictions[2] > predictions[1]);
    }

    TEST_CASE("load_model: quantiles are sorted from version 3.4 of XGBoost on") {
        std::vector<std::string> const leaves{"3", "1", "2"};
        auto const text = [&](char const* version) {
            return xgboost_leaves("reg:quantileerror", "0", version, leaves);
        };
        CHECK(predictions_of(text("[3,3,9]"), 0) == std::vector{3.0, 1.0, 2.0});
        CHECK(predictions_of(text("[3,4,0]"), 0) == std::vector{1.0, 2.0, 3.0});
        CHECK(predictions_of(text("[4,0,0]"), 0) == std::vector{1.0, 2.0, 3.0});
        CHECK(margin_of(text("[4,0,0]"), 0) == 3);
    }

    TEST_CASE("load_model: a tree without a weight of its own counts 1") {
        auto const replaced = [](std::string text, std::string const& from, std::string const& to) {
            return text.replace(text.find(from), from.size(), to);
        };
        auto text = xgboost_leaves("reg:squarederror", "1E0", "[3,2,0]", {"3", "5"});
        text = replaced(replaced(text, "[0,1]", "[0,0]"), "\"num_target\":\"2\"", "\"num_target\":\"1\"");
        CHECK(margin_of(text, 0) == 9);
        text = replaced(text, "\"name\":\"gbtree\"", "\"name\":\"dart\",\"weight_drop\":[0.5]");
        CHECK(margin_of(text, 0) == 1 + 0.5 * 3 + 5);
    }

    TEST_CASE("load_model: a snapshot of a training run holds a model") {
        auto const text = xgboost_leaves("reg:squarederror", "1E0", "[3,2,0]", {"3"});
        CHECK(margin_of("{\"Config\":{\"learner\":[1,{}]},\"Model\":" + text + "}", 0) == 4);
    }

    TEST_CASE("load_model: says what the file holds") {
        auto const xgboost = load_model(oracle::folder + "xgboost/softprob.ubj");
        CHECK(xgboost.info().format == "xgboost");
        CHECK(xgboost.info().objective.view() == "multi:softprob");
        CHECK(xgboost.info().output == arenite::precision::float32);
        CHECK(xgboost.cols() == 4);
        CHECK(xgboost.outputs() == 3);
        CHECK(xgboost.schema()[0].name == "sepal_length_cm");
        auto const lightgbm = load_model(oracle::folder + "lightgbm/binary.txt");
        CHECK(lightgbm.info().format == "lightgbm");
        CHECK(lightgbm.info().output == arenite::precision::float64);
        CHECK(lightgbm.outputs() == 1);
    }

    TEST_CASE("load_model: columns that no split reads are not used") {
        auto const model = load_model(oracle::folder + "lightgbm/binary.txt");
        std::size_t used = 0;
        for (std::size_t i = 0; i != model.schema().size(); ++i) used += model.schema()[i].used ? 1U : 0U;
        CHECK(used > 0);
        CHECK(used < model.schema().size());
    }

    TEST_CASE("load_model: a construct that is not supported is refused by its name") {
        auto const lines = oracle::lines_of(oracle::folder + "refused.csv");
        REQUIRE(lines.size() > 1);
        for (std::size_t i = 1; i != lines.size(); ++i) {
            auto const fields = oracle::split(lines[i]);
            CAPTURE(fields[0]);
            try {
                static_cast<void>(load_model(oracle::folder + fields[0]));
                FAIL("was loaded");
            } catch (arenite::model_error const& refused) {
                CHECK(std::string{refused.found()}.find(fields[1]) != std::string::npos);
            }
        }
    }

    TEST_CASE("load_model: a stated format that the file is not in is an error") {
        auto const path = oracle::folder + "lightgbm/binary.txt";
        CHECK_THROWS_AS(static_cast<void>(load_model(path, {.format = arenite::model_format::xgboost})),
                        arenite::model_error);
        CHECK_THROWS_AS(static_cast<void>(load_model(path, {.format = arenite::model_format::onnx})),
                        arenite::model_error);
    }

    TEST_CASE("load_model: no such file is a system error; a pipe and a directory are refused by name") {
        CHECK_THROWS_AS(static_cast<void>(load_model("no/such/model.json")), std::system_error);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        auto const pipe = "/proc/self/fd/" + std::to_string(ends[0]);
        for (auto const& path : {pipe, oracle::folder}) try {
                static_cast<void>(load_model(path));
                FAIL("was loaded");
            } catch (arenite::model_error const& refused) {
                CHECK((refused.found() == "a pipe" || refused.found() == "a directory"));
            }
        ::close(ends[0]);
        ::close(ends[1]);
    }

    TEST_CASE("load_model: holds the model and the stated workspace, and nothing after a refusal") {
        for (auto const* const name :
             {"xgboost/softprob.json", "xgboost/linear.ubj", "lightgbm/digits.txt", "treelite/random_forest.tl",
              "treelite/lightgbm_categorical.tl", "treelite/class_vectors.tl", "treelite/target_vectors.tl"}) {
            CAPTURE(name);
            arenite::budget memory{16 << 20};
            auto const bytes = [&] {
                auto const model = load_model(oracle::folder + name, memory);
                CHECK(memory.used() == model.bytes());
                return model.bytes();
            }();
            CHECK(memory.used() == 0);
            CHECK(memory.peak() == bytes + arenite::load_workspace_bytes);

            arenite::budget exact{bytes + arenite::load_workspace_bytes}, short_of_one{exact.limit() - 1};
            CHECK(load_model(oracle::folder + name, exact).bytes() == bytes);
            CHECK_THROWS_AS(static_cast<void>(load_model(oracle::folder + name, short_of_one)),
                            arenite::budget_exceeded);
            CHECK(short_of_one.used() == 0);
        }
    }

    TEST_CASE("load_model: what is held says exactly what loading takes") {
        for (auto const& of : oracle::cases()) {
            CAPTURE(of.model);
            arenite::budget memory{arenite::budget::unlimited};
            auto const held = load_model(of.model, memory).held();
            CHECK(memory.peak() == held.bytes + held.loading_bytes);
            arenite::budget exact{memory.peak()}, short_of_one{memory.peak() - 1};
            CHECK(load_model(of.model, exact).bytes() == held.bytes);
            CHECK_THROWS_AS(static_cast<void>(load_model(of.model, short_of_one)), arenite::budget_exceeded);
        }
    }

    TEST_CASE("load_model: a model of one large tree loads within the model, 64 KiB, the buffer and 512 KiB") {
        constexpr std::size_t leaves = 100'000, buffers = 65536 + 65536 + (512 << 10);
        for (auto const& [format, text] :
             {std::pair{"xgboost", xgboost_tree(leaves)}, std::pair{"vectors", xgboost_tree(leaves / 2, 3)},
              std::pair{"lightgbm", lightgbm_tree(leaves)}, std::pair{"treelite", treelite_tree(leaves)},
              std::pair{"catboost", catboost_tree(15)}, std::pair{"nested", catboost_nested_tree(15)}}) {
            CAPTURE(format);
            arenite::budget memory{arenite::budget::unlimited};
            auto const model = load_model(as_bytes(text), memory);
            CHECK(model.trees() == 1);
            CHECK(model.nodes() > 65000);
            CHECK(memory.peak() == model.bytes() + model.held().loading_bytes);
            CHECK(memory.peak() <= model.bytes() + buffers);
            CHECK(score<double>(model.margins(), {0.5, 0.25})[0] == 7);
        }
    }

    TEST_CASE("load_model: 100 MB of JSON load within the model, 64 KiB, the buffer and 512 KiB") {
        if (skipped_without_malloc_probe()) return;
        std::string const path = "large_model.json";
        constexpr std::size_t trees = 510, depth = 12, nodes = (1U << (depth + 1)) - 1;
        {
            std::FILE* const file = std::fopen(path.c_str(), "w");
            REQUIRE(file != nullptr);
            std::fputs(R"({"learner":{"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"28"},)"
                       R"("objective":{"name":"reg:squarederror"},"gradient_booster":{"name":"gbtree","model":)"
                       R"({"gbtree_model_param":{"num_trees":"510"},"tree_info":[)",
                       file);
            for (std::size_t t = 0; t != trees; ++t) std::fputs(t == 0 ? "0" : ",0", file);
            std::fputs(R"(],"trees":[)", file);
            auto const array = [&](char const* name, auto const& value) {
                std::fprintf(file, "\"%s\":[", name);
                for (std::size_t i = 0; i != nodes; ++i)
                    std::fprintf(file, i == 0 ? "%.9g" : ",%.9g", double(value(i)));
                std::fputs("],", file);
            };
            auto const inner = [](std::size_t i) { return i < nodes / 2; };
            for (std::size_t t = 0; t != trees; ++t) {
                std::fputs(t == 0 ? "{" : ",{", file);
                array("left_children", [&](auto i) { return inner(i) ? double(2 * i + 1) : -1; });
                array("right_children", [&](auto i) { return inner(i) ? double(2 * i + 2) : -1; });
                array("split_indices", [&](auto i) { return inner(i) ? double((i * 7 + t) % 28) : 0; });
                array("default_left", [&](auto i) { return double(i % 2); });
                array("split_conditions", [&](auto i) { return float(i * 31 % 1009) / float(1009 + t); });
                std::fprintf(file, R"("id":%zu,"tree_param":{"num_nodes":"%zu"}})", t, nodes);
            }
            std::fputs("]}}},\"version\":[3,2,0]}", file);
            std::fclose(file);
        }
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK(status.st_size >= 100'000'000);

        arenite::budget memory{arenite::budget::unlimited};
        auto const before = resident_bytes();
        allocation_count const counted;
        {
            auto const model = load_model(path, memory);
            auto const heap = counted.requests();
            CHECK(model.nodes() == trees * nodes);
            CHECK(memory.peak() <= model.bytes() + 65536 + 65536 + (512 << 10));
            // mappings of the budget among them, one of which is back before the peak: nothing grows beside it
            auto const reading = arenite::tree_ensemble_size{.links = nodes}.reading_bytes<float>();
            CHECK(heap.bytes <= memory.peak() + reading + 65536);
            if (before != 0) CHECK(resident_bytes() <= before + model.bytes() + (1 << 20));
        }
        if (before != 0) CHECK(resident_bytes() <= before + (1 << 20));
        ::unlink(path.c_str());
    }
}

}  // namespace
