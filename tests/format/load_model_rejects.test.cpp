// SPDX-License-Identifier: MIT
// Damaged and hostile model files: each is refused with its place, and nothing is left behind.
#include <arenite/format/load_model.hpp>

#include "damaged_models.hpp"
#include "oracle.hpp"
#include "support/one_in.hpp"

#include <arenite/memory/detail/resident_check.hpp>
#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

namespace {

using oracle::damage, oracle::load, oracle::refuse_each, oracle::replaced;

/// Two trees of three and of one node over two features.
std::string const small_json =
    R"({"learner":{"feature_names":["a","b"],"gradient_booster":{"model":{"gbtree_model_param":{"num_trees":"2"},)"
    R"("iteration_indptr":[0,1,2],"tree_info":[0,0],"trees":[)"
    R"({"default_left":[1,0,0],"id":0,"left_children":[1,-1,-1],"right_children":[2,-1,-1],)"
    R"("split_conditions":[5E-1,1E0,2E0],"split_indices":[1,0,0],"split_type":[0,0,0],)"
    R"("tree_param":{"num_nodes":"3","size_leaf_vector":"1"}},)"
    R"({"default_left":[0],"id":1,"left_children":[-1],"right_children":[-1],"split_conditions":[3E0],)"
    R"("split_indices":[0],"split_type":[0],"tree_param":{"num_nodes":"1","size_leaf_vector":"1"}}]},"name":"gbtree"},)"
    R"("learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"2","num_target":"1"},)"
    R"("objective":{"name":"reg:squarederror"}},"version":[3,2,0]})";

std::string const small_text =
    "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\nobjective=regression\n"
    "feature_names=a b\n\nTree=0\nnum_leaves=3\nnum_cat=0\nsplit_feature=0 1\nthreshold=0.5 1.5\n"
    "decision_type=2 8\nleft_child=1 -1\nright_child=-3 -2\nleaf_value=1 2 3\nis_linear=0\n\nend of trees\n";

TEST_SUITE("format") {
    TEST_CASE("load_model: a damaged XGBoost model is refused") {
        constexpr damage damages[] = {
            {R"("left_children":[1,-1,-1])", R"("left_children":[0,-1,-1])", "reached twice"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[2,-1,-1])", "reached twice"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[1,0,-1])", "reached twice"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[3,-1,-1])", "outside the tree"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[-2,-1,-1])", "outside the tree"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[1.5,-1,-1])", "1.5"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[1,-1])", "another size"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[])", "another size"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[99999999999,-1,-1])", "99999999999"},
            {R"("right_children":[2,-1,-1])", R"("right_children":[2,-1])", "different lengths"},
            {R"("right_children":[2,-1,-1])", R"("right_children":[2,-1,-1,-1,-1])", "more numbers than nodes"},
            {R"("right_children":[2,-1,-1])", R"("right_children":[-1,-1,-1])", "outside the tree"},
            {R"("split_indices":[1,0,0])", R"("split_indices":[2,0,0])", "a feature that the model does not have"},
            {R"("split_indices":[1,0,0])", R"("split_indices":[2147483647,0,0])", "does not have"},
            {R"("split_indices":[1,0,0])", R"("split_indices":[-1,0,0])", "-1"},
            {R"("split_indices":[1,0,0],)", "", "different lengths"},
            {R"("split_conditions":[5E-1,1E0,2E0])", R"("split_conditions":[5E-1,"x",2E0])", "x"},
            {R"("split_type":[0,0,0])", R"("split_type":[1,0,0])", "categories without a set"},
            {R"("num_nodes":"3")", R"("num_nodes":"4")", "another size"},
            {R"("num_nodes":"3")", R"("num_nodes":"-3")", "-3"},
            {R"("size_leaf_vector":"1")", R"("size_leaf_vector":"2")", "another number of base_weights"},
            {R"("id":1)", R"("id":0)", "0"},
            {R"("num_trees":"2")", R"("num_trees":"3")", "than num_trees"},
            {R"("tree_info":[0,0])", R"("tree_info":[0,1])", "1"},
            {R"("tree_info":[0,0])", R"("tree_info":[0])", "another length"},
            {R"("iteration_indptr":[0,1,2])", R"("iteration_indptr":[0,1,3])", "rounds of another number of trees"},
            {R"("iteration_indptr":[0,1,2])", R"("iteration_indptr":[])", "rounds of another number of trees"},
            {R"("num_trees":"2")", R"("num_parallel_tree":"0","num_trees":"2")", "0 parallel trees"},
            {R"("iteration_indptr":[0,1,2])", R"("iteration_indptr":[1,0,2])", "1"},
            {R"("iteration_indptr":[0,1,2])", R"("iteration_indptr":[0,2,1,2])", "1"},
            {R"("feature_names":["a","b"])", R"("feature_names":["a",2])", "2"},
            {R"("trees":[{)", R"("trees":[7,{)", "7"},
            {R"("split_type":[0,0,0])", R"("split_type":[0,0,0],"leaf_weights":[1])", "without a width"},
            {R"("split_type":[0,0,0])", R"("split_type":[0,0,0],"categories_nodes":[0])", "another number of sets"},
            {R"("left_children":[1,-1,-1])", R"("left_children":[-1,-1,-1])", "a leaf with a child"},
            {R"("right_children":[2,-1,-1])", R"("right_children":[2,-1,7])", "a leaf with a child"},
            {R"("default_left":[1,0,0])", R"("default_left":[2,0,0])", "2"},
            {R"("split_indices":[1,0,0])", R"("split_indices":[1,0,0],"default_left":[2])", "already"},
            {R"("id":0)", R"("id":0,"base_weights":[0,0])", "different lengths"},
            {R"("id":0)", R"("id":0,"parents":[2147483647,0])", "different lengths"},
            {R"("id":0)", R"("id":0,"loss_changes":[0,0,0,0])", "different lengths"},
            {R"("id":0)", R"("id":0,"loss_changes":[0,0,0],"sum_hessian":[])", "different lengths"},
            {R"("trees":[{)", R"("wood":[{)", "nothing"},
            {R"("gradient_booster":{"model")", R"("gradient_booster":{"models")", "nothing"},
            {R"("feature_names")", R"("feature_types":["q"],"feature_names")", "another number of types"},
            {"[3,2,0]", "[3,2]", "another number of parts"},
            {"[3,2,0]", "[3,2,0,0]", "another number of parts"},
            {R"(,"name":"gbtree")", "", "nothing"},
            {R"("name":"gbtree")", R"("name":"gbforest")", "gbforest"},
            {R"("name":"gbtree")", R"("name":"gbtree","weight_drop":[1,1,1])", "more weights than trees"},
            {R"("name":"gbtree")", R"("name":"gbtree","weight_drop":[NaN,1])", "NaN"},
            {R"("base_score":"5E-1")", R"("base_score":"NaN")", "NaN"},
            {R"("base_score":"5E-1")", R"("base_score":"")", "nothing"},
            {R"("base_score":"5E-1")", R"("base_score":"[1,2]")", "[1,2]"},
            {R"("base_score":"5E-1")", R"("base_score":"half")", "half"},
            {R"("num_feature":"2")", R"("num_feature":"0")", "0 features"},
            {R"("num_feature":"2")", R"("num_feature":"4294967296")", "4294967296"},
            {R"("num_feature":"2")", R"("num_feature":"100000000")", "another number of names"},
            {R"("num_feature":"2",)", "", "nothing"},
            {R"("num_class":"0")", R"("num_class":"1000000000")", "more outputs than trees"},
            {R"("num_class":"0","num_feature":"2","num_target":"1")",
             R"("num_class":"2","num_feature":"2","num_target":"2")", "several classes and several targets"},
            {"reg:squarederror", "reg:mine", "\"reg:mine\""},
            {"reg:squarederror", "", "\"\""},
            {"reg:squarederror", "reg:\\u001b[1m", "\"reg:?[1m\""},
        };
        refuse_each(small_json, damages);
    }

    TEST_CASE("load_model: a base score outside of what the objective predicts is refused") {
        auto const logistic = replaced(small_json, "reg:squarederror", "binary:logistic");
        auto const poisson = replaced(small_json, "reg:squarederror", "count:poisson");
        auto const old_logistic = replaced(logistic, "[3,2,0]", "[1,7,6]");
        CHECK(!load(replaced(logistic, "\"5E-1\"", "\"1E0\"")).refused);  // current releases clamp it
        CHECK(load(replaced(old_logistic, "\"5E-1\"", "\"1E0\"")).refused);
        CHECK(load(replaced(old_logistic, "\"5E-1\"", "\"0E0\"")).refused);
        CHECK(load(replaced(poisson, "\"5E-1\"", "\"-1E0\"")).refused);
        CHECK(load(replaced(poisson, "\"5E-1\"", "\"0E0\"")).refused);
        CHECK(load(replaced(small_json, "\"5E-1\"", "\"Infinity\"")).refused);
    }

    TEST_CASE("load_model: the place of an error is named") {
        auto const said = load(replaced(small_json, R"("split_indices":[0])", R"("split_indices":[true,1])"));
        CHECK(said.refused);
        CHECK(said.where.find("learner.gradient_booster.model.trees[1]") == 0);
        CHECK(load(replaced(small_text, "threshold=0.5 1.5", "threshold=0.5 x")).where == "line 13: threshold[1]");
    }

    TEST_CASE("load_model: a key that is there twice is refused") {
        CHECK(load(replaced(small_json, R"("id":0,)", R"("id":0,"left_children":[1,-1,-1],)")).refused);
        CHECK(load(replaced(small_json, R"("tree_info":[0,0],)", R"("tree_info":[0,0],"tree_info":[0,0],)")).refused);
        CHECK(load(replaced(small_json, R"("tree_info":[0,0],)", R"("iteration_indptr":[0,1,2],"tree_info":[0,0],)"))
                  .refused);
        CHECK(load(replaced(small_json, R"("split_type":[0,0,0],)", R"("split_indices":[1,0,0],)")).refused);
        for (std::string const field :
             {R"("num_nodes":"3")", R"("size_leaf_vector":"1")", R"("num_trees":"2")", R"("num_class":"0")",
              R"("num_target":"1")", R"("base_score":"5E-1")", R"("name":"reg:squarederror")"})
            CHECK(load(replaced(small_json, field, field + "," + field)).found == "a key that was there already");
        CHECK(
            !load(replaced(small_json, R"("feature_names")", R"("feature_types":["q","c"],"feature_names")")).refused);
        constexpr std::string_view parallel = R"("num_parallel_tree":"1","num_trees")";
        CHECK(!load(replaced(small_json, R"("num_trees")", parallel)).refused);
        CHECK(load(replaced(small_json, R"("num_trees")",
                            R"("num_parallel_tree":"1","num_parallel_tree":"1","num_trees")"))
                  .refused);
        CHECK(load(replaced(small_text, "num_class=1\n", "num_class=1\nnum_class=1\n")).refused);
        CHECK(load(replaced(small_text, "threshold=0.5 1.5\n", "threshold=0.5 1.5\nthreshold=0.5 1.5\n")).refused);
    }

    TEST_CASE("load_model: a damaged LightGBM model is refused") {
        constexpr damage damages[] = {
            {"left_child=1 -1", "left_child=0 -1", "reached twice"},
            {"left_child=1 -1", "left_child=-3 -1", "reached twice"},
            {"left_child=1 -1", "left_child=2 -1", "2"},
            {"left_child=1 -1", "left_child=1 -4", "-4"},
            {"left_child=1 -1", "left_child=1", "too few numbers"},
            {"left_child=1 -1", "left_child=1 -1 -2", "more numbers"},
            {"left_child=1 -1\n", "", "too few numbers"},
            {"split_feature=0 1", "split_feature=0 2", "does not have"},
            {"split_feature=0 1", "split_feature=0 -1", "-1"},
            {"threshold=0.5 1.5", "threshold=0.5", "too few numbers"},
            {"decision_type=2 8", "decision_type=2", "too few numbers"},
            {"decision_type=2 8", "decision_type=2 12", "12"},
            {"leaf_value=1 2 3", "leaf_value=1 2", "another number of leaves"},
            {"leaf_value=1 2 3", "leaf_value=1 2 3 4", "another number of leaves"},
            {"num_leaves=3", "num_leaves=0", "another number of leaves"},
            {"num_leaves=3", "num_leaves=3 3", "3"},
            {"num_leaves=3\nnum_cat=0\n", "split_feature=0 1\nnum_leaves=3\nnum_cat=0\n", "in front of num_leaves"},
            {"num_leaves=3", "num_leaves=4294967299", "another number of leaves"},
            {"num_cat=0", "num_cat=1", "another number of sets of categories"},
            {"is_linear=0", "split_gain=1", "another number of statistics"},
            {"is_linear=0", "internal_value=1 2 3", "another number of statistics"},
            {"is_linear=0", "internal_weight=1", "another number of statistics"},
            {"is_linear=0", "internal_count=1", "another number of statistics"},
            {"is_linear=0", "leaf_weight=1 2", "another number of statistics"},
            {"is_linear=0", "leaf_count=1 2 3 4", "another number of statistics"},
            {"is_linear=0", "is_linear=1", "too few numbers"},
            {"Tree=0", "Tree=1", "out of order"},
            {"num_tree_per_iteration=1", "num_tree_per_iteration=2", "does not fit"},
            {"num_tree_per_iteration=1", "num_tree_per_iteration=0", "0"},
            {"max_feature_idx=1", "max_feature_idx=2", "another number of feature names"},
            {"max_feature_idx=1", "max_feature_idx=-1", "-1"},
            {"max_feature_idx=1\n", "", "no max_feature_idx"},
            {"objective=regression", "objective=magic", "magic"},
            {"objective=regression", "objective=binary sigmoid:-1", "sigmoid"},
            {"version=v4", "version=v9", "v9"},
            {"version=v4", "version=", "\"\""},
            {"end of trees\n", "", "the end of the file"},
        };
        refuse_each(small_text, damages);
    }

    TEST_CASE("load_model: a LightGBM model without what makes it one is refused") {
        auto const nameless = replaced(small_text, "feature_names=a b\n", "");
        CHECK(!load(nameless).refused);
        CHECK(load(replaced(nameless, "max_feature_idx=1", "max_feature_idx=134217726")).found ==
              "a feature that is too large");
        CHECK(!load(replaced(small_text, "is_linear=0", "split_gain=1 2\nleaf_count=1 2 3\ninternal_count=")).refused);
        auto const leafless = replaced(replaced(small_text, "num_leaves=3\n", ""), "leaf_value=1 2 3\n", "");
        CHECK(load(leafless).found == "a tree with another number of leaves than num_leaves");
        auto const first = small_text.find("Tree=0"), last = small_text.find("end of trees");
        auto const treeless = small_text.substr(0, first) + small_text.substr(last);
        CHECK(load(treeless).found == "no trees");
        CHECK(!load(replaced(treeless, "feature_names", "tree_sizes=\nfeature_names")).refused);
        CHECK(!load(replaced(small_text, "feature_names", "tree_sizes=99\nfeature_names")).refused);
        for (auto const* const sizes : {"tree_sizes=\n", "tree_sizes=1 1\n", "tree_sizes=1\ntree_sizes=1\n"})
            CHECK(load(replaced(small_text, "feature_names", sizes + std::string{"feature_names"})).refused);
    }

    TEST_CASE("load_model: a linear booster has a weight for each feature and output, and the biases") {
        auto const good = oracle::read_file(oracle::folder + "xgboost/linear.json");
        REQUIRE(!load(good).refused);
        CHECK(load(replaced(good, "\"weights\":[", "\"weights\":[1,")).found == "another number of weights");
        auto const three_outputs = oracle::read_file(oracle::folder + "xgboost/linear_softprob.json");
        REQUIRE(!load(three_outputs).refused);
        CHECK(load(replaced(three_outputs, "\"weights\":[", "\"weights\":[1,")).found == "another number of weights");
        CHECK(load(replaced(good, ",-1.4626976E1]", "]")).found == "another number of weights");
        CHECK(load(replaced(good, "\"num_class\":\"0\"", "\"num_class\":\"3\"")).found == "another number of weights");
    }

    TEST_CASE("load_model: nothing but blanks follows a document") {
        CHECK(!load(small_json + " \r\n\t").refused);
        CHECK(load(small_json + "x").refused);
        CHECK(load(small_json + small_json).refused);
    }

    TEST_CASE("load_model: a file that is cut anywhere is refused") {
        for (std::size_t size = 0; size != small_json.size(); ++size) CHECK(load(small_json.substr(0, size)).refused);
        auto const needed = small_text.find("end of trees") + 12;
        for (std::size_t size = 0; size != needed; ++size) CHECK(load(small_text.substr(0, size)).refused);
        auto const binary = oracle::read_file(oracle::folder + "xgboost/linear.ubj");
        for (std::size_t size = 0; size != binary.size(); ++size) REQUIRE(load(binary.substr(0, size)).refused);
    }

    TEST_CASE("load_model: a file with any byte changed is refused or loads, within its budget") {
        for (auto const* const name :
             {"xgboost/linear.ubj", "xgboost/squarederror.ubj", "lightgbm/constant_tree.txt"}) {
            auto const good = oracle::read_file(oracle::folder + name);
            constexpr int flips[] = {0x01, 0x80, 0xFF};
            for (std::size_t i = 0; i < 3 * good.size(); i += one_in) {
                auto damaged = good;
                damaged[i / 3] = static_cast<char>(damaged[i / 3] ^ flips[(i + i / 3) % 3]);
                static_cast<void>(load(damaged));
            }
        }
    }

    TEST_CASE("load_model: what a file only claims is not acquired") {
        auto const nameless = replaced(small_json, R"("feature_names":["a","b"],)", "");
        CHECK(!load(replaced(nameless, R"("num_feature":"2")", R"("num_feature":"1000000")"), 1 << 20).refused);
        CHECK(load(replaced(small_json, R"("num_class":"0")", R"("num_class":"65537")")).refused);
    }
}

}  // namespace
