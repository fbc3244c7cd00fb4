// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_treelite.hpp>

#include "format/damaged_models.hpp"
#include "format/trainer_answers.hpp"
#include "format/treelite_checkpoint.hpp"
#include "oracle.hpp"
#include "support/one_in.hpp"

#include <arenite/format/load_model.hpp>
#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <functional>

namespace {

using namespace std::string_view_literals;
using arenite::load_model;
using checkpoint = arenite::test::treelite_checkpoint<double>;
using float_checkpoint = arenite::test::treelite_checkpoint<float>;

oracle::verdict load(std::string const& bytes, arenite::load_options const& options = {},
                     std::size_t budget_bytes = 4 << 20) {
    return oracle::tried(budget_bytes, [&](arenite::budget& memory) {
        static_cast<void>(load_model(std::as_bytes(std::span{bytes}), options, memory));
    });
}

template <class Checkpoint>
std::vector<double> margins(Checkpoint const& of, std::vector<double> const& row = {0, 0}) {
    auto const bytes = of.bytes();
    auto const model = load_model(std::as_bytes(std::span{bytes}));
    std::vector<double> sums(model.margins().outputs());
    arenite::predict(model.margins(), row, sums);
    return sums;
}

/// Where a row with `x` goes: 1 or 2.
double side(checkpoint const& of, double x) { return margins(of, {x, 0})[0]; }

checkpoint with_split(std::int8_t comparison, double threshold, bool default_left = false) {
    checkpoint made;
    made.trees[0].operators[0] = comparison;
    made.trees[0].thresholds[0] = threshold;
    made.trees[0].default_left[0] = default_left;
    return made;
}

/// A split on the categories 0, 3 and 16777216; they go left, or right.
template <class Checkpoint>
Checkpoint with_categories(bool right_child, std::vector<std::uint32_t> categories = {0, 3, 16777216}) {
    Checkpoint made;
    auto& tree = made.trees[0];
    tree.types[0] = 2;
    tree.operators[0] = 0;
    tree.right_children[0] = right_child;
    tree.category_ends = {categories.size(), categories.size(), categories.size()};
    tree.category_begins = {0, categories.size(), categories.size()};
    tree.categories = std::move(categories);
    return made;
}

/// Three leaves of a vector each, and no split.
checkpoint with_vectors(std::vector<std::int32_t> const& classes, std::vector<std::int32_t> const& shape) {
    checkpoint made;
    made.targets = static_cast<std::int32_t>(classes.size());
    made.classes = classes;
    made.shape = shape;
    auto const width = static_cast<std::uint64_t>(shape[0] * shape[1]);
    auto& tree = made.trees[0];
    for (std::uint64_t i = 0; i != 2 * width; ++i) tree.vectors.push_back(static_cast<double>(i + 1));
    tree.vector_begins = {0, 0, width};
    tree.vector_ends = {0, width, 2 * width};
    made.base_scores.assign(classes.size() * static_cast<std::size_t>(std::ranges::max(classes)), 0);
    return made;
}

struct damage {
    char const* name;
    std::function<void(checkpoint&)> damage_it;
    std::string_view found, where;
};

TEST_SUITE("format") {
    TEST_CASE("load_treelite: says what the file holds") {
        auto const model = load_model(oracle::folder + "treelite/lightgbm_binary.tl");
        CHECK(model.info().format == "treelite");
        CHECK(model.info().trainer_version.view() == "4.8.1");
        CHECK(model.info().objective.view() == "sigmoid");
        CHECK(model.info().output == arenite::precision::float64);
        CHECK(load_model(oracle::folder + "treelite/xgboost.tl").info().output == arenite::precision::float32);
    }

    TEST_CASE("load_treelite: every operator, by thresholds of every kind; missing values go the default way") {
        constexpr double infinity = std::numeric_limits<double>::infinity(), tiny = 4.9406564584124654e-324;
        constexpr double values[] = {-infinity, -1, -tiny, -0.0, 0, tiny, 0.5, 1, 1.7976931348623157e308, infinity};
        for (double const threshold : {-infinity, -1.0, -tiny, 0.0, -0.0, tiny, 0.5, 1.0, infinity, std::nan("")})
            for (bool const left : {false, true}) {
                CAPTURE(threshold);
                auto const less = with_split(2, threshold, left), less_or_equal = with_split(3, threshold, left);
                auto const greater = with_split(4, threshold, left), greater_or_equal = with_split(5, threshold, left);
                for (double const x : values) {
                    CAPTURE(x);
                    CHECK(side(less, x) == (x < threshold ? 1 : 2));
                    CHECK(side(less_or_equal, x) == (x <= threshold ? 1 : 2));
                    CHECK(side(greater, x) == (x > threshold ? 1 : 2));
                    CHECK(side(greater_or_equal, x) == (x >= threshold ? 1 : 2));
                }
                for (auto const& of : {less, less_or_equal, greater, greater_or_equal})
                    CHECK(side(of, std::nan("")) == (left ? 1 : 2));
            }
    }

    TEST_CASE("load_treelite: splits are turned round in trees that are larger than a buffer, too") {
        constexpr std::int32_t splits = 40'000;  // level by level
        auto const tree_of = [](std::int8_t comparison) {
            checkpoint made;
            auto& tree = made.trees[0];
            tree.nodes = 2 * splits + 1;
            auto const size = static_cast<std::size_t>(tree.nodes);
            tree.types.assign(size, 0), tree.left.assign(size, -1), tree.right.assign(size, -1);
            tree.features.assign(size, -1), tree.default_left.assign(size, 0), tree.leaves.assign(size, 0);
            tree.thresholds.assign(size, 0), tree.operators.assign(size, 0), tree.right_children.assign(size, 0);
            tree.vector_begins.assign(size, 0), tree.vector_ends.assign(size, 0);
            tree.category_begins.assign(size, 0), tree.category_ends.assign(size, 0);
            for (std::int32_t i = 0; i != tree.nodes; ++i) {
                auto const at = static_cast<std::size_t>(i);
                tree.leaves[at] = i;
                if (i >= splits) continue;
                tree.types[at] = 1, tree.features[at] = i % 2, tree.operators[at] = comparison;
                tree.thresholds[at] = i % 97 - 48;
                tree.left[at] = 2 * i + 1, tree.right[at] = 2 * i + 2;
                if (comparison == 4) std::swap(tree.left[at], tree.right[at]);
            }
            return made.bytes();
        };
        auto const plain_bytes = tree_of(3), turned_bytes = tree_of(4);
        auto const plain = load_model(std::as_bytes(std::span{plain_bytes}));
        auto const turned = load_model(std::as_bytes(std::span{turned_bytes}));
        std::vector<double> rows;
        for (int i = 0; i != 1000; ++i) rows.insert(rows.end(), {i * 37 % 101 - 50.0, i * 53 % 103 - 51.0});
        auto const expected = oracle::score<double>(plain.margins(), rows);
        CHECK(oracle::score<double>(turned.margins(), rows) == expected);
        CHECK(expected[0] != expected[1]);
    }

    TEST_CASE("load_treelite: what is no category, or none of the list, goes the other way") {
        constexpr double values[] = {-1,   -0.5,     -0.0, 0.5,      1,    3.7,
                                     31.0, 16777216, 32.0, 16777218, 1e30, std::numeric_limits<double>::infinity()};
        constexpr bool listed[] = {false, false, true, true, false, true, false, true, false, false, false, false};
        for (bool const right : {false, true})
            for (std::size_t i = 0; i != std::size(values); ++i) {
                CAPTURE(values[i]);
                auto const expected = std::vector{listed[i] != right ? 1.0 : 2.0};
                CHECK(margins(with_categories<checkpoint>(right), {values[i], 0}) == expected);
                CHECK(margins(with_categories<float_checkpoint>(right), {values[i], 0}) == expected);
            }
        CHECK(margins(with_categories<checkpoint>(false, {}), {0, 0})[0] == 2);
        CHECK(margins(with_categories<checkpoint>(true, {}), {0, 0})[0] == 1);
        CHECK(margins(with_categories<float_checkpoint>(true, {1, 16777218}), {0, 0})[0] == 1);
        CHECK(load(with_categories<checkpoint>(true, {1, 16777217}).bytes()).found == "category 16777217");
    }

    TEST_CASE("load_treelite: a base score is added last, as a double") {
        float_checkpoint of;
        of.averaged = 1;
        of.trees[0].leaves = {0, 0x1p-24F, 1};
        of.base_scores = {1 + 0x1p-26};
        CHECK(margins(of)[0] == 1 + 0x1p-23);  // with the nearest float as base it were 1
    }

    TEST_CASE("load_treelite: vectors over classes, over targets and over both") {
        auto of = with_vectors({2, 2}, {1, 2});
        of.target_ids = {1}, of.class_ids = {-1};
        CHECK(margins(of) == std::vector<double>{0, 0, 1, 2});
        of = with_vectors({2, 2}, {2, 1});
        of.target_ids = {-1}, of.class_ids = {1};
        CHECK(margins(of) == std::vector<double>{0, 1, 0, 2});
        of = with_vectors({2, 3}, {2, 3});
        of.target_ids = {-1}, of.class_ids = {-1};
        of.base_scores = {10, 20, 30, 40, 50, 60};
        CHECK(margins(of) == std::vector<double>{11, 22, 0, 44, 55, 66});
        of.averaged = 1;
        CHECK(margins(of) == std::vector<double>{11, 22, 0, 44, 55, 66});
        of = with_vectors({1}, {1, 1});
        of.target_ids = {-1}, of.class_ids = {-1};
        CHECK(margins(of) == std::vector<double>{1});
    }

    TEST_CASE("load_treelite: a vector over targets does not keep what an earlier tree gave another class") {
        auto of = with_vectors({2, 2}, {2, 1});
        of.trees.push_back(of.trees[0]);
        of.tree_count = 2;
        of.target_ids = {-1, -1}, of.class_ids = {1, 0};
        CHECK(margins(of) == std::vector<double>{1, 1, 2, 2});
    }

    TEST_CASE("load_treelite: fields that later releases may add are passed") {
        auto const extra = arenite::test::treelite_writer{}
                               .add(std::string{"name"})
                               .add(std::uint64_t{4})
                               .add(std::uint64_t{2})
                               .add(std::uint64_t{0})
                               .bytes();
        checkpoint of;
        of.optional_fields = of.trees[0].optional_fields = 1;
        of.optional_bytes = of.trees[0].optional_bytes = extra;
        of.minor = 99;
        CHECK(margins(of) == std::vector<double>{1});
    }

    TEST_CASE("load_treelite: a damaged checkpoint is refused") {
        damage const damages[] = {
            {"3.9", [](auto& c) { c.major = 3, c.minor = 9, c.patch = 0; }, "version 3.9.0", "version"},
            {"5.0", [](auto& c) { c.major = 5, c.minor = 0; }, "version 5.0.1", "version"},
            {"u32 leaves", [](auto& c) { c.leaf_type = 1; }, "the types 3 and 1", "leaf_output_type"},
            {"mixed", [](auto& c) { c.threshold_type = 2; }, "the types 2 and 3", "leaf_output_type"},
            {"u32", [](auto& c) { c.threshold_type = c.leaf_type = 1; }, "the types 1 and 1", "leaf_output_type"},
            {"many trees", [](auto& c) { c.tree_count = ~0ULL; }, "1 elements", "target_id"},
            {"no features", [](auto& c) { c.features = 0; }, "0 features", "num_feature"},
            {"features", [](auto& c) { c.features = 0x7fffffff; }, "2147483647 features", "num_feature"},
            {"task", [](auto& c) { c.task = 5; }, "another task", "task_type"},
            {"average", [](auto& c) { c.averaged = 2; }, "2", "average_tree_output"},
            {"no target", [](auto& c) { c.targets = 0; }, "0", "num_target"},
            {"targets", [](auto& c) { c.targets = 2; }, "1 elements", "num_class"},
            {"no class", [](auto& c) { c.classes = {0}; }, "0", "num_class[0]"},
            {"classes", [](auto& c) { c.classes = {0x7fffffff}; }, "1 elements", "base_scores"},
            {"shape",
             [](auto& c) {
                 c.shape = {1, 1, 1};
             },
             "3 elements", "leaf_vector_shape"},
            {"shape 0",
             [](auto& c) {
                 c.shape = {0, 1};
             },
             "0", "leaf_vector_shape[0]"},
            {"shape 2",
             [](auto& c) {
                 c.shape = {1, 2};
             },
             "2", "leaf_vector_shape[1]"},
            {"target -2", [](auto& c) { c.target_ids = {-2}; }, "-2", "target_id[0]"},
            {"target 1", [](auto& c) { c.target_ids = {1}; }, "1", "target_id[0]"},
            {"class 1", [](auto& c) { c.class_ids = {1}; }, "1", "class_id[0]"},
            {"all classes", [](auto& c) { c.classes = {2}, c.class_ids = {-1}; }, "-1", "class_id[0]"},
            {"postprocessor", [](auto& c) { c.postprocessor = "magic\n"; }, "\"magic?\"", "postprocessor"},
            {"alpha", [](auto& c) { c.postprocessor = "sigmoid", c.sigmoid_alpha = NAN; }, "nan", "ratio_c"},
            {"base", [](auto& c) { c.base_scores = {NAN}; }, "nan", "base_scores[0]"},
            {"bases",
             [](auto& c) {
                 c.base_scores = {1, 2};
             },
             "2 elements", "base_scores"},
            {"sigmoid of classes", [](auto& c) { c.postprocessor = "sigmoid", c.classes = {2}; },
             "sigmoid of several classes", "ratio_c"},
            {"ragged softmax",
             [](auto& c) {
                 c.postprocessor = "softmax", c.targets = 2, c.classes = {1, 2};
             },
             "softmax of targets with different classes", "ratio_c"},
            {"fields", [](auto& c) { c.optional_fields = -1; }, "-1", "optional fields of the model"},
            {"missing fields", [](auto& c) { c.optional_fields = 0x7fffffff; }, "elements",
             "optional fields of the model"},
            {"trailing", [](auto& c) { c.behind = "x"; }, "1 bytes behind the model", ""},
            {"no nodes", [](auto& c) { c.trees[0].nodes = 0; }, "0", "tree 0: num_nodes"},
            {"-1 nodes", [](auto& c) { c.trees[0].nodes = -1; }, "-1", "tree 0: num_nodes"},
            {"4 nodes", [](auto& c) { c.trees[0].nodes = 4; }, "3 elements", "tree 0: node_type"},
            {"categorical", [](auto& c) { c.trees[0].has_categorical = 7; }, "7", "has_categorical_split"},
            {"type", [](auto& c) { c.trees[0].types[1] = 3; }, "3", "tree 0: node_type[1]"},
            {"type -1", [](auto& c) { c.trees[0].types[1] = -1; }, "-1", "tree 0: node_type[1]"},
            {"no leaf",
             [](auto& c) {
                 c.trees[0].types = {1, 1, 1};
             },
             "a tree without leaves", "tree 0"},
            {"self", [](auto& c) { c.trees[0].left[0] = 0; }, "reached twice", "tree 0"},
            {"shared", [](auto& c) { c.trees[0].left[0] = 2; }, "reached twice", "tree 0"},
            {"outside", [](auto& c) { c.trees[0].left[0] = 3; }, "outside the tree", "tree 0"},
            {"child -1", [](auto& c) { c.trees[0].left[0] = -1; }, "-1", "tree 0: cleft[0]"},
            {"leaf's child", [](auto& c) { c.trees[0].right[1] = 0; }, "0", "tree 0: cright[1]"},
            {"short cleft", [](auto& c) { c.trees[0].left.pop_back(); }, "2 elements", "tree 0: cleft"},
            {"feature", [](auto& c) { c.trees[0].features[0] = 2; }, "does not have", "tree 0"},
            {"feature -1", [](auto& c) { c.trees[0].features[0] = -1; }, "-1", "tree 0: split_index[0]"},
            {"default", [](auto& c) { c.trees[0].default_left[2] = 9; }, "9", "tree 0: default_left[2]"},
            {"==", [](auto& c) { c.trees[0].operators[0] = 1; }, "a split by ==", "tree 0: cmp[0]"},
            {"operator", [](auto& c) { c.trees[0].operators[0] = 6; }, "6", "tree 0: cmp[0]"},
            {"no operator", [](auto& c) { c.trees[0].operators[0] = 0; }, "0", "tree 0: cmp[0]"},
            {"right child", [](auto& c) { c.trees[0].right_children[0] = 2; }, "2", "category_list_right_child[0]"},
            {"thresholds", [](auto& c) { c.trees[0].thresholds.clear(); }, "0 elements", "tree 0: threshold"},
            {"vector", [](auto& c) { c.trees[0].vector_ends[1] = 1; }, "not there", "tree 0: leaf_vector[1]"},
            {"vector begin", [](auto& c) { c.trees[0].vector_begins[1] = ~0ULL; }, "not there", "leaf_vector[1]"},
            {"vector of 2",
             [](auto& c) {
                 c.trees[0].vectors = {1, 2};
                 c.trees[0].vector_ends = {0, 2, 0};
             },
             "2 values of a leaf", "tree 0: leaf_vector[1]"},
            {"list", [](auto& c) { c.trees[0].category_ends[0] = 1; }, "not there", "tree 0: category_list[0]"},
            {"list backwards", [](auto& c) { c.trees[0].category_begins[0] = 1; }, "not there", "category_list[0]"},
            {"overlap",
             [](auto& c) {
                 c.trees[0].categories = {1};
                 c.trees[0].category_ends = {1, 1, 0};
             },
             "lists that overlap", "tree 0: category_list[1]"},
            {"gains", [](auto& c) { c.trees[0].gains = {1}; }, "1 elements", "tree 0: gain"},
            {"tree fields", [](auto& c) { c.trees[0].optional_fields = -5; }, "-5", "optional fields of the tree"},
        };
        REQUIRE(!load(checkpoint{}.bytes()).refused);
        for (auto const& [name, damage_it, found, where] : damages) {
            CAPTURE(name);
            checkpoint damaged;
            damage_it(damaged);
            auto const said = load(damaged.bytes());
            CAPTURE(said.found);
            CAPTURE(said.where);
            CHECK(said.refused);
            CHECK(said.found.find(found) != std::string::npos);
            CHECK(said.where.find(where) != std::string::npos);
        }
    }

    TEST_CASE("load_treelite: a leaf has its vector, and its class is one of the target's") {
        auto of = with_vectors({2}, {1, 2});
        of.class_ids = {-1};
        REQUIRE(!load(of.bytes()).refused);
        of.trees[0].vector_ends[2] = of.trees[0].vector_begins[2] = 0;
        CHECK(load(of.bytes()).found.find("a leaf whose values are not there") == 0);
        checkpoint ragged;
        ragged.targets = 2, ragged.classes = {1, 2}, ragged.base_scores = {0, 0, 0, 0}, ragged.class_ids = {1};
        CHECK(load(ragged.bytes()).found == "a class that its target does not have");
        ragged.target_ids = {1};
        CHECK(!load(ragged.bytes()).refused);
    }

    TEST_CASE("load_treelite: vectors that the file does not hold are not made up") {
        auto of = with_vectors({1, 20000}, {2, 1});
        of.target_ids = {-1}, of.class_ids = {0};
        REQUIRE(!load(of.bytes()).refused);
        for (std::size_t i = 0; i != 40; ++i) of.trees.push_back(of.trees[0]), of.target_ids.push_back(-1);
        of.tree_count = of.trees.size();
        of.class_ids.assign(of.trees.size(), 0);
        CHECK(load(of.bytes(), {}, 64 << 20).found == "vectors for few of many outputs");
    }

    TEST_CASE("load_treelite: rounds are not in the file; another format may be stated, and this one") {
        auto const good = checkpoint{}.bytes();
        CHECK(load(good, {.rounds = 1}).found == "a model that does not tell its rounds of boosting");
        CHECK(!load(good, {.format = arenite::model_format::treelite}).refused);
        CHECK(load(good, {.format = arenite::model_format::xgboost}).refused);
        CHECK(load("{\"learner\":{}}", {.format = arenite::model_format::treelite}).refused);
        CHECK(load("", {.format = arenite::model_format::treelite}).found == "the end of the file");
    }

    TEST_CASE("load_treelite: a value may be missing beside NaN") {
        auto const bytes = with_split(2, 0.5, true).bytes();
        auto const model = load_model(std::as_bytes(std::span{bytes}), {.missing = 9});
        std::vector<double> margin(1);
        arenite::predict(model.margins(), std::vector<double>{9, 0}, margin);
        CHECK(margin[0] == 1);
    }

    TEST_CASE("load_treelite: a file that is cut anywhere is refused") {
        for (auto const& good : {checkpoint{}.bytes(), with_categories<float_checkpoint>(true).bytes(),
                                 oracle::read_file(oracle::folder + "treelite/xgboost_vector_leaf.tl")})
            for (std::size_t size = 0; size != good.size(); ++size) REQUIRE(load(good.substr(0, size)).refused);
    }

    TEST_CASE("load_treelite: a file with any field changed is refused or loads, within its budget") {
        auto const change = [](std::string const& good, auto number) {
            for (std::size_t i = 0; i + sizeof number <= good.size(); i += one_in) {
                auto damaged = good;
                std::memcpy(damaged.data() + i, &number, sizeof number);
                static_cast<void>(load(damaged));
            }
        };
        auto vectors = with_vectors({1, 2}, {2, 1});
        vectors.target_ids = {-1};
        for (auto const& good : {vectors.bytes(), with_categories<float_checkpoint>(true, {0, 3, 70}).bytes()}) {
            for (auto const number : {0, 1, -1, 0x7f}) change(good, static_cast<std::int8_t>(number));
            for (auto const number : {0, 2, -1, 0x7fffffff}) change(good, std::int32_t{number});
            for (auto const number :
                 {INT64_C(0), INT64_C(3), INT64_C(-1), INT64_C(1) << 32, std::numeric_limits<std::int64_t>::max()})
                change(good, number);
        }
    }
}

}  // namespace
