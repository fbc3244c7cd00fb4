// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_xgboost.hpp>

#include "format/damaged_models.hpp"
#include "format/trainer_answers.hpp"

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

namespace {

using oracle::damage, oracle::load, oracle::refuse_each, oracle::replaced;

/// A document around `trees`; `model` are further keys of the booster's model, each with a comma behind it.
std::string document(std::string const& trees, std::string const& model = "", std::string const& targets = "1") {
    return R"({"learner":{"gradient_booster":{"model":{)" + model + R"("tree_info":[0],"trees":[)" + trees +
           R"(]},"name":"gbtree"},"learner_model_param":{"base_score":"0","num_feature":"2","num_target":")" + targets +
           R"("},"objective":{"name":"reg:squarederror"}},"version":[3,2,0]})";
}

/// A split on categories 1, 33 and 40 of feature 1, 10 on its left; 20 on the right of one on category 3 of feature 0,
/// 30 on its left.
std::string const categories = document(
    R"({"categories":[1,33,40,3],"categories_nodes":[0,2],"categories_segments":[0,3],"categories_sizes":[3,1],)"
    R"("default_left":[1,0,0,0,0],"left_children":[1,-1,3,-1,-1],"right_children":[2,-1,4,-1,-1],)"
    R"("split_conditions":[NaN,10,0,30,20],"split_indices":[1,0,0,0,0],"split_type":[1,0,1,0,0],)"
    R"("tree_param":{"num_nodes":"5","size_leaf_vector":"1"}})");

/// A split on feature 0 below 0.5, of two values in each leaf: 1 and 2 on the left, 3 and 4 on the right.
std::string vectors(std::string const& right_children, std::string const& weights) {
    return document(R"({)" + weights + R"(,"default_left":[1,0,0],"left_children":[1,-1,-1],"right_children":)" +
                        right_children +
                        R"(,"split_conditions":[0.5,NaN,NaN],"split_indices":[0,0,0],"split_type":[0,0,0],)" +
                        R"("tree_param":{"num_nodes":"3","size_leaf_vector":"2"}})",
                    "", "2");
}
std::string const vectors_of_leaves = vectors("[2,1,0]", R"("base_weights":[9,9,9],"leaf_weights":[3,4,1,2])");
std::string const vectors_of_nodes = vectors("[2,-1,-1]", R"("base_weights":[9,9,1,2,3,4])");

/// Categories of two features: three texts, two numbers.
std::string const named = document(
    R"({"default_left":[1],"left_children":[-1],"right_children":[-1],"split_conditions":[1],"split_indices":[0],)"
    R"("tree_param":{"num_nodes":"1"}})",
    R"("cats":{"enc":[{"offsets":[0,1,3,3],"values":[97,98,99]},{"type":12,"values":[-1,7]}],)"
    R"("feature_segments":[0,3,5],"sorted_idx":[0,1,2,0,1]},)");

std::vector<double> margins_of(std::string const& text, std::vector<double> const& row) {
    auto const model = arenite::load_model(std::as_bytes(std::span{text}));
    return oracle::score<double>(model.margins(), row);
}

TEST_SUITE("format") {
    TEST_CASE("load_xgboost: categories of the list go right, all others left, and NaN its default way") {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        for (double const x : {1.0, 1.9, 33.0, 40.5}) CHECK(margins_of(categories, {0, x})[0] == 30);
        for (double const x : {0.0, -0.0, 2.0, 32.0, 41.0, 64.0, 1e7, 16777216.0, 1e30, -1.0, -0.5, -1e30, nan})
            CHECK(margins_of(categories, {0, x})[0] == 10);
        CHECK(margins_of(categories, {3, 1})[0] == 20);
        CHECK(margins_of(categories, {3.5, 1})[0] == 20);
        for (double const x : {4.0, -3.0, nan, 99.0}) CHECK(margins_of(categories, {x, 1})[0] == (x == x ? 30 : 20));
    }

    TEST_CASE("load_xgboost: lists of categories that do not fit are refused") {
        constexpr damage damages[] = {
            {"[1,33,40,3]", "[1,33,40]", "does not follow"},
            {"[1,33,40,3]", "[1,33,40,3,4]", "of no split"},
            {"[1,33,40,3]", "[33,1,40,3]", "another number of sets"},
            {"[1,33,40,3]", "[1,1,40,3]", "another number of sets"},
            {"[1,33,40,3]", "[1,33,33,34]", "in another order"},
            {"[1,33,40,3]", "[1,33,40,-3]", "-3"},
            {"[1,33,40,3]", "[1,33,40,16777216]", "16777216"},
            {"[1,33,40,3]", "[1,33,40,1.5]", "1.5"},
            {"[1,33,40,3]", "[1,33,40,NaN]", "NaN"},
            {"[1,33,40,3]", "[]", "another number of sets"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[0])", "another number of sets"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[2,0])", "does not fit"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[0,0])", "does not fit"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[0,5])", "does not fit"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[0,-1])", "-1"},
            {R"("categories_nodes":[0,2])", R"("categories_nodes":[0,1])", "split on numbers"},
            {R"("categories_nodes":[0,2],)", "", "another number of sets"},
            {R"("categories_nodes":[0,2],)", R"("categories_nodes":[0,2],"categories_nodes":[],)", "there already"},
            {R"("categories_segments":[0,3])", R"("categories_segments":[0,2])", "does not follow"},
            {R"("categories_segments":[0,3])", R"("categories_segments":[1,3])", "does not follow"},
            {R"("categories_segments":[0,3])", R"("categories_segments":[0,4294967295])", "does not follow"},
            {R"("categories_segments":[0,3])", R"("categories_segments":[0,9223372036854775807])",
             "9223372036854775807"},
            {R"("categories_segments":[0,3])", R"("categories_segments":[0])", "different lengths"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[2,2])", "does not follow"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[4,0])", "in another order"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[3,2])", "does not follow"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[3,4294967295])", "does not follow"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[3,-1])", "-1"},
            {R"("categories_sizes":[3,1])", R"("categories_sizes":[3,1,1])", "different lengths"},
            {R"("split_type":[1,0,1,0,0])", R"("split_type":[1,0,0,0,0])", "split on numbers"},
            {R"("split_type":[1,0,1,0,0])", R"("split_type":[1,0,2,0,0])", "2"},
            {R"("split_type":[1,0,1,0,0])", R"("split_type":[1,0,1])", "different lengths"},
            {R"("split_type":[1,0,1,0,0],)", "", "split on numbers"},
        };
        refuse_each(categories, damages);
        auto const unlisted =
            replaced(categories,
                     R"([1,33,40,3],"categories_nodes":[0,2],"categories_segments":[0,3],)"
                     R"("categories_sizes":[3,1])",
                     R"([1,33,40],"categories_nodes":[0],"categories_segments":[0],"categories_sizes":[3])");
        CHECK(load(unlisted).found == "a split on categories without a set (node 2)");
    }

    TEST_CASE("load_xgboost: listed nodes that nobody reaches, or that became leaves, are legitimate") {
        auto const pruned = replaced(categories, R"("left_children":[1,-1,3,-1,-1],"right_children":[2,-1,4,-1,-1])",
                                     R"("left_children":[1,-1,-1,-1,-1],"right_children":[2,-1,-1,-1,-1])");
        CHECK(margins_of(pruned, {3, 1})[0] == 0);
        CHECK(margins_of(pruned, {3, 2})[0] == 10);
    }

    TEST_CASE("load_xgboost: large categories of a small file get a node's bits, but not those of many nodes") {
        constexpr std::size_t node_bytes = 2 << 20, room = std::size_t{64} << 20;
        auto const one = replaced(categories, "[1,33,40,3]", "[1,33,16777215,3]");
        CHECK(margins_of(one, {0, 16777215})[0] == 30);
        CHECK(margins_of(one, {0, 16777214})[0] == 10);
        auto const model = arenite::load_model(std::as_bytes(std::span{one}));
        CHECK(model.bytes() > node_bytes);
        std::string many = one;
        for (int i = 0; i != 3; ++i)
            many = replaced(
                many, R"("trees":[)",
                R"("trees":[)" +
                    one.substr(one.find("{\"categories\""), one.find("]},\"name\"") - one.find("{\"categories\"")) +
                    ",");
        many = replaced(many, "\"tree_info\":[0]", "\"tree_info\":[0,0,0,0]");
        CHECK(!load(many, room).refused);
        for (int i = 0; i != 5; ++i)
            many = replaced(
                many, R"("trees":[)",
                R"("trees":[)" +
                    one.substr(one.find("{\"categories\""), one.find("]},\"name\"") - one.find("{\"categories\"")) +
                    ",");
        many = replaced(many, "\"tree_info\":[0,", "\"tree_info\":[0,0,0,0,0,0,");
        CHECK(load(many, room).found == "categories that are too large for so few");
    }

    TEST_CASE("load_xgboost: leaves of several values, in both layouts") {
        for (auto const& text : {vectors_of_leaves, vectors_of_nodes}) {
            CHECK(margins_of(text, {0, 0}) == std::vector{1.0, 2.0});
            CHECK(margins_of(text, {1, 0}) == std::vector{3.0, 4.0});
            auto const dart = replaced(text, R"("name":"gbtree")", R"("name":"dart","weight_drop":[0.5])");
            CHECK(margins_of(dart, {1, 0}) == std::vector{1.5, 2.0});
            auto const mixed =
                replaced(replaced(text, R"("split_type":[0,0,0])",
                                  R"("split_type":[1,0,0],"categories":[3],"categories_nodes":[0])"),
                         R"("default_left")", R"("categories_sizes":[1],"categories_segments":[0],"default_left")");
            CHECK(margins_of(mixed, {3, 0}) == std::vector{3.0, 4.0});
            CHECK(margins_of(mixed, {2, 0}) == std::vector{1.0, 2.0});
        }
    }

    TEST_CASE("load_xgboost: the keys of a tree come in any order") {
        std::vector<std::string> keys{R"("categories":[1,33,40,3])",
                                      R"("categories_nodes":[0,2])",
                                      R"("categories_segments":[0,3])",
                                      R"("categories_sizes":[3,1])",
                                      R"("default_left":[1,0,0,0,0])",
                                      R"("left_children":[1,-1,3,-1,-1])",
                                      R"("right_children":[2,-1,4,-1,-1])",
                                      R"("split_conditions":[NaN,10,0,30,20])",
                                      R"("split_indices":[1,0,0,0,0])",
                                      R"("split_type":[1,0,1,0,0])",
                                      R"("tree_param":{"num_nodes":"5","size_leaf_vector":"1"})"};
        std::vector<double> const rows{0, 1, 3, 1, 4, 1, 0, 2, NAN, 33, 1, NAN};
        auto const expected = margins_of(categories, rows);
        std::mt19937 random{3};
        for (int i = 0; i != 200; ++i) {
            std::ranges::shuffle(keys, random);
            std::string tree;
            for (auto const& one : keys) tree += (tree.empty() ? "{" : ",") + one;
            CAPTURE(tree);
            CHECK(margins_of(document(tree + "}"), rows) == expected);
            auto const twice = keys[static_cast<std::size_t>(i) % keys.size()];
            CHECK(load(document(tree + "," + twice + "}")).found == "a key that was there already");
        }
    }

    TEST_CASE("load_xgboost: vectors of leaves come in any order of nodes, of leaves, and of keys") {
        auto const tree = [](std::string const& first, std::string const& last) {
            return document("{" + first +
                                R"("default_left":[0,0,0,0,0],"left_children":[1,3,-1,-1,-1],)"
                                R"("right_children":[2,4,1,2,0],"split_conditions":[2,1,0,0,0],)"
                                R"("split_indices":[0,0,0,0,0],"tree_param":{"num_nodes":"5","size_leaf_vector":"2"})" +
                                last + "}",
                            "", "2");
        };
        std::string const vectors = R"("leaf_weights":[5,6,3,4,1,2])";
        for (auto const& text : {tree(vectors + ",", ""), tree("", "," + vectors)}) {
            CHECK(margins_of(text, {0, 0}) == std::vector{1.0, 2.0});
            CHECK(margins_of(text, {1, 0}) == std::vector{5.0, 6.0});
            CHECK(margins_of(text, {2, 0}) == std::vector{3.0, 4.0});
            auto const model = arenite::load_model(std::as_bytes(std::span{text}));
            CHECK(oracle::score<std::int32_t>(model.leaves(), {0, 0, 1, 0, 2, 0}) == std::vector{3, 4, 2});
            for (auto const* const others : {"[2,4,1,2,2]", "[2,4,1,2,3]", "[2,4,1,2,-1]"})
                CHECK(load(replaced(text, "[2,4,1,2,0]", others)).found == "a leaf whose values are not there");
        }
    }

    TEST_CASE("load_xgboost: leaves of several values that are not there are refused") {
        constexpr damage of_leaves[] = {
            {"[2,1,0]", "[2,1,2]", "whose values are not there"},
            {"[2,1,0]", "[2,1,-1]", "whose values are not there"},
            {"[3,4,1,2]", "[3,4,1]", "another number of leaf_weights"},
            {"[3,4,1,2]", "[3,4]", "another number of leaf_weights"},
            {"[3,4,1,2]", "[]", "another number of leaf_weights"},
            {R"("size_leaf_vector":"2")", R"("size_leaf_vector":"1")", "without a width"},
            {R"("size_leaf_vector":"2")", R"("size_leaf_vector":"4")", "another number of leaf_weights"},
            {R"("size_leaf_vector":"2")", R"("size_leaf_vector":"18446744073709551615")", "another number"},
            {R"("num_target":"2")", R"("num_target":"3")", "another number of values"},
            {R"("num_target":"2")", R"("num_target":"1")", "another number of values"},
            {R"("tree_info":[0])", R"("tree_info":[1])", "1"},
            {"[3,4,1,2]", "[3,4,1e39,2]", "1e39"},
        };
        refuse_each(vectors_of_leaves, of_leaves);
        constexpr damage of_nodes[] = {
            {"[9,9,1,2,3,4]", "[9,9,1,2,3]", "another number of base_weights"},
            {"[9,9,1,2,3,4]", "[9,9,1,2,3,4,5,6]", "another number of base_weights"},
            {"[9,9,1,2,3,4]", "[9,9,1,2,3,\"4\"]", "4"},
            {R"("size_leaf_vector":"2")", R"("size_leaf_vector":"3")", "another number of base_weights"},
        };
        refuse_each(vectors_of_nodes, of_nodes);
        auto const other = vectors_of_nodes.substr(
            vectors_of_nodes.find("[{") + 1, vectors_of_nodes.find("]},\"name\"") - vectors_of_nodes.find("[{") - 1);
        auto const both = replaced(replaced(vectors_of_leaves, R"("trees":[)", R"("trees":[)" + other + ","),
                                   R"("tree_info":[0])", R"("tree_info":[0,0])");
        CHECK(load(both).found == "a tree with other leaves than the first one");
    }

    TEST_CASE("load_xgboost: categories of a data frame have their names") {
        auto const model = arenite::load_model(std::as_bytes(std::span{named}));
        auto const texts = model.schema()[0], numbers = model.schema()[1];
        REQUIRE(texts.kind == arenite::column_kind::category);
        CHECK(std::vector(texts.vocabulary.begin(), texts.vocabulary.end()) ==
              std::vector<std::string_view>{"a", "bc", ""});
        CHECK(std::vector(numbers.vocabulary.begin(), numbers.vocabulary.end()) ==
              std::vector<std::string_view>{"65535", "7"});
        CHECK(texts.unseen == arenite::unseen_category::refused);
        CHECK(numbers.unseen == arenite::unseen_category::refused);
    }

    TEST_CASE("load_xgboost: names of categories in UTF-8 are those of XGBoost 3.4 and later") {
        auto const wide = replaced(replaced(named, "[97,98,99]", "[97,-61,-87]"), "[3,2,0]", "[3,4,0]");
        auto const model = arenite::load_model(std::as_bytes(std::span{wide}));
        CHECK(model.schema()[0].vocabulary[1] == "\u00e9");
        CHECK(load(replaced(wide, "[3,4,0]", "[3,3,9]")).found.find("not ASCII") != std::string::npos);
        CHECK(load(replaced(wide, "[3,4,0]", "[3]")).refused);
    }

    TEST_CASE("load_xgboost: names of categories that do not fit are refused") {
        constexpr damage damages[] = {
            {"[0,1,3,3]", "[0,1,2]", "do not end where they should"},
            {"[0,1,3,3]", "[0,1,3,4]", "do not end where they should"},
            {"[0,1,3,3]", "[0,3,1,3]", "1"},
            {"[0,1,3,3]", "[1,1,3,3]", "1"},
            {"[0,1,3,3]", "[0,1,4294967296]", "4294967296"},
            {"[0,1,3,3]", "[]", "do not end where they should"},
            {"[0,1,3,3]", "[0,3]", "feature_segments"},
            {"[97,98,99]", "[97,98,-61]", "not ASCII"},
            {"[97,98,99]", "[97,98,128]", "not made of bytes"},
            {"[97,98,99]", "[97,98,-129]", "not made of bytes"},
            {R"("type":12)", R"("type":7)", "7"},
            {R"("type":12)", R"("type":17)", "17"},
            {R"("type":12)", R"("type":12,"offsets":[0,2])", "texts and numbers"},
            {R"("type":12)", R"("type":12,"type":13)", "there already"},
            {R"("type":12)", R"("other":12)", "do not end where they should"},
            {"[0,3,5]", "[0,3,6]", "feature_segments"},
            {"[0,3,5]", "[0,3,5,5]", "feature_segments"},
            {"[0,3,5]", "[0,6,5]", "5"},
            {R"({"type":12,"values":[-1,7]})", "3", "3"},
            {R"(,{"type":12,"values":[-1,7]})", "", "feature_segments"},
            {R"("num_feature":"2")", R"("num_feature":"3")", "another number of features"},
            {R"("num_feature":"2")", R"("num_feature":"134217725")", "another number of features"},
        };
        refuse_each(named, damages);
    }

    TEST_CASE("load_xgboost: a file that is cut anywhere is refused") {
        for (auto const& good : {categories, vectors_of_leaves, vectors_of_nodes, named})
            for (std::size_t size = 0; size != good.size(); ++size) REQUIRE(load(good.substr(0, size)).refused);
    }

    TEST_CASE("load_xgboost: any number replaced by an extreme one is refused or loads, within its budget") {
        for (auto const& good : {categories, vectors_of_leaves, vectors_of_nodes, named})
            for (std::size_t at = 0; at != good.size(); ++at) {
                if (!std::isdigit(good[at]) || std::isdigit(good[at - 1])) continue;
                auto const length = good.find_first_not_of("0123456789", at) - at;
                for (auto const* const number : {"0", "-1", "2147483648", "9223372036854775807", "NaN"})
                    static_cast<void>(load(std::string{good}.replace(at, length, number)));
            }
    }
}

}  // namespace
