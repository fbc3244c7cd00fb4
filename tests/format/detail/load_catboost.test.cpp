// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_catboost.hpp>

#include "format/damaged_models.hpp"
#include "format/trainer_answers.hpp"
#include "oracle.hpp"

#include <arenite/core/category_hash.hpp>
#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <span>
#include <utility>

namespace {

using arenite::load_model, arenite::load_options;
using oracle::damage, oracle::refuse_each, oracle::replaced;
using numbers = std::vector<double>;

std::span<std::byte const> as_bytes(std::string const& text) { return std::as_bytes(std::span{text}); }

numbers margins_of(std::string const& text, numbers const& rows, load_options const& options = {}) {
    auto const model = load_model(as_bytes(text), options);
    return oracle::score<double>(model.margins(), rows);
}

std::vector<std::int32_t> leaves_of(std::string const& text, numbers const& rows) {
    auto const model = load_model(as_bytes(text));
    return oracle::score<std::int32_t>(model.leaves(), rows);
}

/// Two numbers, the second behind a column that nobody lists.
std::string const features =
    R"("features_info":{"float_features":[)"
    R"({"feature_id":"a","feature_index":0,"flat_feature_index":0,"borders":[0.5,1.5],"has_nans":true,)"
    R"("nan_value_treatment":"AsTrue"},)"
    R"({"feature_id":"b","feature_index":2,"flat_feature_index":2,"borders":[-1],"has_nans":true,)"
    R"("nan_value_treatment":"AsFalse"}]})";

std::string const info = R"("model_info":{"params":{"loss_function":{"type":"RMSE","params":{}}}})";

std::string const trees = R"("oblivious_trees":[{"leaf_values":[1,2,3,4],"splits":[)"
                          R"({"split_type":"FloatFeature","split_index":1,"float_feature_index":0,"border":1.5},)"
                          R"({"split_type":"FloatFeature","split_index":2,"float_feature_index":2,"border":-1}]},)"
                          R"({"leaf_values":[100],"splits":[]}])";

std::string const nested =
    R"("trees":[{"left":{"value":1},"right":{"left":{"value":2},"right":{"value":3},)"
    R"("split":{"split_type":"FloatFeature","split_index":2,"float_feature_index":2,"border":-1}},)"
    R"("split":{"split_type":"FloatFeature","split_index":1,"float_feature_index":0,"border":1.5}},{"value":100}])";

std::string document(std::initializer_list<std::string> parts) {
    std::string text;
    for (auto const& part : parts) text += (text.empty() ? "{" : ",") + part;
    return text + "}";
}

std::string const small = document({features, info, trees, R"("scale_and_bias":[0.5,[10]])"});
std::string const small_nested = document({features, info, nested, R"("scale_and_bias":[0.5,[10]])"});

/// A category of two values that splits know, and a CTR of it and of whether the number is above 0.5.
std::string const recoded = document(
    {R"("ctr_data":{"{\"type\":\"Borders\"}":{"hash_map":["18446744073709551615",9,9,"@",1,3,"7",5,0],"hash_stride":3,)"
     R"("counter_denominator":0}})",
     R"("features_info":{"categorical_features":[{"feature_id":"c","feature_index":0,"flat_feature_index":1,)"
     R"("values":[1121341681,-1291328762]}],"ctrs":[{"identifier":"{\"type\":\"Borders\"}","ctr_type":"Borders",)"
     R"("elements":[{"combination_element":"cat_feature_value","cat_feature_index":0}],"prior_numerator":1,)"
     R"("prior_denomerator":1,"shift":0,"scale":10,"target_border_idx":0,"borders":[4,7]}],)"
     R"("float_features":[{"feature_id":"n","feature_index":0,"flat_feature_index":0,"borders":[0.5]}]})",
     info,
     R"("oblivious_trees":[{"leaf_values":[1,2,3,4,5,6,7,8],"splits":[)"
     R"({"split_type":"FloatFeature","split_index":0,"float_feature_index":0,"border":0.5},)"
     R"({"split_type":"OneHotFeature","split_index":2,"cat_feature_index":0,"value":-1291328762},)"
     R"({"split_type":"OnlineCtr","split_index":4,"ctr_target_border_idx":0,"border":7}]}])"});

double const male = -1291328762, one = 1121341681, unseen = 5, absent = NAN;

/// The hash of a combination of one category, in decimal.
std::string combination_of(std::int32_t hash) {
    constexpr std::uint64_t multiplier = 0x4906ba494954cb65;
    return std::to_string(multiplier * (multiplier * static_cast<std::uint64_t>(std::int64_t{hash})));
}
std::string const small_recoded = std::string{recoded}.replace(recoded.find('@'), 1, combination_of(-1291328762));

/// Loads it and scores a row.
oracle::verdict load(std::string const& text) {
    return oracle::tried(4 << 20, [&](arenite::budget& memory) {
        auto const model = load_model(as_bytes(text), {.format = arenite::model_format::catboost}, memory);
        numbers const rows(model.cols(), 0.5);
        if (rows.empty()) return;
        static_cast<void>(oracle::score<double>(model, rows));
        static_cast<void>(oracle::score<double>(model.margins(), rows));
        if (model.trees() != 0) static_cast<void>(oracle::score<std::int32_t>(model.leaves(), rows));
    });
}

TEST_SUITE("format") {
    TEST_CASE("load_catboost: a model of two trees") {
        auto const model = load_model(as_bytes(small));
        CHECK(model.info().format == "catboost");
        CHECK(model.info().objective.view() == "RMSE");
        REQUIRE(model.cols() == 3);
        CHECK(model.trees() == 2);
        CHECK(model.schema()[0].name == "a");
        CHECK(model.schema()[1].name.empty());
        CHECK_FALSE(model.schema()[1].used);
        CHECK(model.schema()[2].name == "b");
        numbers const rows{1.5, 0, -1, 1.6, 0, -1, 1.5, 0, 0, 1.6, 0, 0};
        CHECK(oracle::score<double>(model.margins(), rows) == numbers{60.5, 61, 61.5, 62});
        CHECK(oracle::score<std::int32_t>(model.leaves(), rows) == std::vector{0, 0, 1, 0, 2, 0, 3, 0});
    }

    TEST_CASE("load_catboost: NaN is above all borders or below, as each feature says") {
        CHECK(leaves_of(small, {absent, 0, absent}) == std::vector{1, 0});
        CHECK(leaves_of(replaced(small, "AsTrue", "AsIs"), {absent, 0, absent}) == std::vector{0, 0});
        CHECK(leaves_of(replaced(small, R"("has_nans":true)", R"("has_nans":false)"), {absent, 0, absent}) ==
              std::vector{0, 0});
        CHECK(leaves_of(replaced(small, "AsFalse", "AsTrue"), {absent, 0, absent}) == std::vector{3, 0});
    }

    TEST_CASE("load_catboost: a double is compared as the float that it becomes") {
        CHECK(leaves_of(small, {1.5 + 1e-9, 0, -2})[0] == 0);
        CHECK(leaves_of(small, {1.5 + 1e-6, 0, -2})[0] == 1);
    }

    TEST_CASE("load_catboost: nested trees, whatever the order of their keys") {
        numbers const rows{1.5, 0, 0, 1.6, 0, -1, 1.6, 0, 0};
        CHECK(margins_of(small_nested, rows) == numbers{60.5, 61, 61.5});
        CHECK(leaves_of(small_nested, rows) == std::vector{0, 0, 1, 0, 2, 0});
        auto const turned = replaced(replaced(small_nested, R"("left":{"value":2},"right":{"value":3})",
                                              R"("right":{"value":3},"left":{"value":2})"),
                                     R"("trees":[{"left":{"value":1},)", R"("trees":[{)");
        auto const split_first = replaced(turned, R"("border":1.5}})", R"("border":1.5},"left":{"value":1}})");
        CHECK(margins_of(split_first, rows) == numbers{60.5, 61, 61.5});
        CHECK(leaves_of(split_first, rows) == std::vector{0, 0, 1, 0, 2, 0});
    }

    TEST_CASE("load_catboost: a list without elements may be null, but nothing else") {
        auto const text = replaced(small, R"("splits":[]})", R"("splits":null})");
        CHECK(margins_of(text, {1.5, 0, -1}) == numbers{60.5});
        CHECK(oracle::load(replaced(small, R"("splits":[]})", R"("splits":0})")).found == "0");
        CHECK(margins_of(document({features, info, R"("oblivious_trees":null)"}), {1.5, 0, -1}) == numbers{0});
        auto const unused = replaced(replaced(features, "[0.5,1.5]", "null"), "[-1]", "null");
        CHECK(margins_of(document({unused, info, R"("oblivious_trees":null)"}), {1.5, 0, -1}) == numbers{0});
        CHECK(oracle::load(replaced(small, "[0.5,1.5]", "0")).found == "0");
    }

    TEST_CASE("load_catboost: a feature's name, in older files too") {
        auto const name_of = [](std::string const& text) {
            auto const model = load_model(as_bytes(text));
            return std::string{model.schema()[0].name};
        };
        CHECK(name_of(small) == "a");
        CHECK(name_of(replaced(small, R"("feature_id":"a")", R"("feature_name":"a")")) == "a");
        CHECK(name_of(replaced(small, R"("feature_id":"a")", R"("feature_id":"a","feature_name":"b")")) == "a");
        CHECK(name_of(replaced(small, R"("feature_id":"a")", R"("feature_name":"b","feature_id":"a")")) == "b");
        CHECK(oracle::load(replaced(small, R"("feature_id":"a")", R"("feature_id":"a","feature_id":"a")")).refused);
        CHECK(oracle::load(replaced(small, R"("feature_id":"a")", R"("feature_name":"a","feature_name":"a")")).refused);
    }

    TEST_CASE("load_catboost: CTRs of several targets are refused, of which a file does not say whose they are") {
        for (auto const* const loss : {"MultiLogloss", "MultiCrossEntropy", "MultiRMSE", "SurvivalAft"})
            CHECK(oracle::load(replaced(small_recoded, "RMSE", loss)).found.starts_with("CTRs of a loss function"));
        CHECK(!oracle::load(replaced(small_recoded, "RMSE", "MultiClass")).refused);
        auto const counter = replaced(small_recoded, R"("ctr_type":"Borders")", R"("ctr_type":"Counter")");
        CHECK(oracle::load(replaced(counter, "RMSE", "MultiRMSE")).found == "a CTR without its table");
    }

    TEST_CASE("load_catboost: several values in a leaf, with a bias for each") {
        auto const text = replaced(
            replaced(replaced(small, "[1,2,3,4]", "[1,-1,2,-2,3,-3,4,-4]"), "[100]", "[100,-100]"), "[10]", "[10,20]");
        CHECK(margins_of(text, {1.6, 0, 0}) == numbers{62, -32});
        auto const nested_text =
            replaced(replaced(replaced(replaced(replaced(small_nested, R"("value":1})", R"("value":[1,-1]})"),
                                                R"("value":2})", R"("value":[2,-2]})"),
                                       R"("value":3})", R"("value":[3,-3]})"),
                              R"("value":100})", R"("value":[100,-100]})"),
                     "[10]", "[10,20]");
        CHECK(margins_of(nested_text, {1.6, 0, 0}) == numbers{61.5, -31.5});
    }

    TEST_CASE("load_catboost: trees in front of the features, no scale, no trees, no loss function") {
        numbers const row{1.6, 0, 0};
        CHECK(margins_of(document({trees, info, features}), row) == numbers{104});
        CHECK(margins_of(document({R"("scale_and_bias":[0.5,[10]])", nested, features}), row) == numbers{61.5});
        CHECK(margins_of(document({R"("scale_and_bias":[1,10])", trees, features}), row) == numbers{114});
        auto const none = document({R"("oblivious_trees":[])", R"("scale_and_bias":[2,[3,4]])"});
        CHECK(load_model(as_bytes(none)).trees() == 0);
        CHECK(load_model(as_bytes(none)).outputs(arenite::output_kind::margin) == 2);
        auto const listed = document({features, R"("oblivious_trees":[])", R"("scale_and_bias":[2,[3,4]])"});
        CHECK(margins_of(listed, row) == numbers{3, 4});
        auto const no_features = document({R"("oblivious_trees":[{"leaf_values":[7],"splits":[]}])"});
        CHECK(load_model(as_bytes(no_features)).cols() == 0);
    }

    TEST_CASE("load_catboost: the loss function of a sum of models stands in a text") {
        auto const text = replaced(small, R"("params":{"loss_function":{"type":"RMSE","params":{}}})",
                                   R"("loss_function":"{\"type\":\"Poisson\",\"params\":{}}")");
        auto const model = load_model(as_bytes(text));
        CHECK(model.info().objective.view() == "Poisson");
        CHECK(oracle::score<double>(model, {1.6, 0, 0}) == numbers{std::exp(62.0)});
    }

    TEST_CASE("load_catboost: both classes of one margin, a mean and a variance of two") {
        auto const binary = load_model(as_bytes(replaced(small, "RMSE", "Logloss")));
        REQUIRE(binary.outputs() == 2);
        CHECK(binary.outputs(arenite::output_kind::margin) == 1);
        auto const both = oracle::score<double>(binary, {1.6, 0, 0});
        CHECK(both[1] == 1 / (1 + std::exp(-62.0)));
        CHECK(both[0] == 1 - both[1]);
        CHECK(load(replaced(small, "RMSE", "RMSEWithUncertainty")).refused);
        auto const multi = replaced(replaced(replaced(small, "[1,2,3,4]", "[1,0,2,0,3,0,4,0.5]"), "[100]", "[100,0]"),
                                    "[10]", "[10,0]");
        CHECK(load(replaced(multi, "RMSE", "Logloss")).refused);
        auto const uncertain = load_model(as_bytes(replaced(multi, "RMSE", "RMSEWithUncertainty")));
        CHECK(oracle::score<double>(uncertain, {1.6, 0, 0}) == numbers{62, std::exp(0.5)});
    }

    TEST_CASE("load_catboost: options keep the first rounds, and count a value as missing") {
        CHECK(margins_of(small, {1.6, 0, 0}, {.rounds = 1}) == numbers{12});
        CHECK_THROWS_AS(static_cast<void>(load_model(as_bytes(small), load_options{.rounds = 3})),
                        arenite::model_error);
        CHECK(margins_of(small, {-7, 0, -7}, {.missing = -7}) == numbers{61});
        CHECK(margins_of(small_recoded, {-7, male}, {.missing = -7}) == margins_of(small_recoded, {absent, male}));
        CHECK(margins_of(small_recoded, {0, male}, {.missing = 1}) == numbers{7});  // which is a code, too
    }

    TEST_CASE("load_catboost: one-hot values and CTRs") {
        auto const model = load_model(as_bytes(small_recoded));
        REQUIRE(model.get_if<arenite::recoded_ensemble>() != nullptr);
        REQUIRE(model.cols() == 2);
        CHECK(model.schema()[0].name == "n");
        CHECK(model.schema()[1].kind == arenite::column_kind::hashed);
        CHECK(model.schema()[1].used);
        // (3 + 1) / (4 + 1) * 10 = 8 is above 7; of an unseen one, (0 + 1) / (0 + 1) * 10 = 10
        numbers const rows{0, male, 1, male, 0, one, 0, unseen, 1, absent, 0, 0.5};
        CHECK(oracle::score<double>(model.margins(), rows) == numbers{7, 8, 5, 5, 6, 5});
        CHECK(oracle::score<std::int32_t>(model.leaves(), rows) == std::vector{6, 7, 4, 4, 5, 4});
        // a cell without a category is not the category whose hash is 0
        auto const of_zero = replaced(small_recoded, R"("7",5,0)", '"' + combination_of(0) + R"(",5,0)");
        CHECK(margins_of(of_zero, {0, 0, 0, absent, 0, 0.5}) == numbers{1, 5, 5});
        auto const rarer = replaced(small_recoded, ",1,3,", ",2,2,");
        CHECK(margins_of(rarer, rows) == numbers{3, 4, 5, 5, 6, 5});
    }

    TEST_CASE("load_catboost: a category of more values than a column of codes has") {
        std::string values, splits, leaves = "1";
        for (int i = 0; i != 70; ++i) values += (i == 0 ? "" : ",") + std::to_string(i * 1000 - 5);
        for (int i = 0; i != 70; ++i) {
            auto const text =
                document({R"("features_info":{"categorical_features":[{"feature_index":3,)"
                          R"("flat_feature_index":0,"values":[)" +
                              values + "]}]}",
                          R"("oblivious_trees":[{"leaf_values":[1,2],"splits":[)"
                          R"({"split_type":"OneHotFeature","cat_feature_index":3,"split_index":)" +
                              std::to_string(i) + R"(,"value":)" + std::to_string(i * 1000 - 5) + "}]}]"});
            numbers rows, expected;
            for (int k = 0; k != 71; ++k) rows.push_back(k * 1000 - 5), expected.push_back(k == i ? 2 : 1);
            CHECK(margins_of(text, rows) == expected);
        }
    }

    TEST_CASE("load_catboost: a damaged model is refused") {
        constexpr damage damages[] = {
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[1,2,3])", "another number of leaf values"},
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[])", "another number of leaf values"},
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[1,2,3,4,5,6,7,8])", "different numbers of values"},
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[1,2,3,NaN])", "NaN"},
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[1,2,3,"x"])", "x"},
            {R"("leaf_values":[1,2,3,4])", R"("leaf_values":[1,2,3,4],"leaf_values":[1,2,3,4])", "already"},
            {R"("split_index":1)", R"("split_index":0)", "another feature or border"},
            {R"("split_index":1)", R"("split_index":2)", "another feature or border"},
            {R"("split_index":1)", R"("split_index":3)", "another feature or border"},
            {R"("split_index":1)", R"("split_index":4294967295)", "another feature or border"},
            {R"("split_index":1)", R"("split_index":-1)", "-1"},
            {R"("split_index":1,)", "", "the end of the object"},
            {R"("float_feature_index":0)", R"("float_feature_index":1)", "another feature or border"},
            {R"("float_feature_index":0)", R"("float_feature_index":2)", "another feature or border"},
            {R"("border":1.5)", R"("border":0.5)", "another feature or border"},
            {R"("border":1.5)", R"("border":NaN)", "another feature or border"},
            {R"("split_type":"FloatFeature")", R"("split_type":"TextFeature")", "TextFeature"},
            {R"("split_type":"FloatFeature")", R"("split_type":"OneHotFeature")", "the end of the object"},
            {R"("split_type":"FloatFeature")", R"("split_type":"OnlineCtr")", "another feature or border"},
            {R"("borders":[0.5,1.5])", R"("borders":[0.5,1e39])", "1e39"},
            {R"("borders":[0.5,1.5])", R"("borders":[0.5,Infinity])", "Infinity"},
            {R"("feature_index":0)", R"("feature_index":2)", "out of order"},
            {R"("flat_feature_index":0)", R"("flat_feature_index":2)", "out of order"},
            {R"("flat_feature_index":2)", R"("flat_feature_index":4000000)", "columns far behind"},
            {R"("flat_feature_index":2)", R"("flat_feature_index":4294967295)", "columns far behind"},
            {R"("flat_feature_index":0,)", "", "the end of the object"},
            {R"("feature_id":"a")", R"("feature_id":7)", "7"},
            {R"("AsTrue")", R"("AsWell")", "AsWell"},
            {R"("has_nans":true)", R"("has_nans":"yes")", "yes"},
            {R"("float_features":[)", R"("text_features":[{}],"float_features":[)", "a text feature"},
            {R"("float_features":[)", R"("embedding_features":[{}],"float_features":[)", "an embedding feature"},
            {R"("float_features":[)",
             R"("categorical_features":[{"feature_index":0,"flat_feature_index":2}],)"
             R"("float_features":[)",
             "another feature's already"},
            {R"([0.5,[10]])", R"([0.5,[10,20]])", "another number of biases"},
            {R"([0.5,[10]])", R"([0.5,[NaN]])", "NaN"},
            {R"([0.5,[10]])", R"([Infinity,[10]])", "Infinity"},
            {R"([0.5,[10]])", R"([0.5,[10],3])", "3"},
            {R"("scale_and_bias")", R"("trees":[],"scale_and_bias")", "already"},
            {R"("scale_and_bias":[0.5,[10]])", R"("scale_and_bias":[0.5,[]])", "another number of biases"},
            {R"("scale_and_bias":[0.5,[10]])", R"("scale_and_bias":[0.5,[0,0]])", "another number of biases"},
            {R"("scale_and_bias":[0.5,[10]])", R"("scale_and_bias":[])", "another number of biases"},
            {R"({"leaf_values":[100],"splits":[]})", "7", "7"},
        };
        refuse_each(small, damages, load);
        auto const deep =
            replaced(small, R"("splits":[]})", R"("splits":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]})");
        CHECK(load(deep).found.find("more than 16 splits") != std::string::npos);
        CHECK(load(small + "x").refused);
        CHECK(load("{}").refused);
    }

    TEST_CASE("load_catboost: a damaged nested tree is refused") {
        constexpr damage damages[] = {
            {R"("left":{"value":1},)", "", "the end of the object"},
            {R"("left":{"value":1})", R"("left":{})", "the end of the object"},
            {R"("left":{"value":1})", R"("left":7)", "7"},
            {R"("left":{"value":1})", R"("left":{"value":1},"left":{"value":1})", "already"},
            {R"("left":{"value":1})", R"("left":{"value":1},"value":1)", "the end of the object"},
            {R"("left":{"value":1})", R"("left":{"value":[]})", "without a value"},
            {R"("left":{"value":1})", R"("left":{"value":[1,2]})", "different numbers"},
            {R"("left":{"value":1})", R"("left":{"value":NaN})", "NaN"},
            {R"("left":{"value":1})", R"("left":{"value":{}})", "an object"},
            {R"("split":{)", R"("split":[{}],"ignored":{)", "an array"},
        };
        refuse_each(small_nested, damages, load);
        std::string deep = R"({"trees":[)", end;
        for (int i = 0; i != 70; ++i) deep += R"({"left":)", end += R"(,"right":{"value":1},"split":{}})";
        CHECK(load(deep + R"({"value":1})" + end + "]}").found.find("inside 64 others") != std::string::npos);
    }

    TEST_CASE("load_catboost: damaged categories and CTRs are refused") {
        constexpr damage damages[] = {
            {R"("value":-1291328762)", R"("value":1121341681)", "another feature or border"},
            {R"("split_index":2)", R"("split_index":1)", "another feature or border"},
            {R"("split_index":2)", R"("split_index":3)", "another feature or border"},
            {R"("split_index":4)", R"("split_index":3)", "another feature or border"},
            {R"("split_index":4)", R"("split_index":5)", "another feature or border"},
            {R"("values":[1121341681,-1291328762])", R"("values":[-1291328762,-1291328762])", "already"},
            {R"("values":[1121341681,-1291328762])", R"("values":[2147483648,-1291328762])", "2147483648"},
            {R"("identifier":"{\"type\":\"Borders\"}")", R"("identifier":"?")", "without its table"},
            {R"("ctr_type":"Borders")", R"("ctr_type":"Counter")", "without its table"},
            {R"("ctr_type":"Borders")", R"("ctr_type":"Guess")", "Guess"},
            {R"("ctr_data":{"{\"type\":\"Borders\"}")", R"("ctr_data":{"{\"type\":\"Guess\"}")", "Guess"},
            {R"("ctr_data":{"{\"type\":\"Borders\"}")", R"("ctr_data":{"no object")", "n"},
            {R"("target_border_idx":0)", R"("target_border_idx":2)", "a class that its table"},
            {R"("cat_feature_value")", R"("text_feature")", "text_feature"},
            {R"("cat_feature_value")", R"("float_feature")", "the end of the object"},
            {R"("cat_feature_value","cat_feature_index":0)", R"("cat_feature_value","cat_feature_index":1)",
             "not listed"},
            {R"("hash_stride":3)", R"("hash_stride":4)", "hash_stride"},
            {R"("hash_stride":3)", R"("hash_strides":3)", "the end of the object"},
            {R"("ctr_type":"Borders",)", "", "the end of the object"},
            {R"("ctr_data":{)", R"("ctr_data":{"{\"type\":\"Borders\"}":{"hash_map":[],"hash_stride":3},)",
             "a table that was there already"},
            {R"("7",5,0)", R"("7",5)", "different lengths"},
            {R"("7",5,0)", R"("7",5,0,1)", "different lengths"},
            {R"("7",5,0)", R"("7",5,-1)", "-1"},
            {R"("7",5,0)", R"("7",5,0.5)", "0.5"},
            {R"("7",5,0)", R"("-7",5,0)", "-7"},
            {R"("7",5,0)", R"("7",5,0,"7",5,0)", "already"},
            {R"(["18446744073709551615",9,9,)", R"([9,"18446744073709551615",9,9,)", "9"},
            {R"(["18446744073709551615",9,9,)", R"(["18446744073709551615",9,)", "another number of counts"},
            {R"("borders":[4,7])", R"("borders":[4])", "another feature or border"},
            {R"("prior_numerator":1)", R"("prior_numerator":"1")", "1"},
        };
        refuse_each(small_recoded, damages, load);
    }

    TEST_CASE("load_catboost: a file that ends anywhere is refused, and one with other numbers never crashes") {
        for (auto const& good : {small, small_nested, small_recoded}) {
            for (std::size_t length = 0; length != good.size(); ++length) CHECK(load(good.substr(0, length)).refused);
            for (std::size_t at = 0; at != good.size(); ++at) {
                auto const length = good.find_first_not_of("0123456789.-", at) - at;
                if (length == 0 || (at != 0 && std::string_view{":[,\""}.find(good[at - 1]) == std::string_view::npos))
                    continue;
                for (auto const* other : {"0", "-1", "2147483648", "9223372036854775807", "1e308", "null"})
                    static_cast<void>(load(std::string{good}.replace(at, length, other)));
            }
        }
    }

    TEST_CASE("load_catboost: a nested tree says its parts in any order") {
        std::string const low =
            R"("split":{"split_type":"FloatFeature","split_index":2,"float_feature_index":2,"border":-1})";
        std::string const high =
            R"("split":{"split_type":"FloatFeature","split_index":1,"float_feature_index":0,"border":1.5})";
        auto const object = [](std::string const& a, std::string const& b, std::string const& c) {
            return "{" + a + "," + b + "," + c + "}";
        };
        numbers const rows{1.5, 0, -1, 1.6, 0, -1, 1.5, 0, 0, 1.6, 0, 0};
        std::string const two = R"({"value":2})", three = R"({"value":3})", four = R"({"value":4})";
        auto const tree = [&](bool low_turned, bool high_turned, bool split_first) {
            auto const node = [&](std::string const& split, std::string const& left, std::string const& right,
                                  bool turned) {
                auto const first = turned ? "\"right\":" + right : "\"left\":" + left;
                auto const second = turned ? "\"left\":" + left : "\"right\":" + right;
                return split_first ? object(split, first, second) : object(first, split, second);
            };
            auto const inner = node(low, two, three, low_turned), other = node(low, four, two, low_turned);
            return document({features, info, "\"trees\":[" + node(high, inner, other, high_turned) + "]"});
        };
        auto const expected = margins_of(tree(false, false, false), rows);
        CHECK(expected == numbers{2, 4, 3, 2});
        for (bool const low_turned : {false, true})
            for (bool const high_turned : {false, true})
                for (bool const split_first : {false, true}) {
                    auto const text = tree(low_turned, high_turned, split_first);
                    CHECK(margins_of(text, rows) == expected);
                    CHECK(leaves_of(text, rows) == std::vector<std::int32_t>{0, 2, 1, 3});
                }
    }

    TEST_CASE("load_catboost: .cbm is refused with advice") {
        std::string const binary = "CBM1 and so on";
        CHECK_THROWS_WITH_AS(static_cast<void>(load_model(as_bytes(binary))), doctest::Contains("save_model"),
                             arenite::model_error);
    }

    TEST_CASE("load_catboost: loading holds what the model says it does, and no more") {
        for (auto const& text : {small, small_nested, small_recoded}) {
            arenite::budget memory{16 << 20};
            auto const model = load_model(as_bytes(text), memory);
            CHECK(memory.used() == model.bytes());
            CHECK(memory.peak() <= model.bytes() + model.held().loading_bytes);
        }
    }
}

}  // namespace
