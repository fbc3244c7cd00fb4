// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_lightgbm.hpp>

#include "format/trainer_answers.hpp"
#include "format/detail/lightgbm_files.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using namespace lightgbm_files;
using arenite::column_kind;

double margin_of(std::string const& text, std::vector<double> const& row) {
    auto const model = load(text);
    return oracle::score<double>(model.margins(), row)[0];
}

/// The vocabulary of feature b, one name behind the other.
std::string vocabulary_of(std::string const& text) {
    auto const model = load(text);
    std::string listed;
    for (auto const name : model.schema()[1].vocabulary) listed.append(name).append("|");
    return listed;
}

column_kind kind_of(std::string const& text, std::size_t feature) {
    auto const model = load(text);
    return model.schema()[feature].kind;
}

/// A model of 36 categories of which the first are called so.
std::string called(std::string_view names) { return replaced(framed(), R"("zero", "o\u006ee")", names); }

TEST_SUITE("format") {
    TEST_CASE("load_lightgbm: which values are categories of a set") {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        for (double const inside : {1.0, 1.999, 33.0, 35.5}) CHECK(margin_of(categorical, {0, inside}) == 1);
        for (double const outside : {0.0, -0.0, 0.999, -0.5, -1.0, -1e300, 2.0, 32.0, 36.0, 64.0, 2147483647.0,
                                     2147483648.0, 2147483649.0, 4294967297.0, 1e300, infinity, -infinity, double{NAN}})
            CHECK(margin_of(categorical, {0, outside}) == 2);
        auto const zero = replaced(categorical, "cat_threshold=2 10", "cat_threshold=1 0");
        for (double const inside : {0.0, -0.0, -0.5, 1e-40, -1e-40, 0.999}) CHECK(margin_of(zero, {0, inside}) == 1);
        for (double const outside : {-1.0, 1.0, double{NAN}}) CHECK(margin_of(zero, {0, outside}) == 2);
    }

    TEST_CASE("load_lightgbm: of a split on categories the other bits of its decision type do not count") {
        for (auto const* const type : {"1", "3", "5", "7", "9", "11"}) {
            auto const text = replaced(categorical, "decision_type=1 2", "decision_type=" + std::string{type} + " 2");
            CHECK(margin_of(text, {0, NAN}) == 2);
            CHECK(margin_of(text, {0, 0}) == 2);
            CHECK(margin_of(text, {0, 1}) == 1);
        }
    }

    TEST_CASE("load_lightgbm: without categories the bit for them does not count") {
        auto text = replaced(categorical, "num_cat=1", "num_cat=0");
        CHECK(margin_of(text, {1, 0}) == 1);
        CHECK(margin_of(text, {1, 1}) == 4);
        text = replaced(replaced(text, "cat_boundaries=0 2\n", "cat_boundaries=5 x\n"), "cat_threshold=2 10\n", "");
        CHECK(margin_of(text, {1, 1}) == 4);
    }

    TEST_CASE("load_lightgbm: a set may be empty, and lines may come in another order") {
        auto const empty = replaced(replaced(categorical, "0 2\n", "0 0\n"), "cat_threshold=2 10", "cat_threshold=");
        CHECK(margin_of(empty, {0, 1}) == 2);
        auto const early = replaced(replaced(categorical, "cat_boundaries=0 2\ncat_threshold=2 10\n", ""),
                                    "num_cat=1\n", "num_cat=1\ncat_threshold=2 10\ncat_boundaries=0 2\n");
        CHECK(margin_of(early, {0, 1}) == 1);
        auto const second =
            replaced(replaced(replaced(categorical, "num_cat=1", "num_cat=2"), "threshold=0 0.5", "threshold=1 0.5"),
                     "cat_boundaries=0 2", "cat_boundaries=0 1 2");
        CHECK(margin_of(second, {0, 1}) == 1);
        CHECK(margin_of(second, {0, 33}) == 2);
    }

    TEST_CASE("load_lightgbm: splits and leaves that nobody reaches are left out, and are nothing to the next tree") {
        auto const tree = [](char const* children) {
            return "num_leaves=4\nnum_cat=0\nsplit_feature=0 1 0\nthreshold=0.5 7 -1\ndecision_type=2 0 2\n" +
                   std::string{children} + "leaf_value=1 2 3 4\n\n";
        };
        std::string const front =
            "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\n"
            "objective=regression\nfeature_names=a b\nfeature_infos=[0:1] [0:1]\n\n";
        auto const text = front + "Tree=0\n" + tree("left_child=2 -2 -1\nright_child=-4 -3 -3\n") + "Tree=1\n" +
                          tree("left_child=1 -1 -2\nright_child=2 -3 -4\n") + "end of trees\n";
        CHECK(margin_of(text, {-2, 0}) == 1 + 1);
        CHECK(margin_of(text, {0, 0}) == 3 + 1);
        CHECK(margin_of(text, {0, 8}) == 3 + 3);
        CHECK(margin_of(text, {1, 0}) == 4 + 4);
        auto const model = load(text);
        CHECK(model.nodes() == 5 + 7);
        CHECK(oracle::score<std::int32_t>(model.leaves(), {0, 8, 1, 0}) == std::vector{2, 2, 3, 3});
    }

    TEST_CASE("load_lightgbm: a leaf may be a linear function") {
        CHECK(margin_of(linear, {0.25, 3}) == 100 + (10 + 2 * 0.25 - 3));
        CHECK(margin_of(linear, {0.75, NAN}) == 120);
        CHECK(margin_of(linear, {0.25, NAN}) == 101);  // the value of the leaf
        CHECK(margin_of(linear, {NAN, 3}) == 101);     // NaN is 0 to the split, but not to the function
        CHECK(std::isinf(margin_of(linear, {0.25, INFINITY})));
        auto const tiny = replaced(linear, "leaf_coeff=2 -1", "leaf_coeff=1e40 -1");
        CHECK(margin_of(tiny, {1e-35, 0}) == 110);
        CHECK(margin_of(tiny, {2e-35, 0}) == 110 + 1e40 * 2e-35);
        auto const model = load(linear);
        CHECK(oracle::score<std::int32_t>(model.leaves(), {0.25, 3, 0.75, 3}) == std::vector{0, 0, 1, 0});
        CHECK(model.get_if<arenite::linear_tree_ensemble>() != nullptr);
    }

    TEST_CASE("load_lightgbm: a linear function of a leaf reads features that no split does") {
        auto const schema_owner = load(linear);
        CHECK(schema_owner.schema()[1].used);
        auto const constant = load(replaced(linear, "is_linear=1", "is_linear=0"));
        CHECK_FALSE(constant.schema()[1].used);
        CHECK(constant.get_if<arenite::linear_tree_ensemble>() == nullptr);
        CHECK(margin_of(replaced(linear, "is_linear=1", "is_linear=0"), {0.25, 3}) == 101);
    }

    TEST_CASE("load_lightgbm: products of a linear function are added in the order of the file") {
        auto const order = [](char const* features, char const* coefficients) {
            auto text = replaced(linear, "num_features=2 0", "num_features=3 0");
            text = replaced(text, "leaf_features=0 1", "leaf_features=" + std::string{features});
            text = replaced(replaced(text, "leaf_coeff=2 -1", "leaf_coeff=" + std::string{coefficients}), "=100", "=0");
            return margin_of(replaced(text, "leaf_const=10", "leaf_const=1"), {0.5, 1});
        };
        CHECK(order("1 1 0", "1e17 -1e17 2") == 1.0 + 1e17 - 1e17 + 1.0);
        CHECK(order("0 1 1", "2 1e17 -1e17") == 1.0 + 1.0 + 1e17 - 1e17);
        CHECK(order("1 1 0", "1e17 -1e17 2") != order("0 1 1", "2e17 -1e17 0"));
    }

    TEST_CASE("load_lightgbm: a data frame's categories have names, which are the codes' positions") {
        CHECK(kind_of(framed(), 0) == column_kind::number);
        CHECK(kind_of(framed(), 1) == column_kind::category);
        CHECK(vocabulary_of(framed()).starts_with("zero|one|2|3|"));
        CHECK(vocabulary_of(called(R"(true, false)")).starts_with("True|False|2|"));
        CHECK(vocabulary_of(called(R"(1.5, -1e-07)")).starts_with("1.5|-1e-07|2|"));
        CHECK(vocabulary_of(called(R"(Infinity, -Infinity)")).starts_with("inf|-inf|2|"));
        CHECK(vocabulary_of(called(R"("", "\ud83e\uddd4 \"=\" \\\t")")).starts_with("|\U0001f9d4 \"=\" \\\t|2|"));
        CHECK(vocabulary_of(categorical + parameters + "\npandas_categorical:null\n").empty());
        CHECK(vocabulary_of(categorical + parameters + "\npandas_categorical:[]\n").empty());
        CHECK(vocabulary_of(categorical + parameters).empty());
        CHECK(kind_of(categorical + parameters, 1) == column_kind::number);
    }

    TEST_CASE("load_lightgbm: without parameters the feature infos say whose the names are") {
        CHECK(vocabulary_of(categorical + names()).starts_with("zero|one|"));
        auto const by_names = replaced(framed(), "[categorical_feature: 1]", "[categorical_feature: name:b]");
        CHECK(vocabulary_of(by_names).starts_with("zero|one|"));
        CHECK(kind_of(by_names, 0) == column_kind::number);
    }

    TEST_CASE("load_lightgbm: names that LightGBM made up are none, with categories too") {
        auto const model = load(replaced(framed(), "feature_names=a b", "feature_names=Column_0 Column_1"));
        CHECK(model.schema()[1].name.empty());
        CHECK(model.schema()[1].vocabulary.size() == 36);
    }

    TEST_CASE("load_lightgbm: the names are there when only the first rounds are kept") {
        auto const second = replaced(linear.substr(linear.find("Tree=1")), "end of trees\n", "");
        auto const text = replaced(framed(), "end of trees", second + "end of trees");
        auto const first = arenite::load_model(std::as_bytes(std::span{text}), {.rounds = 1});
        CHECK(first.trees() == 1);
        CHECK(first.schema()[1].vocabulary.size() == 36);
    }

    TEST_CASE("load_lightgbm: lines may end in CR LF, and a name have a = in it") {
        auto text = replaced(framed(), "feature_names=a b", "feature_names=a=1 =b");
        std::string with_cr;
        for (char const byte : text) with_cr += byte == '\n' ? std::string{"\r\n"} : std::string{byte};
        for (auto const& either : {text, with_cr}) {
            auto const model = load(either);
            CHECK(model.schema()[0].name == "a=1");
            CHECK(model.schema()[1].name == "=b");
            CHECK(model.schema()[1].vocabulary.size() == 36);
            CHECK(margin_of(either, {0, 1}) == 1);
        }
    }

    TEST_CASE("load_lightgbm: an exact budget suffices, and one byte less does not") {
        for (auto const& text : {categorical, linear, framed()}) {
            arenite::budget memory{arenite::budget::unlimited};
            auto const bytes = load(text, memory).bytes();
            CHECK(memory.used() == 0);
            auto const limit = memory.peak();
            CHECK(limit <= bytes + arenite::load_workspace_bytes + 4096);
            arenite::budget exact{limit}, short_of_one{limit - 1};
            CHECK(load(text, exact).bytes() == bytes);
            CHECK_THROWS_AS(static_cast<void>(load(text, short_of_one)), arenite::budget_exceeded);
            CHECK(short_of_one.used() == 0);
        }
    }

    TEST_CASE("load_lightgbm: what a model of linear trees holds is what its plan says") {
        arenite::budget memory{arenite::budget::unlimited};
        auto const model = load(linear, memory);
        CHECK(memory.used() == model.bytes());
        CHECK(model.held().bytes == model.bytes());
        CHECK(model.held().owner == &memory);
    }
}

}  // namespace
