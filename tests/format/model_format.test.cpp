// SPDX-License-Identifier: MIT
#include <arenite/format/model_format.hpp>

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

namespace {

using arenite::model_format;
using arenite::detail::format_of, arenite::detail::recognise_content, arenite::detail::model_content;
using namespace std::string_view_literals;

TEST_SUITE("format") {
    TEST_CASE("model_format: is recognised by content") {
        CHECK(recognise_content("{\"learner\":") == model_content::json);
        CHECK(recognise_content(" \r\n\t{ ") == model_content::json);
        CHECK(recognise_content("{\"Model\":{}}") == model_content::json);
        for (auto const* key :
             {"ctr_data", "features_info", "model_info", "oblivious_trees", "trees", "scale_and_bias"})
            CHECK(recognise_content("\n{ \n \"" + std::string{key} + "\" : ") == model_content::catboost);
        CHECK(recognise_content("{ \"format\":\"skl-json\"") == model_content::sklearn);
        CHECK(recognise_content("{\"tree") == model_content::json);
        CHECK(recognise_content("{L\0\0\0"sv) == model_content::ubjson);
        CHECK(recognise_content("tree\nversion=v4") == model_content::lightgbm);
        CHECK(recognise_content("tree\r\n") == model_content::lightgbm);
        CHECK(recognise_content("treetop") == model_content::unknown);
        CHECK(recognise_content("binf\0\0"sv) == model_content::legacy_xgboost);
        CHECK(recognise_content("bs64") == model_content::legacy_xgboost);
        CHECK(recognise_content("CBM1") == model_content::catboost_binary);
        CHECK(recognise_content("") == model_content::unknown);
    }

    TEST_CASE("model_format: a checkpoint of Treelite begins with small numbers") {
        CHECK(recognise_content("\4\0\0\0\10\0\0\0\1\0\0\0\3\3\1\0"sv) == model_content::treelite);
        CHECK(recognise_content("\3\0\0\0\11\0\0\0\0\0\0\0\2\2"sv) == model_content::treelite);
        CHECK(recognise_content("\4\0\0\0\10\0\0\0\1\0\0\0\3"sv) == model_content::unknown);
        CHECK(recognise_content("\4\0\0\0\10\0\0\0\1\0\0\0\3\4"sv) == model_content::unknown);
        CHECK(recognise_content("\4\0\0\1\10\0\0\0\1\0\0\0\3\3"sv) == model_content::unknown);
        CHECK(recognise_content("\0\0\0\0\10\0\0\0\1\0\0\0\3\3"sv) == model_content::unknown);
    }

    TEST_CASE("model_format: a file of arenite's own begins with its magic") {
        CHECK(recognise_content("\x8a"
                                "arenite\1"sv) == model_content::own);
        CHECK(recognise_content("arenite"sv) == model_content::unknown);
        CHECK(format_of(model_content::own) == model_format::arenite);
    }

    TEST_CASE("model_format: content decides whose model it is") {
        CHECK(format_of(model_content::json) == model_format::xgboost);
        CHECK(format_of(model_content::ubjson) == model_format::xgboost);
        CHECK(format_of(model_content::lightgbm) == model_format::lightgbm);
        CHECK(format_of(model_content::catboost) == model_format::catboost);
        CHECK(format_of(model_content::catboost_binary) == model_format::catboost);
        CHECK(format_of(model_content::sklearn) == model_format::sklearn);
        CHECK(format_of(model_content::treelite) == model_format::treelite);
        CHECK(format_of(model_content::unknown) == model_format::recognised);
    }

    TEST_CASE("model_format: has a name for messages") {
        for (auto const format :
             {model_format::recognised, model_format::xgboost, model_format::lightgbm, model_format::sklearn,
              model_format::onnx, model_format::catboost, model_format::treelite, model_format::arenite})
            CHECK(!arenite::name_of(format).empty());
        CHECK(arenite::name_of(model_format::lightgbm) == "a model of LightGBM");
    }
}

}  // namespace
