// SPDX-License-Identifier: MIT
#include <arenite/format/load_options.hpp>

#include "oracle.hpp"
#include "trainer_answers.hpp"

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace {

using arenite::load_model, arenite::load_options;

/// A model, how it is loaded, and what its trainer said with the same options.
struct optional_case {
    oracle::test_case of;
    load_options options;
};

load_options options_of(std::string const& missing, std::string const& rounds) {
    load_options options;
    if (!missing.empty()) options.missing = arenite::parse_number<double>(missing).number;
    if (!rounds.empty()) options.rounds = arenite::parse_number<std::size_t>(rounds).number;
    return options;
}

/// All of tests/data/options.csv.
std::vector<optional_case> optional_cases() {
    auto const lines = oracle::lines_of(oracle::folder + "options.csv");
    std::vector<optional_case> all;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto const fields = oracle::split(lines[i]);
        REQUIRE(fields.size() == 5);
        oracle::test_case const of{oracle::folder + fields[0], oracle::folder + fields[1], oracle::folder + fields[4]};
        all.push_back({of, options_of(fields[2], fields[3])});
    }
    return all;
}

std::span<std::byte const> as_bytes(std::string const& text) { return std::as_bytes(std::span{text}); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// Four trees of one leaf each, 1, 2, 4 and 8; `before` and `after` are keys around them in the object `model`.
std::string four_leaves(std::string const& before, std::string const& after = "") {
    std::string trees;
    for (auto const* const leaf : {"1", "2", "4", "8"})
        trees += std::string{trees.empty() ? "" : ","} + R"({"left_children":[-1],"right_children":[-1],)" +
                 R"("split_indices":[0],"default_left":[0],"split_conditions":[)" + leaf +
                 R"(],"tree_param":{"num_nodes":"1"}})";
    return R"({"learner":{"gradient_booster":{"model":{)" + before + R"("tree_info":[0,0,0,0],"trees":[)" + trees +
           "]" + after + R"(},"name":"gbtree"},"learner_model_param":{"base_score":"0","num_feature":"1"},)" +
           R"("objective":{"name":"reg:squarederror"}},"version":[3,2,0]})";
}

/// One split: 1 on the left of 0 and where there is no value, 2 on the right.
std::string const xgboost_stump =
    R"({"learner":{"gradient_booster":{"model":{"tree_info":[0],"trees":[{"left_children":[1,-1,-1],)"
    R"("right_children":[2,-1,-1],"split_indices":[0,0,0],"default_left":[1,0,0],"split_conditions":[0,1,2],)"
    R"("tree_param":{"num_nodes":"3"}}]},"name":"gbtree"},"learner_model_param":{"base_score":"0","num_feature":"1"},)"
    R"("objective":{"name":"reg:squarederror"}},"version":[3,2,0]})";

/// A LightGBM model of as many trees of one split on its only feature, with 1 on the left of 0 and 2 on the right.
std::string lightgbm_stumps(std::size_t count, std::string const& decision_type = "8") {
    std::string text = "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\n\n";
    for (std::size_t i = 0; i != count; ++i)
        text += "Tree=" + std::to_string(i) + "\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=0\n" +
                "decision_type=" + decision_type + "\nleft_child=-1\nright_child=-2\nleaf_value=1 2\n\n";
    return text + "end of trees\n";
}

double margin_of(std::string const& text, load_options const& options, double x = 0) {
    auto const model = load_model(as_bytes(text), options);
    return oracle::score<double>(model.margins(), {x})[0];
}

struct refusal {
    std::string where, found, expected;
};

/// Of loading `text` so; empty when it was loaded.
refusal refusal_of(std::string const& text, load_options const& options) {
    arenite::budget memory{16 << 20};
    refusal said;
    try {
        static_cast<void>(load_model(as_bytes(text), options, memory));
    } catch (arenite::model_error const& wrong) {
        said = {std::string{wrong.where()}, std::string{wrong.found()}, std::string{wrong.expected()}};
    }
    REQUIRE(memory.used() == 0);
    return said;
}

TEST_SUITE("format") {
    TEST_CASE("load_options: predictions with options are the trainer's") {
        auto const cases = optional_cases();
        REQUIRE(cases.size() > 50);
        for (auto const& [of, options] : cases) {
            CAPTURE(of.model);
            CAPTURE(of.stem);
            oracle::compare_with_trainer(of, load_model(of.model, options));
        }
    }

    TEST_CASE("load_options: the trees of the first rounds are found wherever XGBoost's file says which they are") {
        std::string const begins = R"("iteration_indptr":[0,1,4])";
        std::string const pairs = R"("gbtree_model_param":{"num_parallel_tree":"2"})";
        for (auto const& text : {four_leaves(begins + ","), four_leaves("", "," + begins),
                                 four_leaves(pairs + "," + begins + ","), four_leaves(begins + ",", "," + pairs)}) {
            CAPTURE(text);
            CHECK(margin_of(text, {.rounds = 1}) == 1);
            CHECK(margin_of(text, {.rounds = 2}) == 15);
            CHECK(margin_of(text, {}) == 15);
        }
        for (auto const& text : {four_leaves(pairs + ","), four_leaves("", "," + pairs)}) {
            CHECK(margin_of(text, {.rounds = 1}) == 3);
            CHECK(margin_of(text, {.rounds = 2}) == 15);
        }
        CHECK(margin_of(four_leaves(""), {.rounds = 3}) == 7);
        CHECK(margin_of(four_leaves(R"("iteration_indptr":[0,0,4],)"), {.rounds = 1}) == 0);
    }

    TEST_CASE("load_options: a model of the first rounds is as large as if there were no others") {
        auto const few = lightgbm_stumps(2), many = lightgbm_stumps(9);
        CHECK(load_model(as_bytes(many), {.rounds = 2}).bytes() == load_model(as_bytes(few)).bytes());
        for (auto const* const name : {"xgboost/parallel.json", "xgboost_1_7/parallel.ubj", "lightgbm/digits.txt"}) {
            CAPTURE(name);
            auto const path = oracle::folder + name;
            auto const all = load_model(path), first = load_model(path, {.rounds = 1});
            CHECK(all.trees() % first.trees() == 0);
            CHECK(first.nodes() < all.nodes());
            arenite::budget exact{first.bytes() + arenite::load_workspace_bytes};
            CHECK(load_model(path, {.rounds = 1}, exact).bytes() == first.bytes());
            CHECK(exact.peak() == exact.limit());
        }
    }

    TEST_CASE("load_options: rounds that a file does not hold are refused") {
        auto const without_begins = four_leaves(""), with_begins = four_leaves(R"("iteration_indptr":[0,1,2,3,4],)");
        for (auto const& text : {without_begins, with_begins, lightgbm_stumps(4)}) {
            auto const said = refusal_of(text, {.rounds = 5});
            CHECK(said.found == "4 rounds of boosting");
            CHECK(said.expected == "at least 5, as asked for");
            CHECK(refusal_of(text, {.rounds = 4}).found.empty());
            CHECK(refusal_of(text, {.rounds = arenite::all_rounds - 1}).found == "4 rounds of boosting");
            CHECK(refusal_of(text, {.rounds = 0}).expected == "at least 1");
        }
        CHECK(refusal_of(lightgbm_stumps(1), {.rounds = 2}).found == "1 round of boosting");
        CHECK(refusal_of(without_begins, {.rounds = 5}).where == "learner.gradient_booster.model.trees");
        CHECK(refusal_of(lightgbm_stumps(4), {.rounds = 5}).where == "line 47: end of trees");
        auto const huge = four_leaves(R"("gbtree_model_param":{"num_parallel_tree":"18446744073709551615"},)");
        CHECK(refusal_of(huge, {.rounds = 2}).found == "0 rounds of boosting");
    }

    TEST_CASE("load_options: a linear booster has no rounds") {
        auto const text = oracle::read_file(oracle::folder + "xgboost/linear.json");
        CHECK(refusal_of(text, {.rounds = 1}).found == "a linear booster, which has no rounds");
        CHECK(refusal_of(text, {.rounds = arenite::all_rounds}).found.empty());
    }

    TEST_CASE("load_options: damage behind the first rounds is refused too") {
        auto const text = four_leaves("", R"(,"weight_drop":[1,1,1,1])");
        REQUIRE(refusal_of(text, {.rounds = 1}).found.empty());
        auto const found_in = [](std::string const& damaged) { return refusal_of(damaged, {.rounds = 1}).found; };
        CHECK(found_in(replaced(text, "[8]", "[8")) == "':'");
        CHECK(found_in(replaced(text, R"([8],"tree_param":{"num_nodes":"1"})", R"([8])")) ==
              "a tree of another size than num_nodes");
        CHECK(found_in(replaced(text, "[1,1,1,1]", "[1,1,1,NaN]")) == "NaN");
        CHECK(found_in(replaced(text, "[0,0,0,0]", "[0,0,0,1]")) == "1");
        CHECK(found_in(replaced(lightgbm_stumps(2), "Tree=1\nnum_leaves=2", "Tree=1\nnum_leaves=3")) ==
              "a tree with another number of leaves than num_leaves");
    }

    TEST_CASE("load_options: a value that is missing goes where NaN goes, and NaN is missing too") {
        auto const right = lightgbm_stumps(1, "8"), left = lightgbm_stumps(1, "10");
        auto const as_zero = lightgbm_stumps(1, "0");
        for (double const absent : {-999.0, 5.0, double{INFINITY}, double{-INFINITY}, 0.1}) {
            CAPTURE(absent);
            for (double const x : {absent, double{NAN}}) {
                CHECK(margin_of(right, {.missing = absent}, x) == 2);
                CHECK(margin_of(left, {.missing = absent}, x) == 1);
                CHECK(margin_of(as_zero, {.missing = absent}, x) == 1);
            }
            CHECK(margin_of(left, {.missing = absent}, 7) == 2);
            CHECK(margin_of(right, {.missing = absent}, -7) == 1);
        }
        CHECK(margin_of(left, {}, 5) == 2);
        for (double const zero : {0.0, -0.0}) CHECK(margin_of(right, {.missing = zero}, -zero) == 2);
    }

    TEST_CASE("load_options: what is missing is compared in the precision of the model") {
        double const tenth = 0.1, near_tenth = std::nextafter(0.1, 1.0);
        CHECK(margin_of(lightgbm_stumps(1, "10"), {.missing = tenth}, tenth) == 1);
        CHECK(margin_of(lightgbm_stumps(1, "10"), {.missing = tenth}, near_tenth) == 2);
        for (double const x : {tenth, near_tenth, double{NAN}})
            CHECK(margin_of(xgboost_stump, {.missing = tenth}, x) == 1);
        CHECK(margin_of(xgboost_stump, {.missing = tenth}, 0.2) == 2);
        CHECK(margin_of(xgboost_stump, {}, tenth) == 2);
    }
}

}  // namespace
